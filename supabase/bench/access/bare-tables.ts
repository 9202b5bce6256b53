import type postgres from 'postgres';

type Part = { table: string; name: string; definition: string };

/** Foreign keys last: they point at the other keys. */
const constraintsOf = (sql: postgres.Sql, tables: string[]) => sql<(Part & { isForeign: boolean })[]>`
  select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition, contype = 'f' as "isForeign"
  from pg_constraint
  where contype in ('p', 'u', 'f') and (conrelid = any (${tables}::regclass[]) or confrelid = any (${tables}::regclass[]))
  order by contype = 'f', conrelid::regclass::text, conname`;

const indexesOf = (sql: postgres.Sql, tables: string[]) => sql<Part[]>`
  select indrelid::regclass::text as table, indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index where indrelid = any (${tables}::regclass[])
    and not exists (select from pg_constraint c where c.conindid = indexrelid and c.contype in ('p', 'u'))
  order by 1, 2`;

/**
 * Takes keys and indexes off tables that are to be filled, since a row costs many times more with them than without. Returns
 * what puts them back: in parallel, each as the catalogue wrote it down; `say` hears of each.
 */
export async function bareTables(sql: postgres.Sql, tables: string[]) {
  const constraints = await constraintsOf(sql, tables);
  const indexes = await indexesOf(sql, tables);
  for (const { table, name } of constraints.toReversed())
    await sql.unsafe(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);

  const add = ({ table, name, definition }: Part) =>
    `alter table ${table} add constraint ${name} ${definition}`;
  const isForeign = (part: (typeof constraints)[number]) => part.isForeign;
  return async (say: (line: string) => void) => {
    const keys = constraints.filter((part) => !isForeign(part));
    // A constraint takes its table for itself, an index does not: first the keys of each table, then all indexes by two hands.
    for (const key of keys) {
      say(`  ${key.name} …`);
      await sql.unsafe(add(key));
    }
    const waiting = [...indexes];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        say(`  ${next.name} …`);
        await sql.unsafe(next.definition);
      }
    };
    await Promise.all([work(), work()]);
    for (const key of constraints.filter(isForeign)) {
      say(`  ${key.name} …`);
      await sql.unsafe(add(key));
    }
  };
}

/** All that makes a schema of ours: columns, keys, indexes, triggers, policies, each valid. One line for each. */
export async function schemaLines(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    with ours as (select oid from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace))
    select format('column %s.%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull) as line
    from pg_attribute where attrelid in (select oid from ours) and attnum > 0
    union all select format('constraint %s %s %s valid %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
    from pg_constraint where conrelid in (select oid from ours)
    union all select format('index %s valid %s', pg_get_indexdef(indexrelid), indisvalid and indisready)
    from pg_index where indrelid in (select oid from ours)
    union all select format('trigger %s enabled %s', pg_get_triggerdef(oid), tgenabled)
    from pg_trigger where tgrelid in (select oid from ours) and not tgisinternal
    union all select format('table %s persistence %s row security %s', oid::regclass, relpersistence, relrowsecurity)
    from pg_class where oid in (select oid from ours) and relkind in ('r', 'p')
    union all select format('policy %s on %s: %s', policyname, tablename, qual) from pg_policies where schemaname = 'public'
    order by line`;
  return rows.map(({ line }) => line);
}
