import type { Draft } from './parse-draft.ts';

/**
 * A draft with the words of a refused message put back: after those that were `given` back before it, so that the parts of
 * one reply stand in their order again, and before what has been written since. Words for staff never become a reply: where
 * either is a note, both are.
 */
export function joinDrafts(
  draft: Draft,
  refused: Pick<Draft, 'kind' | 'body' | 'quote' | 'files'>,
  given: string,
): { draft: Draft; given: string } {
  const isKnown = given !== '' && draft.body.startsWith(given);
  const before = [isKnown ? given : '', refused.body].filter(Boolean).join('\n\n');
  const files = [...(draft.files ?? []), ...(refused.files ?? [])];
  const since = (isKnown ? draft.body.slice(given.length) : draft.body).trimStart();
  return {
    draft: {
      kind: draft.body.trim() !== '' && draft.kind === 'note' ? 'note' : refused.kind,
      body: since.trim() ? `${before}\n\n${since}` : before,
      quote: draft.quote ?? refused.quote,
      ...(files.length > 0 ? { files } : {}),
    },
    given: before,
  };
}
