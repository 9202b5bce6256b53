import type { ActName } from '@ticketflow/supabase/contracts/acts.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';

const names: Record<ActName, string> = {
  claim_ticket: 'Claim',
  release_ticket: 'Release',
  set_priority: 'Set the priority',
  close_ticket: 'Close',
  reopen_ticket: 'Reopen',
  restrict_ticket: 'Choose who sees it',
  add_person: 'Add participants',
  remove_person: 'Take participants off',
  post_reply: 'Reply',
  add_note: 'Note',
};

/** What is done to a ticket: acts, their keys, its properties. */
export const acts = (_: Formats<'en'>) => ({
  acts: names,
  keyGroups: { go: 'Go', ticket: 'Ticket', write: 'Write' },
  /** Keys that have no words elsewhere. */
  keys: {
    next: 'Next ticket',
    previous: 'Previous ticket',
    back: 'Back one layer',
    nav: 'Fold the navigation',
    properties: 'Fold the properties',
    quote: 'Quote the last message',
    line: 'New line',
    sheet: 'Shortcuts',
    closeSheet: 'Close the sheet',
  },
});
