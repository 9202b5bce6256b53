/** The codes with which the database refuses what is expected to happen, and the words for them. SQL: `private.refuse`. */
export const refusals = {
  TF001: 'This ticket does not exist, or your roles do not open it.',
  TF002: 'This ticket is closed. Reopen it to reply.',
  TF003: 'Nothing is written yet.',
  TF004: 'Too long: 2,000 characters fit into one Discord message.',
  TF005: 'Your roles do not allow this.',
  TF006: 'This message is gone, or it is not yours to change.',
  TF007: 'This ticket has no channel in Discord, so a reply has nowhere to go.',
  TF008: 'The priority is low, normal, high or urgent.',
  TF009: 'This panel does not exist.',
  TF010: 'Sign in with Discord first.',
  TF011: 'This category takes no tickets at the moment.',
  TF012: 'You have as many open tickets of this kind as you may have. Close one first.',
  TF013: 'This server is not served by TicketFlow at the moment.',
  TF014: 'This role, member, category or level is not known here. Load the page again.',
  TF015: 'This would take your own admin level away. Another admin can do it.',
  TF016: 'The crew of this server takes no tickets from you. Ask them outside of tickets.',
  TF017:
    'In Discord everybody with Manage Threads can read this private thread. Confirm to restrict it all the same.',
  TF018: 'A file has a name, a type, and at most 10 MB.',
  TF019: 'A file is not here any more. Attach it again.',
  TF020: 'Too much for one Discord message: ten files, and 24 MB together.',
  TF021: 'Somebody else has changed this since you began.',
  TF022: 'There is one like this already.',
  TF023: 'Somebody has removed this since you began.',
  TF024: 'This is in use. Choose what takes its place.',
  TF025: 'This list asks for something that TicketFlow does not know. Choose its conditions again.',
} as const;
export type RefusalCode = keyof typeof refusals;

/** The words for a refusal of the database, or null when the error is something else. */
export function refusalWords(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'TF014' && refusalFacts(error)?.constraint) return 'This cannot be saved as it is.';
  return code in refusals ? refusals[code as RefusalCode] : null;
}

/** The facts that a refusal brings, by name; null when it has none. The Data API says details where Postgres says detail. */
export function refusalFacts(error: unknown): Record<string, unknown> | null {
  const { code, details, detail } = Object(error) as Record<string, unknown>;
  const text = details ?? detail;
  if (!String(code).startsWith('TF') || typeof text !== 'string' || text === '') return null;
  return JSON.parse(text) as Record<string, unknown>;
}
