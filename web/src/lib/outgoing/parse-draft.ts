/** A file that has been uploaded, and goes with the next message. */
export type DraftFile = { id: string; name: string; size: number; content_type: string };

/** Why the database refused a message: it is kept with the draft, and shown in whichever language the page then has. */
export type Refusal = { code: string; facts: Record<string, unknown> | null };

/** What is being written in a ticket. */
export type Draft = {
  kind: 'reply' | 'note';
  body: string;
  quote: { id: string; name: string; text: string } | null;
  files?: DraftFile[] | undefined;
  /** Why the database did not take what stands here, until something is written. */
  refusal?: Refusal;
};

const empty: Draft = { kind: 'reply', body: '', quote: null };

/**
 * A draft as it was kept; an empty one when none was. What cannot be read as one is not thrown away: it comes as the words
 * of a note, so that what may have been for staff never becomes a reply by mistake.
 */
export function parseDraft(text: string | null): Draft {
  if (text === null) return { ...empty };
  try {
    const kept = JSON.parse(text) as Partial<Draft> | null;
    if (typeof kept?.body === 'string') {
      const { body, kind, quote, refusal, files } = kept;
      return {
        kind: kind === 'reply' ? 'reply' : 'note',
        body,
        quote: typeof quote?.id === 'string' && typeof quote.text === 'string' ? quote : null,
        ...(areDraftFiles(files) ? { files } : {}),
        ...(typeof refusal?.code === 'string' ? { refusal: readRefusal(refusal) } : {}),
      };
    }
  } catch {
    // Kept by a version that wrote it otherwise.
  }
  return { ...empty, kind: 'note', body: text };
}

const readRefusal = ({ code, facts }: Refusal): Refusal => ({
  code,
  facts: typeof facts === 'object' ? facts : null,
});

/** Whether something that was kept is a list of uploaded files. */
export function areDraftFiles(files: unknown): files is DraftFile[] {
  return (
    Array.isArray(files) &&
    files.every(
      (file: Partial<DraftFile> | null) =>
        [file?.id, file?.name, file?.content_type].every((each) => typeof each === 'string') &&
        typeof file?.size === 'number',
    )
  );
}
