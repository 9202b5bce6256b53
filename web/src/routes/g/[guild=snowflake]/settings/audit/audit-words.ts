import { auditActions, type AuditAction } from '@ticketflow/supabase/contracts/audit-actions.ts';
import type { AuditEntry } from '@ticketflow/supabase/contracts/audit.ts';
import { isLanguage, languageNames } from '@ticketflow/supabase/contracts/languages.ts';
import { listActions, type ListAction } from '@ticketflow/supabase/contracts/lists.ts';
import { t } from '#lib/words/words.ts';
import { isJobError, errorWords, kindWords, progressWords } from '../jobs/job-words.ts';
import { listChange } from './list-words.ts';

/** An entry in words: what it is about, the sentence around that, and what was before and after, where that is told. */
export type AuditWords = {
  what: string;
  sentence: (who: string, what: string) => string;
  before: string | null;
  after: string | null;
};
type Facts = AuditEntry['before'];
type Told = {
  before: Facts;
  after: Facts;
  /** The ticket that the entry is about, by its number. */
  ticket: string;
  name: string;
};
type Change = Omit<AuditWords, 'sentence'>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const isLevel = (level: string): level is keyof typeof t.levels => level in t.levels;
const levelOf = (facts: Facts): string => {
  const level = text(facts?.level);
  const word = isLevel(level) ? t.levels[level] : level;
  return word ? word[0]!.toUpperCase() + word.slice(1) : t.audit.noLevel;
};
const languageName = (facts: Facts): string => {
  const language = facts?.language;
  return isLanguage(language) ? languageNames[language] : '';
};
const plain = (what: string): Change => ({ what, before: null, after: null });

/** How a job ended, after how much. */
function jobEnd(after: Facts): string {
  const progress = progressWords({ done: count(after?.done) ?? 0, total: count(after?.total) });
  if (after?.state === 'cancelled') return t.audit.jobCancelled(progress);
  if (after?.state === 'failed')
    return t.audit.jobFailed(progress, isJobError(after.error) ? errorWords(after.error) : null);
  return t.audit.jobDone(progress);
}

/** The block list says more than that a row was added, changed or removed. */
const saveBlock = ({ before, after, name }: Told): Change => ({
  what: name,
  before: before ? text(before.reason) || t.audit.noReason : t.audit.notBlocked,
  after: text(after?.reason) || t.audit.blockedNoReason,
});
const listRow = ({ before, after, name }: Told): Change => ({ what: name, ...listChange({ before, after }) });

/** What every action that the database writes down is about, and what it changed. */
const changes: Record<AuditAction | ListAction, (told: Told) => Change> = {
  set_level: ({ before, after }) => ({
    what: text(after?.category)
      ? t.audit.inCategory(text(after?.role), text(after?.category))
      : t.audit.inServer(text(after?.role)),
    before: levelOf(before),
    after: levelOf(after),
  }),
  set_language: ({ before, after }) => ({
    what: t.audit.server,
    before: languageName(before),
    after: languageName(after),
  }),
  read_transcript: ({ ticket }) => plain(ticket),
  close_ticket: ({ after, ticket }) => ({
    what: ticket,
    before: t.audit.open,
    after: text(after?.reason) || t.audit.closed,
  }),
  reopen_ticket: ({ ticket }) => ({ what: ticket, before: t.audit.closed, after: t.audit.open }),
  restrict_ticket: ({ after, ticket }) =>
    after?.is_restricted
      ? { what: ticket, before: t.audit.openToCategory, after: t.audit.restricted }
      : { what: ticket, before: t.audit.restricted, after: t.audit.openToCategory },
  add_person: ({ ticket }) => plain(ticket),
  remove_person: ({ ticket }) => plain(ticket),
  publish_panel: () => plain(t.audit.panel),
  run_job: ({ after }) => ({
    what: kindWords(text(after?.kind)),
    before: t.audit.jobAsked,
    after: jobEnd(after),
  }),
  add_block: saveBlock,
  change_block: saveBlock,
  remove_block: ({ before, name }) => ({
    what: name,
    before: text(before?.reason) || t.audit.blocked,
    after: t.audit.notBlocked,
  }),
  add_label: listRow,
  change_label: listRow,
  remove_label: listRow,
  move_label: listRow,
};

const known: readonly string[] = [...auditActions, ...listActions];
const isKnown = (action: string): action is AuditAction | ListAction => known.includes(action);

/** An action that only a newer database knows goes by its name. */
export function auditWords({ action, target, before, after, ticket_number }: AuditEntry): AuditWords {
  const number = ticket_number ?? after?.number ?? before?.number;
  const name = text(before?.name) || text(after?.name);
  if (!isKnown(action))
    return {
      ...plain(`${action.replaceAll('_', ' ')} ${target}`),
      sentence: (who, what) => t.audit.other({ who, what }),
    };
  const ticket = number ? `#${String(number)}` : t.audit.goneTicket;
  return {
    ...changes[action]({ before, after, ticket, name }),
    sentence: (who, what) =>
      t.auditDid[action]({ who, what, name, isRestricted: Boolean(after?.is_restricted) }),
  };
}
