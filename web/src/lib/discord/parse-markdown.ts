import { t } from '#lib/words/words.ts';
import { rules, type MarkdownNode, type Rule, type Surroundings } from './markdown-rules.ts';

/** Discord's markdown as pieces to render as elements. Never fails: what cannot be read is shown as it was written. */
export function parseMarkdown(source: string): MarkdownNode[] {
  try {
    const tidy = source.replace(/\r\n?/g, '\n').replace(/\f/g, '').replace(/\t/g, '    ');
    return parse(tidy, { last: null });
  } catch {
    return [{ type: 'text', content: source }];
  }
}

function parse(source: string, around: Surroundings): MarkdownNode[] {
  const nodes: MarkdownNode[] = [];
  for (let rest = source; rest; rest = rest.slice(around.last![0].length)) {
    const { rule, found } = findRule(rest, around);
    const read = rule.read?.(found, parse, around) ?? {};
    for (const node of Array.isArray(read) ? read : [{ type: rule.type, ...read }]) addNode(nodes, node);
    around.last = found;
  }
  return nodes;
}

/** The first rule that matches; among kinds of emphasis the one that matches most, so that `***a** b*` holds `**a**`. */
function findRule(source: string, around: Surroundings): { rule: Rule; found: RegExpExecArray } {
  let best: { rule: Rule; found: RegExpExecArray } | null = null;
  for (const rule of rules) {
    if (best && !(best.rule.isEmphasis && rule.isEmphasis)) break;
    const found = !rule.may || rule.may(around) ? rule.looks.exec(source) : null;
    if (found && !(best && found[0].length <= best.found[0].length)) best = { rule, found };
  }
  return best!;
}

/** Words beside each other become one piece: an emoji that is read in halves must be whole again before it is shown. */
function addNode(nodes: MarkdownNode[], node: MarkdownNode): void {
  const last = nodes.at(-1);
  if (last?.type === 'text' && node.type === 'text')
    last.content = `${String(last.content)}${String(node.content)}`;
  else nodes.push(node);
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
      if (node.type === 'br') return ' ';
      if (node.type === 'emoji') return `:${String(node['name'])}:`;
      if (typeof node.content === 'string') return node.content;
      return node.content ? plainText(node.content, nameOf) : '';
    })
    .join('');
}
