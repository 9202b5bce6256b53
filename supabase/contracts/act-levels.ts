import type { ActLevel, ActName } from './acts.ts';

// Written by `npm run shells` from supabase/shells.ts: change it there. Without zod, which a page need not load to know which acts to offer.

/** Who may do each act; the database decides, this says so to who shows it. */
export const actLevels: Record<ActName, ActLevel> = {
  close_ticket: { level: 'agent', orRequester: true, byRule: true },
  reopen_ticket: { level: 'agent', byRule: true },
  claim_ticket: { level: 'agent' },
  release_ticket: { level: 'agent' },
  assign_ticket: { level: 'agent' },
  set_priority: { level: 'agent', byRule: true },
  snooze_ticket: { level: 'agent', byRule: true },
  restrict_ticket: { level: 'manager' },
  add_person: { level: 'agent' },
  remove_person: { level: 'agent' },
  post_reply: { level: 'agent' },
  add_note: { level: 'agent' },
};
