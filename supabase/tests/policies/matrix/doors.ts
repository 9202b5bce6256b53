import type { Person } from './people.ts';
import type { Thing } from './words.ts';

/** A way to something: how it is tried on each thing, and which answers mean that it let one through. */
export type Door = {
  /** Its line in the table. */
  label: string;
  things: Thing[];
  /** SQL that answers for $1 (ask.sql): keys of the things seen, or (each) one answer for each thing. */
  query: string;
  targets: Record<string, unknown>[];
  isEach: boolean;
  /** Asked through the bot: by members for whom it vouches, or by rules. Otherwise by anyone who is signed in. */
  asked?: 'members' | 'rules';
  /** Null means no. */
  isNullNo?: boolean;
  /** Replies and notes alone. */
  isOfWritten?: boolean;
  /** Refusals that come only after the verdict: the ticket is closed, the member is not known. */
  beyond?: string[];
};

/** What came back, by person and by key ('*' when one question asks for all). */
export type Answers = Record<Person, Record<string, { value: string | null } | { refused: string }>>;

/** One question whose answer is the list of keys. */
export function listDoor(label: string, things: Thing[], keys: string, setting: object = {}): Door {
  return {
    label,
    things,
    query: `select coalesce(jsonb_agg(distinct q.key), '[]') from (${keys}) q (key)`,
    targets: [{ key: '*', ...setting }],
    isEach: false,
  };
}

/** One question for each thing; $1 is what `target` says of it. */
export function eachDoor(
  label: string,
  things: Thing[],
  query: string,
  target: (thing: Thing) => Record<string, unknown>,
  more: Pick<Door, 'isNullNo' | 'isOfWritten' | 'beyond' | 'asked'> = {},
): Door {
  const targets = things.map((thing) => ({ key: thing.key, ...target(thing) }));
  return { label, things, query, targets, isEach: true, ...more };
}
