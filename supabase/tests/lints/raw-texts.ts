import { parse } from 'svelte/compiler';

/** Attributes that people read, or have read to them. */
const readAttributes = ['alt', 'aria-label', 'aria-description', 'label', 'placeholder', 'title'];

/** Names of things, the same in every language. */
const names = /^(TicketFlow|Discord|Enter|Esc|Ctrl|Alt|Tab)$/;

type Node = { type?: string; name?: string; data?: string } & Record<string, unknown>;

/** Texts for people that stand in a source itself: in markup, in attributes that are read, and sentences in code. */
export function findRawTexts({ path, source }: { path: string; source: string }): string[] {
  const found: string[] = [];
  let code = source;
  if (path.endsWith('.svelte')) {
    const { fragment, instance, module } = parse(source, { modern: true, filename: path });
    findInMarkup(fragment as unknown as Node, found);
    // Without the tag, whose generics are types.
    const scripts = [instance, module].flatMap((script) =>
      script ? [script.content as unknown as Node] : [],
    );
    code = scripts.map(({ start, end }) => source.slice(start as number, end as number)).join('\n');
    code += expressionsOf(source, fragment as unknown as Node).join('\n');
  }
  found.push(...sentencesIn(code));
  return found.map((text) => `${path}: ${text}`);
}

const isText = (text: string) => /\p{L}{2}/u.test(text) && !names.test(text.trim());

function findInMarkup(node: unknown, found: string[]): void {
  if (Array.isArray(node)) return node.forEach((each) => findInMarkup(each, found));
  if (!node || typeof node !== 'object') return;
  const { type, name, data } = node as Node;
  if (type === 'Text' && isText(data ?? '')) found.push(data!.trim().replaceAll(/\s+/g, ' '));
  if (type === 'Attribute' && !readAttributes.includes(name ?? '')) return;
  if (type === 'ExpressionTag' || type === 'SvelteHead' || type === 'StyleDirective') return;
  for (const [key, value] of Object.entries(node)) if (key !== 'metadata') findInMarkup(value, found);
}

/** The source of each expression in markup. */
function expressionsOf(source: string, node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap((each) => expressionsOf(source, each));
  if (!node || typeof node !== 'object') return [];
  const { type, name, start, end } = node as Node & { start: number; end: number };
  if (type === 'Attribute' && (name === 'class' || name === 'style')) return [];
  if (type === 'ExpressionTag') return [source.slice(start, end)];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'metadata' ? [] : expressionsOf(source, value),
  );
}

/** Keys pressed together, as `Ctrl Shift Enter`. */
const keys = /^((Ctrl|Shift) )+(\w+|\$\{.+\})$/;

/** Strings that begin as sentences do, of more words than one. What only the log or a developer reads is English. */
function sentencesIn(code: string): string[] {
  const bare = code.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');
  return [...bare.matchAll(/(['"`])(?!Bearer )(\p{Lu}[\p{Ll}’']+ (?:(?!\1)[^\n])+)\1/gu)]
    .filter(
      ({ index }) => !/(Error\(|log\.\w+\(|log\.\w+\([^\n]*|\bbecause: )\s*$/.test(bare.slice(0, index)),
    )
    .map(([, , text]) => text!)
    .filter((text) => !keys.test(text));
}
