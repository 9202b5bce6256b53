import type { Sql } from '../../../test-database.ts';
import { withFullNames } from './with-full-names.ts';
import type { Mutation } from './mutation.ts';
import { splitTerms, withoutTerm } from './split-terms.ts';

type Policy = {
  table: string;
  name: string;
  roles: string[];
  using: string | null;
  check: string | null;
};

/** Every policy dropped, let wide open, opened to people (those of the bot), and without each of its terms; and every table's security off. */
export async function policyMutations(sql: Sql): Promise<Mutation[]> {
  const policies = await withFullNames(
    sql,
    (transaction) => transaction<Policy[]>`
      select p.schemaname || '.' || p.tablename as table, p.policyname as name, p.roles::text[] as roles, p.qual as using,
        p.with_check as check
      from pg_catalog.pg_policies p where p.schemaname in ('public', 'private', 'storage', 'realtime') order by 1, 2`,
  );
  const secured = await sql<{ table: string }[]>`
    select n.nspname || '.' || c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relrowsecurity
      and (has_any_column_privilege('authenticated', c.oid, 'select') or has_any_column_privilege('ticketflow_bot', c.oid, 'select'))`;
  return [
    ...policies.flatMap(mutationsOf),
    ...secured.map(({ table }) => ({
      name: `row-level security of ${table}, off`,
      statement: `alter table ${table} disable row level security`,
      touches: table,
      isPolicy: true,
    })),
  ];
}

function mutationsOf({ table, name, roles, using, check }: Policy): Mutation[] {
  const policy = `"${name}" on ${table}`;
  const made = (what: string, statement: string) => ({
    name: `${policy}, ${what}`,
    statement,
    touches: table,
    isPolicy: true,
  });
  const condition = using ?? check!;
  const clause = using ? 'using' : 'with check';
  const altered = (text: string) => `alter policy ${policy} ${clause} (${text})`;
  return [
    made('dropped', `drop policy ${policy}`),
    ...(condition === 'true' ? [] : [made('open to all rows', altered('true'))]),
    ...(roles.includes('ticketflow_bot')
      ? [made('open to people', `alter policy ${policy} to ticketflow_bot, authenticated`)]
      : []),
    ...splitTerms(condition).map((term) =>
      made(`without ${term.text}`, altered(withoutTerm(condition, term))),
    ),
  ];
}
