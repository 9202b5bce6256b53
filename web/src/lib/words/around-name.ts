/** Stands in for a name. Nothing that people write can hold it: Postgres keeps no such character. */
const MARK = '\0';

/**
 * The words before and after a name in a sentence, for a page that shows the name in a way of its own: where it stands, the
 * language says. A sentence that names nobody is all `before`.
 */
export function aroundName(sentence: (name: string) => string): { before: string; after: string | null } {
  const [before = '', ...after] = sentence(MARK).split(MARK);
  return { before, after: after.length > 0 ? after.join('') : null };
}

/** The parts of a sentence that names somebody and what they acted on, in the order of its language. */
export function aroundNames(
  sentence: (who: string, what: string) => string,
): { is: 'who' | 'what' | 'text'; text: string }[] {
  const parts = sentence(`${MARK}who${MARK}`, `${MARK}what${MARK}`).split(MARK);
  return parts.map((text, index) => ({
    is: index % 2 === 1 ? (text as 'who' | 'what') : 'text',
    text,
  }));
}
