import type { Sql } from '../../../test-database.ts';
import type { Door } from '../doors.ts';
import { withFullNames } from './with-full-names.ts';
import type { Mutation } from './mutation.ts';

type Node = { name: string; mentions: Set<string>; isDefiner: boolean };

/**
 * Tells how many mentions lead from a door to what a mutation touches: none when its question mentions it, one when it mentions
 * something that does, and so on; undefined when the mutation cannot change the door. A definer's own reading passes by all policies
 * (its owner bypasses them), so policies are followed through others alone.
 */
export async function openInfluence(
  sql: Sql,
): Promise<(mutation: Mutation, door: Door) => number | undefined> {
  const [owner] =
    await sql`select bool_and(r.rolbypassrls) as "passesAll" from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.prosecdef and p.pronamespace = 'private'::regnamespace`;
  if (!owner!.passesAll) throw new Error('A definer is owned by a role that policies bind.');
  const rows = await withFullNames(
    sql,
    (transaction) => transaction<{ name: string; text: string; isDefiner: boolean }[]>`
    select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as text, p.prosecdef as "isDefiner"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private') and p.prokind = 'f'
    union all
    select schemaname || '.' || tablename, concat_ws(' ', string_agg(qual, ' '), string_agg(with_check, ' ')), false
    from pg_policies group by 1`,
  );
  const nodes = new Map(rows.map((row) => [row.name, { ...row, mentions: mentionsIn(row.text) } as Node]));
  const reached = new Map<string, Map<string, number>>();

  return ({ touches, isPolicy }, door) => {
    // Asked as people, these change nothing; the many doors for people need not be tried for them.
    if (!door.asked && throughTheBot.includes(touches)) return undefined;
    const key = `${door.label} ${isPolicy}`;
    if (!reached.has(key)) {
      const question = [door.query, ...door.targets.map(({ statement }) => String(statement ?? ''))].join(
        ' ',
      );
      reached.set(key, reach(mentionsIn(question), isPolicy));
    }
    return reached.get(key)!.get(touches);
  };

  function reach(start: Set<string>, isPolicy: boolean): Map<string, number> {
    const all = new Map([...start].map((name) => [name, 0]));
    for (const [name, steps] of all) {
      const node = nodes.get(name);
      if (!node || (isPolicy && node.isDefiner) || dispatchers.includes(name)) continue;
      for (const mention of node.mentions) if (!all.has(mention)) all.set(mention, steps + 1);
    }
    return all;
  }
}

/** What is asked only in a session of the bot's. */
export const throughTheBot = [
  'private.vouched_levels',
  'private.counts_in',
  'private.as_member',
  'private.as_rule',
];

/** They name every act and reading: a door says itself which of these it asks for. */
const dispatchers = ['private.act', 'private.reading'];

const mentionsIn = (text: string) =>
  new Set([...text.matchAll(/\b(?:public|private|storage|realtime)\.\w+/g)].map(([name]) => name));
