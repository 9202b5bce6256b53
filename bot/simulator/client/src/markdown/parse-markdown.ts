import { rules, rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';

/** One piece of formatted text. `content` is a word, further pieces, or nothing, as the type says. */
export type MarkdownNode = { type: string; [key: string]: unknown };

const LIST_ITEM = /^( *)([-*]|\d{1,9}\.) +(.*)$/;
const FENCE = /(```[\s\S]*?```)/;

const parsers = { message: SimpleMarkdown.parserFor(rules), rich: SimpleMarkdown.parserFor(rulesExtended) };

/**
 * Turns Discord's markdown into pieces. `rich` also allows masked links, as embeds and bots do.
 * The parser knows no lists, so runs of list lines outside code blocks become `list` pieces here.
 */
export function parseMarkdown(source: string, kind: 'message' | 'rich' = 'message'): MarkdownNode[] {
  const parse = (text: string): MarkdownNode[] =>
    text === '' ? [] : (parsers[kind](text, { inline: true }) as MarkdownNode[]);
  const nodes: MarkdownNode[] = [];
  for (const piece of source.split(FENCE)) {
    if (piece.startsWith('```')) nodes.push(...parse(piece));
    else nodes.push(...withLists(piece, parse));
  }
  return nodes;
}

function withLists(text: string, parse: (text: string) => MarkdownNode[]): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  let plain: string[] = [];
  let items: RegExpExecArray[] = [];
  const endPlain = () => {
    nodes.push(...parse(plain.join('\n')));
    plain = [];
  };
  const endList = () => {
    if (items.length > 0) nodes.push(...toLists(items, parse));
    items = [];
  };
  for (const line of text.split('\n')) {
    const item = LIST_ITEM.exec(line);
    if (item) {
      if (plain.length > 0) endPlain();
      items.push(item);
    } else {
      endList();
      plain.push(line);
    }
  }
  endList();
  endPlain();
  return nodes;
}

/** Groups neighbouring items of one kind into a list; each item keeps its depth (two spaces a level). */
function toLists(items: RegExpExecArray[], parse: (text: string) => MarkdownNode[]): MarkdownNode[] {
  return items.map(([, indent = '', mark = '-', text = '']) => ({
    type: 'listItem',
    depth: Math.min(Math.floor(indent.length / 2), 5),
    mark: /\d/.test(mark) ? mark : indent.length >= 2 ? '◦' : '•',
    content: parse(text),
  }));
}

/** True when the text is nothing but up to 27 emoji; Discord then shows them large. */
export function isOnlyEmoji(nodes: MarkdownNode[]): boolean {
  const emoji = nodes.filter((node) => node.type === 'twemoji' || node.type === 'emoji').length;
  const rest = nodes.filter((node) => node.type !== 'twemoji' && node.type !== 'emoji');
  return (
    emoji > 0 && emoji <= 27 && rest.every((node) => node.type === 'br' || String(node.content).trim() === '')
  );
}
