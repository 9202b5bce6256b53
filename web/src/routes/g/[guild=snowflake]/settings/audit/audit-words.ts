import { auditActions, type AuditAction } from '@ticketflow/supabase/contracts/audit-actions.ts';
import { isLanguage, languageNames } from '@ticketflow/supabase/contracts/languages.ts';
import type { AuditEntry } from '@ticketflow/supabase/contracts/audit.ts';
import { isJobError, errorWords, kindWords, progressWords } from '../jobs/job-words.ts';
import { listWords, type AuditWords } from './list-words.ts';

type Facts = AuditEntry['before'];
type Told = {
  before: Facts;
  after: Facts;
  /** The ticket that the entry is about, by its number. */
  ticket: string;
  name: string;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const levelOf = (facts: Facts): string => {
  const level = text(facts?.level);
  return level ? level[0]!.toUpperCase() + level.slice(1) : 'No level';
};
const languageName = (facts: Facts): string => {
  const language = facts?.language;
  return isLanguage(language) ? languageNames[language] : '';
};
const plain = (did: string, what: string): AuditWords => ({ did, what, before: null, after: null });

const saveBlock = ({ before, after, name }: Told): AuditWords => ({
  did: before ? 'changed why they blocked' : 'blocked',
  what: name,
  before: before ? text(before.reason) || 'No reason' : 'Not blocked',
  after: text(after?.reason) || 'Blocked, no reason given',
});

/** The block list says more than that a row was added, changed or removed. */
const blockWords: Record<string, (told: Told) => AuditWords> = {
  add_block: saveBlock,
  change_block: saveBlock,
  remove_block: ({ before, name }) => ({
    did: 'unblocked',
    what: name,
    before: text(before?.reason) || 'Blocked',
    after: 'Not blocked',
  }),
};

/** How a job ended, after how much. */
function jobEnd(after: Facts): string {
  const progress = progressWords({ done: count(after?.done) ?? 0, total: count(after?.total) });
  if (after?.state === 'cancelled') return `Cancelled at ${progress}`;
  if (after?.state === 'failed')
    return `Failed at ${progress}${isJobError(after.error) ? `. ${errorWords(after.error)}` : ''}`;
  return `Done: ${progress}`;
}

/** Words for every action that the database writes down; lists have theirs in list-words.ts. */
const words: Record<AuditAction, (told: Told) => AuditWords> = {
  set_level: ({ before, after }) => ({
    did: 'set the level of',
    what: `${text(after?.role)} in ${text(after?.category) || 'the whole server'}`,
    before: levelOf(before),
    after: levelOf(after),
  }),
  set_language: ({ before, after }) => ({
    did: 'set the language of',
    what: 'the server',
    before: languageName(before),
    after: languageName(after),
  }),
  read_transcript: ({ ticket }) => plain('read the transcript of', ticket),
  close_ticket: ({ after, ticket }) => ({
    did: 'closed',
    what: ticket,
    before: 'Open',
    after: text(after?.reason) || 'Closed',
  }),
  reopen_ticket: ({ ticket }) => ({ did: 'reopened', what: ticket, before: 'Closed', after: 'Open' }),
  restrict_ticket: ({ after, ticket }) =>
    after?.is_restricted
      ? { did: 'restricted', what: ticket, before: 'Open to its category', after: 'Restricted' }
      : { did: 'opened to its category', what: ticket, before: 'Restricted', after: 'Open to its category' },
  add_person: ({ name, ticket }) => plain('added', `${name} to ${ticket}`),
  remove_person: ({ name, ticket }) => plain('took', `${name} off ${ticket}`),
  publish_panel: () => plain('published', 'a panel'),
  run_job: ({ after }) => ({
    did: 'asked for the job',
    what: kindWords(text(after?.kind)),
    before: 'Asked for',
    after: jobEnd(after),
  }),
};

const isKnown = (action: string): action is AuditAction => auditActions.some((each) => each === action);

/** An action that only a newer database knows goes by its name. */
export function auditWords(entry: AuditEntry): AuditWords {
  const { action, target, before, after } = entry;
  const number = entry.ticket_number ?? after?.number ?? before?.number;
  const told = {
    before,
    after,
    ticket: number ? `#${String(number)}` : 'a ticket that is gone',
    name: text(after?.name) || text(before?.name),
  };
  if (isKnown(action)) return words[action](told);
  return blockWords[action]?.(told) ?? listWords(entry) ?? plain(action.replaceAll('_', ' '), target);
}
