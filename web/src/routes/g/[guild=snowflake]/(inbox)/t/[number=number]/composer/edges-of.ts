/** How many of its first words tell where a part begins, and of its last characters where it ends: as many as a row has room for. */
const STARTS_WITH = 14;
const ENDS_WITH = 26;

/** The words with which a part begins and ends, in one line without marks of fences; `end` is empty when `start` says it all. */
export function edgesOf(part: string): { start: string; end: string } {
  const words = part
    .replace(/```(?:[\w+#.-]+\n)?/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  const last = [...words.slice(STARTS_WITH).join(' ')];
  return {
    // Words may be very long: a link, or a script without blanks.
    start: [...words.slice(0, STARTS_WITH).join(' ')].slice(0, 160).join(''),
    end: last
      .slice(-ENDS_WITH)
      .join('')
      // From a whole word on, where there is one.
      .replace(last.length > ENDS_WITH ? /^\S*\s+(?=\S)/ : '', ''),
  };
}
