import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import { describe, expect, test } from 'vitest';
import type { MarkdownNode } from './markdown-rules.ts';
import { parseMarkdown } from './parse-markdown.ts';

const parseWhole = SimpleMarkdown.parserFor(rulesExtended);

/** What the desk shows of a piece: an emoji is text, words beside each other are one piece, and nothing else is looked at. */
function shown(nodes: readonly MarkdownNode[]): object[] {
  const list: { type: string; content?: unknown }[] = [];
  for (const node of nodes) {
    const isWord = node.type === 'text' || node.type === 'twemoji';
    const last = list.at(-1);
    if (isWord) {
      const word = String(node.type === 'text' ? node.content : node['name']);
      if (last?.type === 'text') last.content = `${String(last.content)}${word}`;
      else list.push({ type: 'text', content: word });
    } else {
      const { type, content, id, target, level, timestamp, format } = node;
      const name = node['fullName'] ?? node['name'];
      const isShown = {
        user: { id },
        slashCommand: { name },
        emoji: { name },
        timestamp: { timestamp, format },
      };
      list.push({
        type,
        content: Array.isArray(content) ? shown(content) : content,
        ...{ target, level },
        ...isShown[type as keyof typeof isShown],
      });
    }
  }
  return list;
}

const theirs = (text: string) => shown(parseWhole(text, { inline: true }) as MarkdownNode[]);
const ours = (text: string) => shown(parseMarkdown(text));

const marks = [
  '*',
  '**',
  '***',
  '_',
  '__',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '```js\n',
  '\\',
  '[',
  '](',
  ')',
  '<',
  '>',
];
const lines = [
  '\n',
  '\n\n',
  '\r\n',
  '\n> ',
  '\n>>> ',
  '> ',
  '\n# ',
  '## ',
  '\n-# ',
  '\n- ',
  '\t',
  '\f',
  ' ',
  '  \n',
];
const words = ['a', 'Hello', 'snake_case', '12', 'é', 'ツ', 'x:y', '#', '@', '(', '"t"', '.', '¯\\_(ツ)_/¯'];
const emoji = ['👍', '👩🏽‍🚀', '1️⃣', '*️⃣', '#️⃣', '🇩🇪', '❤️', '™'];
const whole = [
  'https://example.com/a_b?c=*d*',
  '<https://example.com>',
  '[more](https://example.com/x_(y))',
  '[*more*](<https://example.com> "title")',
  '<@1180000000000000101>',
  '<@!1180000000000000101>',
  '<@&1180000000000000303>',
  '<#1180000000000000404>',
  '<:wave:1180000000000000505>',
  '<a:wave:1180000000000000505>',
  '</help me now:1180000000000000606>',
  '<1180000000000000707:customize>',
  '<id:customize>',
  '<1180000000000000707:linked-roles:1180000000000000303>',
  '<t:1700000000>',
  '<t:-5:R>',
  '@everyone',
  '@here',
];

describe('our rules show what those of discord-markdown-parser show', () => {
  test.each(whole.concat(emoji, words))('%j, alone and inside of each mark', (piece) => {
    for (const mark of marks)
      for (const text of [piece, `${mark}${piece}${mark}`, `${piece} ${mark}${piece}`, `\n> ${piece}${mark}`])
        expect(ours(text), JSON.stringify(text)).toEqual(theirs(text));
  });

  test('between any three marks', () => {
    for (const first of marks)
      for (const second of marks)
        for (const third of marks) {
          const text = `${first}a${second}${third}`;
          expect(ours(text), JSON.stringify(text)).toEqual(theirs(text));
        }
  });

  test('in thousands of mixtures', () => {
    const pieces = [marks, marks, lines, words, emoji, whole];
    let state = 1;
    const choose = <T>(list: readonly T[]): T => {
      state = (state * 48_271) % 2_147_483_647;
      return list[state % list.length]!;
    };
    for (let seed = 1; seed <= 6000; seed++) {
      const text = Array.from({ length: 2 + (seed % 14) }, () => choose(choose(pieces))).join('');
      expect(ours(text), JSON.stringify(text)).toEqual(theirs(text));
    }
  });
});

test('an emoji stays whole, also where a backslash or another word stands before it', () => {
  for (const text of [...emoji, 'fine 👍🏽 then 1️⃣, 😀', 'a😀b'])
    expect(parseMarkdown(text)).toEqual([{ type: 'text', content: text }]);
  expect(parseMarkdown('\\😀')).toEqual([{ type: 'text', content: '😀' }]);
});

test('a command without a name does not take the marks from the rest of the message', () => {
  expect(parseMarkdown('</:1180000000000000606> **now**').map((node) => node.type)).toEqual([
    'text',
    'strong',
  ]);
});
