import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** Keys and their sheet. */
export const acts = (_: Formats<'en'>) => ({
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
