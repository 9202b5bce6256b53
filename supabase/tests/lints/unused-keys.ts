/**
 * The texts of a catalogue, by path, that no source reads. A text is read by its whole path (t.inbox.empty), or as one of a section that is
 * read by a code (t.status[ticket.status]) or handed on whole (refusalWords(t.refusals, error)).
 */
export function unusedKeys(texts: object, source: string, path: string[] = []): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = [...path, key];
    const asked = `\\bt\\.${here.join('\\.')}\\b`;
    if (typeof value !== 'object') return new RegExp(asked).test(source) ? [] : [here.join('.')];
    const isWhole = new RegExp(`${asked}(?!\\.|\\w)`).test(source);
    return isWhole ? [] : unusedKeys(value as object, source, here);
  });
}
