/** What fits into one Discord message (https://discord.com/developers/docs/resources/message#create-message). */
export const MESSAGE_LIMIT = 2000;

/** Counts as Discord and the database do: code points, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/**
 * A reply as the messages that carry it, in order, each within the limit: cut at a blank line, else a line, else a word,
 * else where it must be. A fence of code that is cut is closed and opened again. Nothing but the blanks at cuts is lost.
 */
export function splitReply(text: string, limit = MESSAGE_LIMIT): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (lengthOf(rest) > limit) {
    const fence = '\n```';
    const head = [...rest].slice(0, limit - fence.length).join('');
    const cut = cutPlace(head);
    let part = rest.slice(0, cut).trimEnd();
    let after = rest.slice(cut).replace(/^[ \t]*\n+|^[ \t]+/, '');
    const open = openFence(part);
    if (open !== null) {
      part += fence;
      after = `\`\`\`${open}\n${after}`;
    }
    parts.push(part);
    rest = after;
  }
  if (rest.trim()) parts.push(rest);
  return parts;
}

/** The best place to cut within a text that is as long as a part may be: never so early that parts become crumbs. */
function cutPlace(head: string): number {
  const enough = head.length / 3;
  for (const mark of ['\n\n', '\n', ' ']) {
    const at = head.lastIndexOf(mark);
    if (at > enough) return at;
  }
  return head.length;
}

/** The language of a fence that is open at the end of a text ('' when it names none), or null. */
function openFence(text: string): string | null {
  const fences = [...text.matchAll(/```([a-z0-9+#-]*)/gi)];
  return fences.length % 2 === 1 ? (fences.at(-1)?.[1] ?? '') : null;
}
