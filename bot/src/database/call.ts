import type postgres from 'postgres';
import { botFunctions } from '@ticketflow/supabase/contracts/bot-functions.ts';

type Functions = typeof botFunctions;
export type FunctionName = keyof Functions;

/** What postgres.js takes for each of Postgres' types; whatever is json is an object here. */
type Given = {
  boolean: boolean;
  'double precision': number;
  integer: number;
  jsonb: object;
  text: string;
  'text[]': readonly string[];
  'timestamp with time zone': Date;
  uuid: string;
};
/** What it hands back for them. A bigint may be larger than a number holds, and is a string; json is for a contract to read. */
type Told = {
  bigint: string;
  boolean: boolean;
  'double precision': number;
  integer: number;
  jsonb: unknown;
  text: string;
  'text[]': string[];
  'timestamp with time zone': Date;
  uuid: string;
  void: never;
};

type Take<Types> = { [A in keyof Types]: Given[Types[A] & keyof Given] | null };
/** The arguments of a function, by their names in SQL without p_. Every one of them may be null in SQL. */
export type Args<N extends FunctionName> = Take<Functions[N]['args']> &
  (Functions[N] extends { optional: infer O } ? Partial<Take<O>> : unknown);

/** One value, a value of each row, or rows. The catalogue does not say what may be null, except that no row is. */
export type Answer<N extends FunctionName> = Functions[N]['gives'] extends infer G
  ? G extends keyof Told
    ? Told[G] | null
    : G extends readonly [infer V extends keyof Told]
      ? Told[V][]
      : { [C in keyof G]: Told[G[C] & keyof Told] | null }[]
  : never;

/** Each function's arguments with their types, in the order of SQL. */
const argumentsOf = new Map<string, [name: string, type: string][]>(
  Object.entries(botFunctions).map(([name, { args, ...more }]) => [
    name,
    Object.entries({ ...args, ...('optional' in more ? more.optional : {}) }),
  ]),
);
const statements = new Map<string, TemplateStringsArray>();

/** A function's statement for these arguments: the same text each time, so that Postgres prepares it once in a connection. */
function statementOf(name: FunctionName, given: string[]): TemplateStringsArray {
  const key = `${name} ${given.join(' ')}`;
  const known = statements.get(key);
  if (known) return known;
  const { gives } = botFunctions[name];
  const isOfRows = typeof gives === 'object' && !Array.isArray(gives);
  const parts = given.map((arg, n) => `${n > 0 ? ', ' : ''}p_${arg} => `);
  parts[0] = `select ${isOfRows ? '* from ' : ''}private.${name}(${parts[0] ?? ''}`;
  const end = isOfRows ? ')' : ') as answer';
  const text = given.length > 0 ? [...parts, end] : [parts[0] + end];
  // As the tag of a template is called, which is how postgres.js prepares.
  const statement = Object.assign(text, { raw: text });
  statements.set(key, statement);
  return statement;
}

/**
 * Calls a function of `private` by its name and those of its arguments, as the bot's role, in one statement. A wrong name, argument or
 * type does not compile: what there is stands in contracts/bot-functions.ts, which `npm run types` writes from the migrations.
 */
export async function call<N extends FunctionName>(
  sql: postgres.ISql,
  name: N,
  args: Args<N>,
): Promise<Answer<N>> {
  const values: Record<string, unknown> = args;
  const given = argumentsOf.get(name)!.filter(([arg]) => values[arg] !== undefined);
  const text = statementOf(
    name,
    given.map(([arg]) => arg),
  );
  const parameters = given.map(([arg, type]) =>
    // An array would pass for one of Postgres'.
    type === 'jsonb' && values[arg] !== null ? sql.json(values[arg] as postgres.JSONValue) : values[arg],
  );
  const rows = await sql(text, ...(parameters as postgres.ParameterOrFragment<never>[]));
  const { gives } = botFunctions[name];
  if (typeof gives === 'string') return (rows[0]?.answer ?? null) as Answer<N>;
  return (Array.isArray(gives) ? rows.map((row) => row.answer as unknown) : rows) as Answer<N>;
}
