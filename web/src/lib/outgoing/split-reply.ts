/** What fits into one Discord message (https://discord.com/developers/docs/resources/message#create-message). */
export const MESSAGE_LIMIT = 2000;

/** Counts as Discord and the database do: code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/** What falls apart when it is cut: marks of fences, mentions, custom emoji and times, links, code in a line, hidden words. */
const WHOLE =
  /```(?:[\w+#.-]*\n)?|<(?:@[!&]?|#|a?:\w+:|\/[^<>\n:]+:|t:|id:)[^<>\s]*>|\[[^\]\n]+\]\([^)\s]+\)|https?:\/\/\S+|`[^`\n]+`|\|\|[^|]+\|\|/g;
/** The patterns to cut at, best first: what ends before them belongs to the part, blanks there are dropped. */
const BREAKS = [/\n[ \t]*\n/g, /\n/g, /(?<=[.!?…]["'’”»)\]*_]*)[ \t]|(?<=[。！？])/g, /[ \t]/g];
/** A part that ends before this share of it is full would be a crumb. */
const CRUMB = 1 / 3;

/**
 * A reply as the messages that carry it, in order, each within the limit: cut at a blank line, else a line, a sentence, a
 * word, else where it must be, but never within a character as a reader sees it. A fence of code or hidden words that are
 * cut are closed and opened again. Nothing but blanks at cuts is lost.
 */
export function splitReply(text: string, limit = MESSAGE_LIMIT): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (lengthOf(rest) > limit) {
    const { cut, open } = cutOf(rest, limit);
    const part = rest.slice(0, cut);
    const after = rest.slice(cut);
    parts.push(open ? part.replace(/\n$/, '') + open.close : part.trimEnd());
    // Within code blanks at the start of a line mean something; only the end of the line before goes.
    rest = open ? open.again + after.replace(/^\n/, '') : after.trimStart();
  }
  if (rest.trim()) parts.push(rest);
  return parts;
}

/** What a part must end with, and the next begin with, when it is cut within a fence of code or hidden words. */
type Open = { at: number; close: string; again: string };

/** Where to cut a text that is longer than the limit, and what is open there. */
function cutOf(text: string, limit: number): { cut: number; open: Open | null } {
  let room = limit;
  for (;;) {
    const head = [...text].slice(0, room).join('');
    const cut = bestCut(text, head);
    const open = openAt(text, cut);
    if (!open) return { cut, open };
    // Better before what would be cut than within it.
    const before = text.slice(0, open.at).trimEnd().length;
    if (before > head.length * CRUMB) return { cut: before, open: null };
    const needed = limit - lengthOf(open.close);
    // What is opened again must leave room for words, or there would be no end.
    if (open.at + lengthOf(open.again) >= needed) return { cut, open: null };
    // A fence without a word in it would be an empty box.
    if (room <= needed && cut <= open.at + open.again.length)
      return { cut: lastCharacterEnd(text, head.length), open };
    if (room <= needed) return { cut, open };
    room = needed;
  }
}

/** The best position to cut a text within its head, which is as long as a part may be. */
function bestCut(text: string, head: string): number {
  const enough = head.length * CRUMB;
  const spans = [...text.slice(0, head.length * 2).matchAll(WHOLE)]
    .map((match) => ({ from: match.index, to: match.index + match[0].length }))
    .filter(({ from, to }) => to - from <= head.length && from < head.length);
  const isWithin = (at: number) => spans.some(({ from, to }) => from < at && at < to);
  for (const pattern of BREAKS) {
    const found = [...`${head}${text[head.length] ?? ''}`.matchAll(pattern)]
      .map(({ index }) => index)
      .findLast((at) => at <= head.length && !isWithin(at));
    if (found !== undefined && found > enough) return found;
  }
  const span = spans.find(({ from, to }) => from < head.length && head.length < to);
  if (span && span.from > 0) return span.from;
  return lastCharacterEnd(text, head.length);
}

/** The end of the last character, as a reader sees it, that ends at or before a position: a family of emoji is one. */
function lastCharacterEnd(text: string, position: number): number {
  // A line of a few hundred marks on one letter is not a language: it is cut where it must be.
  const from = Math.max(0, position - 200);
  let end = from;
  for (const { index } of new Intl.Segmenter().segment(text.slice(from, position + 200)))
    if (from + index <= position) end = from + index;
  return end > 0 && end > from ? end : position;
}

/** The fence of code, else the hidden words, that are open at a position of a text; null when nothing is. */
function openAt(text: string, position: number): Open | null {
  const fences = [...text.matchAll(/```(?:([\w+#.-]+)(?=\n))?/g)].filter(({ index }) => index < position);
  const last = fences.at(-1);
  if (last && fences.length % 2 === 1)
    return { at: last.index, close: '\n```', again: `\`\`\`${last[1] ?? ''}\n` };
  const hidden = [
    ...text
      .slice(0, position)
      .replace(/```[^]*?```|`[^`\n]+`/g, (code) => ' '.repeat(code.length))
      .matchAll(/\|\|/g),
  ];
  const opening = hidden.at(-1);
  return opening && hidden.length % 2 === 1 ? { at: opening.index, close: '||', again: '||' } : null;
}
