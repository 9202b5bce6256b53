import type postgres from 'postgres';
import type { Keys } from '../keys.ts';
import type { Hub } from './hub.ts';
import type { Limits } from './limits.ts';

/** What all sockets share. */
export type Realtime = {
  sql: postgres.Sql;
  keys: Keys;
  hub: Hub;
  limits: Limits;
  messages: { add: () => boolean };
  presences: { add: () => boolean };
  joins: { add: () => boolean };
  noteUncovered: (what: string) => void;
  log: (line: string) => void;
};
