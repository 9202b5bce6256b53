import type { Sql } from '../../../test-database.ts';
import type { Mutation } from './mutation.ts';

// The level that an act asks for: act_on(ticket, 2), act_on(ticket, 2, true), must_be(guild, 4), begin_save(guild, 3), guilds_at(3),
// ticket_level(…) >= 3.
const asked =
  /\b(?:act_on|must_be|begin_save|holds_level|guilds_at|categories_at)\((?:[^()]*, )?(\d)(?:, true)?\)|\bticket_level\([^()]*\) >= (\d)/g;

/** Wherever a function asks for a level, one level less. */
export async function levelMutations(sql: Sql): Promise<Mutation[]> {
  const functions = await sql<{ name: string; definition: string }[]>`
    select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as definition
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private') and p.prokind = 'f' order by 1`;
  return functions.flatMap(({ name, definition }) =>
    [...definition.matchAll(asked)].map((found, at) => {
      const level = Number(found[1] ?? found[2]);
      const less = found[0].replace(/\d(?=(, true)?\)?$)/, String(level - 1));
      return {
        name: `${name}: ${found[0]} → ${level - 1}${at > 0 ? `, place ${at + 1}` : ''}`,
        statement: definition.slice(0, found.index) + less + definition.slice(found.index + found[0].length),
        touches: name,
        isPolicy: false,
      };
    }),
  );
}
