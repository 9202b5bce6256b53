import { describe, expect, test } from 'vitest';
import { lengthOf, splitReply } from './split-reply.ts';

describe('a long reply', () => {
  test('that fits is one message, and an empty one none', () => {
    expect(splitReply('  hello  ')).toEqual(['hello']);
    expect(splitReply(' \n ')).toEqual([]);
  });

  test('is cut at a blank line, else a line, a sentence, a word', () => {
    expect(splitReply('one two\n\nthree four', 16)).toEqual(['one two', 'three four']);
    expect(splitReply('one two\nthree four', 16)).toEqual(['one two', 'three four']);
    expect(splitReply('One two. Three four', 15)).toEqual(['One two.', 'Three four']);
    expect(splitReply('one two three', 12)).toEqual(['one two', 'three']);
    expect(splitReply('one two three', 7)).toEqual(['one two', 'three']);
  });

  test('counts an emoji as one character, as Discord does, and never cuts one in two', () => {
    const parts = splitReply('🏮'.repeat(2500));
    expect(parts.map(lengthOf)).toEqual([2000, 500]);
    expect(parts.join('')).toBe('🏮'.repeat(2500));
    const families = splitReply('👩‍👩‍👧‍👦'.repeat(20), 30);
    expect(families.every((part) => /^(👩‍👩‍👧‍👦)+$/u.test(part))).toBe(true);
    expect(splitReply('é'.normalize('NFD').repeat(20), 15).every((part) => !/^\p{M}/u.test(part))).toBe(true);
  });

  test('closes a fence of code at a cut and opens it again, in its language and with its blanks', () => {
    const code = `\`\`\`js\n${'  let lantern = 1;\n'.repeat(200)}\`\`\``;
    const parts = splitReply(code);
    expect(parts.length).toBe(2);
    for (const part of parts) {
      expect(part.startsWith('```js\n  let')).toBe(true);
      expect(part.endsWith(';\n```')).toBe(true);
      expect(lengthOf(part)).toBeLessThanOrEqual(2000);
    }
    expect(parts.join('').match(/let lantern/g)).toHaveLength(200);
  });

  test('is cut before code that fits into one message rather than within it', () => {
    const words = 'Try this and tell me what it says. '.repeat(40).trim();
    const code = `\`\`\`\n${'lantern --light\n'.repeat(60)}\`\`\``;
    expect(splitReply(`${words}\n${code}`)).toEqual([words, code]);
  });

  test('shows nothing that was to be hidden: hidden words that are cut are hidden in both parts', () => {
    const parts = splitReply(`||${'the keeper did it '.repeat(8).trim()}||`, 60);
    for (const part of parts) expect(part).toMatch(/^\|\|[^|]+\|\|$/);
  });
});

describe('whatever is written', () => {
  const pieces = [
    ...['lantern', 'Wärme', 'a', '漁師は海へ出た。', 'It is late.', 'x'.repeat(70), '🏮', '👩‍👩‍👧‍👦', '*quick*'],
    ...['<@1180000000000000101>', '<:lamp:1180000000000000999>', '<#1180000000000000404>', '`npm start now`'],
    ...['https://example.com/a?b=c,d', '[the book](https://example.com/book)', '||she did it||'],
    ...['```js\nlet a = 1;\n  let b = 2;\n\nlet c = 3;\n```', '```\nplain words in code\n```'],
  ];
  const gaps = [' ', ' ', ' ', '\n', '\n\n'];
  /** Park and Miller's minimal generator: each seed gives the same reply again. */
  const chooser = (seed: number) => {
    let state = seed;
    return <T>(list: readonly T[]): T => {
      state = (state * 48_271) % 2_147_483_647;
      return list[state % list.length]!;
    };
  };
  const written = (seed: number) => {
    const choose = chooser(seed);
    return Array.from({ length: 30 + (seed % 40) }, () => choose(pieces) + choose(gaps))
      .join('')
      .trim();
  };
  const bare = (text: string) => text.replace(/```(js\n|\n)?|\|\||\s/g, '');

  test('no part is too long or empty, and joined they give the words back, in order', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const text = written(seed);
      for (const limit of [80, 200, 2000]) {
        const parts = splitReply(text, limit);
        expect(
          parts.every((part) => part.trim() !== '' && lengthOf(part) <= limit),
          `seed ${seed}`,
        ).toBe(true);
        expect(bare(parts.join('\n')), `seed ${seed}, limit ${limit}`).toBe(bare(text));
      }
    }
  });

  test('fences are closed in each part, and what must be whole is whole', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const text = written(seed);
      const parts = splitReply(text, 120);
      for (const mark of ['```', '||'])
        expect(
          parts.every((part) => (part.split(mark).length - 1) % 2 === 0),
          `seed ${seed}`,
        ).toBe(true);
      for (const whole of pieces.filter((piece) => /^[<[h`|👩]/u.test(piece) && !piece.startsWith('```')))
        expect(parts.join('\n').split(whole).length, `${whole}, seed ${seed}`).toBe(text.split(whole).length);
    }
  });
});
