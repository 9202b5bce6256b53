/** A term of a condition as Postgres prints it: where it stands, and what stands for its absence. */
export type Term = { from: number; to: number; text: string; without: 'true' | 'false' };

/** What stands between two parentheses, and where its words `and` or `or` cut it. */
type Group = { start: number; cuts: { at: number; length: number; word: string }[] };

/**
 * The terms of a printed condition, at every depth. Postgres puts each `and` and each `or` in parentheses of its own; a term of an
 * `and` is gone when it is true, one of an `or` when it is false.
 */
export function splitTerms(condition: string): Term[] {
  const terms: Term[] = [];
  const open: Group[] = [];
  // Strings and names in quotes are stepped over whole.
  const token = /'(?:[^']|'')*'|"[^"]*"|[()]| AND | OR /g;
  for (let found = token.exec(condition); found; found = token.exec(condition)) {
    const group = open.at(-1);
    if (found[0] === '(') open.push({ start: found.index + 1, cuts: [] });
    else if (found[0] === ')') {
      open.pop();
      if (group && group.cuts.length > 0) terms.push(...termsOf(condition, group, found.index));
    } else if (found[0] === ' AND ' || found[0] === ' OR ')
      group?.cuts.push({ at: found.index, length: found[0].length, word: found[0].trim() });
  }
  return terms;
}

function termsOf(condition: string, { start, cuts }: Group, end: number): Term[] {
  const starts = [start, ...cuts.map(({ at, length }) => at + length)];
  const ends = [...cuts.map(({ at }) => at), end];
  return starts.map((from, at) => ({
    from,
    to: ends[at]!,
    text: condition.slice(from, ends[at]!),
    without: cuts[0]!.word === 'AND' ? 'true' : 'false',
  }));
}

/** The condition without one of its terms. */
export const withoutTerm = (condition: string, term: Term) =>
  condition.slice(0, term.from) + term.without + condition.slice(term.to);
