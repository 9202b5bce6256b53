import type { ActName } from './acts.ts';
import type { Level } from './person.ts';

// Beside acts.ts and without zod, which a page need not load to know which acts to offer.
type Asks = {
  /** The least level that it asks for. */
  level: Level;
  /** The ticket's requester may as well. */
  orRequester?: true;
  /** Rules, timers and jobs may. */
  byRule?: true;
};

/** Who may do each act; the database decides, this says so to who shows it. */
export const actLevels: Record<ActName, Asks> = {
  close_ticket: { level: 'agent', orRequester: true, byRule: true },
  reopen_ticket: { level: 'agent', byRule: true },
  claim_ticket: { level: 'agent' },
  release_ticket: { level: 'agent' },
  set_priority: { level: 'agent', byRule: true },
  restrict_ticket: { level: 'manager' },
  add_person: { level: 'agent' },
  remove_person: { level: 'agent' },
  post_reply: { level: 'agent' },
  add_note: { level: 'agent' },
};
