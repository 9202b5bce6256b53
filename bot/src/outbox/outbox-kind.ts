import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import type { Database } from '../database/database.ts';
import type { Lease } from './lease.ts';

export type Kind = OutboxEntry['kind'];

type WithKind<K extends Kind, Entry> = Entry extends { kind: Kind }
  ? K extends Entry['kind']
    ? Entry
    : never
  : never;

/** The shape of a kind's entries, which it may share with others. */
export type EntryOf<K extends Kind> = WithKind<K, OutboxEntry>;

/** All that the bot knows of one kind of entries. It lies in `kinds/<kind>.ts`, and stands once in `kinds.ts`. */
export type OutboxKind<K extends Kind, Needs = never> = {
  /** Does in Discord what an entry says, and settles it. May be done twice. Throws what REST throws. */
  work: (needs: Needs, entry: EntryOf<K>, lease: Lease) => Promise<unknown>;
  /** Settles an entry that cannot be done, with the reason. Idempotent. */
  giveUp: (sql: Database, entry: EntryOf<K>, reason: Reason) => Promise<void>;
  /** Why Discord refused, where this kind has a reason of its own for Discord's code. */
  refusalReason?: (entry: EntryOf<K>, code: number) => Reason | undefined;
  /** Whether nothing is done or begun when a request of it did not reach Discord, so that it may be put back. */
  isUntouched?: (entry: EntryOf<K>) => boolean;
};
