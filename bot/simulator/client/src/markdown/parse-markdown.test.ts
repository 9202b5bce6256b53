import { describe, expect, test } from 'vitest';
import { isOnlyEmoji, parseMarkdown } from './parse-markdown.ts';

const types = (text: string, kind?: 'message' | 'rich') => parseMarkdown(text, kind).map((node) => node.type);

describe('markdown', () => {
  test('a run of list lines becomes items with their depth and number', () => {
    const items = parseMarkdown('- one\n  - two\n3. three').filter((node) => node.type === 'listItem');
    expect(items.map(({ depth, mark }) => [depth, mark])).toEqual([
      [0, '•'],
      [1, '◦'],
      [0, '3.'],
    ]);
  });

  test('list marks inside a code block stay code', () => {
    expect(types('```\n- one\n- two\n```')).toEqual(['codeBlock']);
  });

  test('a masked link is a link only where apps may write one', () => {
    expect(types('[here](https://example.org)', 'rich')).toEqual(['link']);
    expect(types('[here](https://example.org)')).not.toContain('link');
  });

  test('mentions of people, roles and channels carry their ids', () => {
    const nodes = parseMarkdown('<@1180000000000000201> <@&1180000000000000303> <#1180000000000000404>');
    expect(nodes.filter((node) => node.id).map(({ type, id }) => [type, id])).toEqual([
      ['user', '1180000000000000201'],
      ['role', '1180000000000000303'],
      ['channel', '1180000000000000404'],
    ]);
  });

  test('markup never becomes an element: angle brackets stay text', () => {
    const nodes = parseMarkdown('<img src=x onerror=alert(1)>');
    expect(nodes.every((node) => node.type === 'text')).toBe(true);
  });

  test('only a message of nothing but emoji is shown large', () => {
    expect(isOnlyEmoji(parseMarkdown('😅 👍'))).toBe(true);
    expect(isOnlyEmoji(parseMarkdown('fine 👍'))).toBe(false);
  });
});
