/** How many of its first and last words tell where a part begins and ends. */
const STARTS_WITH = 14;
const ENDS_WITH = 4;

/** The words with which a part begins and ends, in one line without marks of fences; `end` is empty when `start` says it all. */
export function edgesOf(part: string): { start: string; end: string } {
  const words = part
    .replace(/```(?:[\w+#.-]+\n)?/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  return {
    // Words may be very long: a link, or a script without blanks.
    start: [...words.slice(0, STARTS_WITH).join(' ')].slice(0, 160).join(''),
    end: [...words.slice(STARTS_WITH).slice(-ENDS_WITH).join(' ')].slice(-80).join(''),
  };
}
