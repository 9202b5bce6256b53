import { z } from 'zod';
import { Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

// What the lists that a guild keeps share. SQL: migrations/…_settings.sql. A list has a file of its own here: its setting (what a form
// edits, and what an import or export holds), its row, and the answer of its reading function.

const time = z.iso.datetime({ offset: true });

/** What each row has beside its setting. */
export const Kept = z.object({
  id: z.uuid(),
  /** A save says with which version it began. */
  version: z.number().int(),
  changed_at: time,
  /** Null: the bot, or nobody who is known any more. */
  changed_by: Snowflake.nullable(),
});
export type Kept = z.infer<typeof Kept>;

/** The answer of a `read_…(guild)`: the rows in their order, and the people who changed them. */
export const listOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), people: z.array(Person) });

/** The length of a text as Postgres and Discord count it: in code points, not in JavaScript's units. */
export const lengthOf = (value: string): number => [...value].length;

/** Text of a length, without blanks around it. Its meta says `most`, which a form counts up to. */
export const text = (least: number, most: number) =>
  z
    .string()
    .trim()
    .check(({ value, issues }) => {
      const length = lengthOf(value);
      const about = { origin: 'string', input: value } as const;
      if (length < least) issues.push({ code: 'too_small', minimum: least, inclusive: true, ...about });
      if (length > most) issues.push({ code: 'too_big', maximum: most, inclusive: true, ...about });
    })
    .meta({ most });

/** A hue of the colour circle; lightness and saturation are the theme's. */
export const Hue = z.number().int().min(0).max(359);

/** Facts of TF021: who changed the row since the save began, and when. */
export const Stale = z.object({ by: Snowflake.nullable(), at: time, version: z.number().int() });
export type Stale = z.infer<typeof Stale>;

/** Facts of TF014 and TF022: the field that a rule of the table refuses, where it is one field. */
export const Misfit = z.object({ field: z.string().nullable(), constraint: z.string().optional() });

/** Facts of TF024: what uses the row that was to be removed. */
export const InUse = z.object({
  uses: z.array(z.object({ kind: z.string(), count: z.number().int(), ids: z.array(z.string()).optional() })),
});
export type InUse = z.infer<typeof InUse>;
