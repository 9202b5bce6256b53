import { format } from 'prettier';
import postgres from 'postgres';

type Row = {
  name: string;
  args: string[];
  types: string[];
  /** How many of the last may be left out. */
  optional: number;
  gives: string;
  is_set: boolean;
  columns: string[] | null;
  column_types: string[] | null;
};

/** A type by its own name; a domain by that of what it is made of: 'text', 'text[]', 'jsonb'. */
const typeName = (oid: string) =>
  `(select format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) from pg_type t where t.oid = ${oid})`;

/** Every function of `private` that the bot may call. `proargmodes`: t is a column of the table that it returns. */
const query = `
  select p.proname as name, p.pronargdefaults as optional, p.proretset as is_set, ${typeName('p.prorettype')} as gives,
    array(select p.proargnames[i] from generate_series(1, p.pronargs) i order by i) as args,
    array(select ${typeName('p.proargtypes[i - 1]')} from generate_series(1, p.pronargs) i order by i) as types,
    (select array_agg(p.proargnames[i] order by i) from generate_subscripts(p.proargmodes, 1) i where p.proargmodes[i] = 't') as columns,
    (select array_agg(${typeName('p.proallargtypes[i]')} order by i) from generate_subscripts(p.proargmodes, 1) i
      where p.proargmodes[i] = 't') as column_types
  from pg_proc p
  where p.pronamespace = 'private'::regnamespace and has_function_privilege('ticketflow_bot', p.oid, 'execute')
  order by p.proname`;

const record = (names: string[], types: string[]): string =>
  `{ ${names.map((name, n) => `${name}: ${JSON.stringify(types[n])}`).join(', ')} }`;

/** 'boolean': one value. ['text']: a value a row. {id: 'uuid', …}: rows. */
function answerOf({ gives, is_set: isSet, columns, column_types: types }: Row): string {
  if (columns && types) return record(columns, types);
  return isSet ? `[${JSON.stringify(gives)}]` : JSON.stringify(gives);
}

function entryOf(row: Row): string {
  const names = row.args.map((name) => {
    if (!name.startsWith('p_')) throw new Error(`private.${row.name}: ${name} does not begin with p_`);
    return name.slice(2);
  });
  const needed = names.length - row.optional;
  const optional = `optional: ${record(names.slice(needed), row.types.slice(needed))},`;
  return `${row.name}: { args: ${record(names.slice(0, needed), row.types)}, ${row.optional > 0 ? optional : ''} gives: ${answerOf(row)} },`;
}

/** The functions of `private` that the bot may call, with their arguments (without p_) and answers, as the catalogue has them. */
export async function generateBotFunctions(databaseUrl: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql.unsafe<Row[]>(query);
    const names = new Set(rows.map(({ name }) => name));
    if (names.size !== rows.length) throw new Error('The bot may call two functions of one name.');
    const code = `
      /** What the bot may call in \`private\`. Written by \`npm run types\`, read by bot/src/database/call.ts. */
      export const botFunctions = { ${rows.map(entryOf).join('\n')} } as const;`;
    return await format(code, {
      parser: 'typescript',
      singleQuote: true,
      printWidth: 110,
      trailingComma: 'all',
    });
  } finally {
    await sql.end();
  }
}
