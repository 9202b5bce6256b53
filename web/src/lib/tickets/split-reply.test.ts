import { describe, expect, test } from 'vitest';
import { lengthOf, splitReply } from './split-reply.ts';

describe('a long reply', () => {
  test('that fits is one message, and an empty one none', () => {
    expect(splitReply('  hello  ')).toEqual(['hello']);
    expect(splitReply(' \n ')).toEqual([]);
  });

  test('is cut at a blank line, else a line, else a word', () => {
    expect(splitReply('one two\n\nthree four', 16)).toEqual(['one two', 'three four']);
    expect(splitReply('one two\nthree four', 16)).toEqual(['one two', 'three four']);
    expect(splitReply('one two three', 12)).toEqual(['one two', 'three']);
  });

  test('loses no word, whatever its length, and no part is too long', () => {
    const words = Array.from({ length: 2500 }, (_, i) => `word${i}${i % 97 === 0 ? '\n\n' : ''}`).join(' ');
    const parts = splitReply(words);
    expect(parts.every((part) => lengthOf(part) <= 2000)).toBe(true);
    expect(parts.join(' ').split(/\s+/)).toEqual(words.split(/\s+/));
    expect(splitReply('x'.repeat(4500)).join('')).toBe('x'.repeat(4500));
  });

  test('counts an emoji as one character, as Discord does, and never cuts one in two', () => {
    const parts = splitReply('🏮'.repeat(2500));
    expect(parts.map(lengthOf)).toEqual([1996, 504]);
    expect(parts.join('')).toBe('🏮'.repeat(2500));
  });

  test('closes a fence of code at a cut and opens it again', () => {
    const code = `\`\`\`js\n${'let lantern = 1;\n'.repeat(200)}\`\`\``;
    const parts = splitReply(code);
    expect(parts.length).toBe(2);
    for (const part of parts) {
      expect(part.startsWith('```js\n')).toBe(true);
      expect(part.endsWith('```')).toBe(true);
      expect(lengthOf(part)).toBeLessThanOrEqual(2000);
    }
  });
});
