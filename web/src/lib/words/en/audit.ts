import type { AuditAction } from '@ticketflow/supabase/contracts/audit-actions.ts';
import type { ListAction } from '@ticketflow/supabase/contracts/lists.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** `what` is shown in a way of its own, as is `who`. `name`: of a person whom it is about besides. */
type Told = { who: string; what: string; name: string; isRestricted: boolean };

/** What somebody did, as one sentence. */
const did: Record<AuditAction | ListAction, (told: Told) => string> = {
  set_level: ({ who, what }) => `${who} set the level of ${what}`,
  set_language: ({ who, what }) => `${who} set the language of ${what}`,
  read_transcript: ({ who, what }) => `${who} read the transcript of ${what}`,
  close_ticket: ({ who, what }) => `${who} closed ${what}`,
  reopen_ticket: ({ who, what }) => `${who} reopened ${what}`,
  restrict_ticket: ({ who, what, isRestricted }) =>
    isRestricted ? `${who} restricted ${what}` : `${who} opened ${what} to its category`,
  add_person: ({ who, what, name }) => `${who} added ${name} to ${what}`,
  remove_person: ({ who, what, name }) => `${who} took ${name} off ${what}`,
  publish_panel: ({ who, what }) => `${who} published ${what}`,
  run_job: ({ who, what }) => `${who} asked for the job ${what}`,
  add_block: ({ who, what }) => `${who} blocked ${what}`,
  change_block: ({ who, what }) => `${who} changed why ${what} is blocked`,
  remove_block: ({ who, what }) => `${who} unblocked ${what}`,
  add_label: ({ who, what }) => `${who} added the label ${what}`,
  change_label: ({ who, what }) => `${who} changed the label ${what}`,
  remove_label: ({ who, what }) => `${who} removed the label ${what}`,
  move_label: ({ who, what }) => `${who} moved the label ${what}`,
};

/** The audit log. */
export const audit = (f: Formats<'en'>) => ({
  auditDid: did,
  /** Kinds of entries that can be looked at alone. */
  auditKinds: {
    levels: 'Levels',
    server: 'Server',
    blocks: 'Block list',
    labels: 'Labels',
    transcripts: 'Transcripts read',
    tickets: 'Tickets',
    jobs: 'Jobs',
    panels: 'Panels',
  },
  /** A field of a list's row that is empty. */
  auditEmpty: { name: 'no name', reason: 'no reason', hue: 'no colour', position: 'no place' },
  audit: {
    page: (guild: string) => `Audit log · ${guild} · TicketFlow`,
    title: 'Audit log',
    text: 'Who changed what, and who read the transcript of a closed ticket. Names are as they were then; nobody can change an entry.',
    notYours: 'The audit log is for admins',
    kinds: 'Kinds of entries',
    everything: 'Everything',
    none: 'Nothing yet',
    noneText: 'Changes of levels, of the block list and of tickets appear here as they happen.',
    older: 'Show older',
    before: 'before:',
    after: 'after:',
    somebody: 'Somebody',
    bot: 'The bot',
    /** An action without words of its own. */
    other: ({ who, what }: { who: string; what: string }) => `${who}: ${what}`,
    inCategory: (role: string, category: string) => `${role} in ${category}`,
    inServer: (role: string) => `${role} in the whole server`,
    noLevel: 'No level',
    server: 'the server',
    panel: 'a panel',
    goneTicket: 'a ticket that is gone',
    open: 'Open',
    closed: 'Closed',
    restricted: 'Restricted',
    openToCategory: 'Open to its category',
    notBlocked: 'Not blocked',
    blocked: 'Blocked',
    blockedNoReason: 'Blocked, no reason given',
    noReason: 'No reason',
    jobAsked: 'Asked for',
    jobDone: (progress: string) => `Done: ${progress}`,
    jobCancelled: (progress: string) => `Cancelled at ${progress}`,
    /** `why`: a sentence; null when it is not known. */
    jobFailed: (progress: string, why: string | null) =>
      `Failed at ${progress}${why === null ? '' : `. ${why}`}`,
    place: (position: number) => `place ${f.number(position)}`,
    nothing: 'nothing',
  },
});
