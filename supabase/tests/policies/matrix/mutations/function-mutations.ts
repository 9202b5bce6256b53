import type { Sql } from '../../../test-database.ts';
import { withFullNames } from './with-full-names.ts';
import type { Mutation } from './mutation.ts';
import { throughTheBot } from './open-influence.ts';
import { splitTerms, withoutTerm } from './split-terms.ts';
import { verdictTerms } from './verdict-terms.ts';

/** Functions whose body Postgres parsed when they were made, so that it prints their condition. */
const printed = ['private.opens', 'private.opens_head', 'private.opens_notes', 'private.levels_of_roles'];

/** Each term of the verdict gone from its function. Throws when a term is not found exactly once. */
export async function functionMutations(sql: Sql): Promise<Mutation[]> {
  const rows = await withFullNames(
    sql,
    (transaction) => transaction<{ name: string; definition: string }[]>`
      select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as definition
      from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('public', 'private') and p.prokind = 'f'`,
  );
  const definitions = new Map(rows.map(({ name, definition }) => [name, definition]));
  const of = (name: string) => {
    const definition = definitions.get(name);
    if (!definition) throw new Error(`${name} is gone; its terms in verdict-terms.ts are for nothing.`);
    return definition;
  };
  const made = (name: string, term: string, statement: string) => ({
    name: `${name} without: ${term.trim()}`,
    statement,
    // A term that asks only what concerns the bot changes nothing for anybody else.
    touches: throughTheBot.find((other) => term.includes(`${other}(`)) ?? name,
    isPolicy: false,
  });
  return [
    ...Object.entries(verdictTerms).flatMap(([name, terms]) =>
      terms.map(([term, without]) => made(name, term, replaceOnce(name, of(name), term, without))),
    ),
    ...printed.flatMap((name) =>
      splitTerms(of(name)).map((term) => made(name, term.text, withoutTerm(of(name), term))),
    ),
  ];
}

function replaceOnce(name: string, definition: string, term: string, without: string): string {
  const parts = definition.split(term);
  if (parts.length !== 2) throw new Error(`${name}: "${term}" is there ${parts.length - 1} times, not once.`);
  return parts.join(without);
}
