import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import { t } from '#lib/words/words.ts';

/** One piece of formatted text; `content` is a word, further pieces, or nothing, as the type says. */
export type MarkdownNode = { type: string; content?: string | MarkdownNode[]; [key: string]: unknown };

const parse = SimpleMarkdown.parserFor(rulesExtended);

/** Discord's markdown as pieces to render as elements. Never fails: what cannot be read is shown as it was written. */
export function parseMarkdown(source: string): MarkdownNode[] {
  try {
    return parse(source, { inline: true }) as MarkdownNode[];
  } catch {
    return [{ type: 'text', content: source }];
  }
}

/** A link's address when it may be followed: http and https only. */
export function safeHref(target: unknown): string | null {
  const text = String(target);
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : null;
}

/** How a text names a person whom it mentions. */
export const mentionOf = (name: string | undefined): string => (name ? `@${name}` : t.markdown.somebody);

/** The text of pieces without its marks, for quotes and previews. */
export function plainText(
  nodes: readonly MarkdownNode[],
  nameOf: (id: string) => string | undefined,
): string {
  return nodes
    .map((node) => {
      if (node.type === 'user') return mentionOf(nameOf(String(node['id'])));
      if (node.type === 'role' || node.type === 'channel') return t.markdown[node.type];
      if (node.type === 'everyone' || node.type === 'here') return `@${node.type}`;
      if (node.type === 'twemoji') return String(node['name']);
      if (node.type === 'br') return ' ';
      if (node.type === 'emoji') return `:${String(node['name'])}:`;
      if (typeof node.content === 'string') return node.content;
      return node.content ? plainText(node.content, nameOf) : '';
    })
    .join('');
}
