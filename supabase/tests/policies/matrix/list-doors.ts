import type { Sql, Transaction } from '../../test-database.ts';
import { eachDoor, listDoor, type Door } from './doors.ts';
import { fileDoors } from './file-doors.ts';
import { functionDoors } from './function-doors.ts';
import { ids, type Accounts } from './people.ts';
import { keyOf, readThings } from './read-things.ts';
import { vouchedDoors } from './vouched-doors.ts';
import { topicDoors } from './topic-doors.ts';
import { roleId, servers } from './world.ts';

type Table = { schema: string; name: string; label: string; key: string[] };

/** Every table, view and the like of ours. One in private is named with its schema. */
export async function listTables(sql: Sql | Transaction): Promise<Table[]> {
  return sql<Table[]>`
    select n.nspname as schema, c.relname as name,
      case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as label,
      array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k (num, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
        where i.indrelid = c.oid and i.indisprimary order by k.place) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by c.relkind, n.nspname desc, c.relname`;
}

/** Every way in, the quickest to try first. */
export async function listDoors(sql: Sql, accounts: Accounts): Promise<Door[]> {
  const tables = await listTables(sql);
  const things = new Map<string, Awaited<ReturnType<typeof readThings>>>();
  const doors: Door[] = [];
  for (const { schema, name, label, key } of tables) {
    const full = `${schema}.${name}`;
    // Ids are unique by themselves.
    const keys = key.length === 0 || key.includes('id') ? ['id'] : key;
    things.set(label, await readThings(sql, full, keys));
    doors.push(listDoor(label, things.get(label)!, `select ${keyOf(keys)} from ${full} x`));
  }
  const grants = doors.find(({ label }) => label === 'grants')!;
  const viewAs = `${servers.home}:${roleId('home', 'keeper')}`;
  doors.push({ ...grants, label: 'grants, as if viewing', targets: [{ key: '*', viewAs }] });
  doors.push(writingDoor(tables));
  // Anyone could set the bot's own setting: the session's role alone decides.
  const vouch = {
    kind: 'member',
    guild: servers.home,
    person: ids.founder,
    roles: [roleId('home', 'keeper')],
  };
  doors.push({ ...grants, label: 'grants, as if vouched', targets: [{ key: '*', vouch }] });
  const of = (label: string) => things.get(label)!;
  doors.push(
    ...topicDoors(of, accounts),
    ...fileDoors(of),
    ...functionDoors(of),
    ...vouchedDoors(of('tickets')),
  );
  return doors.sort((a, b) => a.targets.length - b.targets.length);
}

function writingDoor(tables: Table[]): Door {
  const statements = tables.flatMap(({ schema, name, key }) => [
    `insert into ${schema}.${name} default values`,
    `update ${schema}.${name} set ${key[0] ?? 'id'} = default`,
    `delete from ${schema}.${name}`,
    `truncate ${schema}.${name} cascade`,
  ]);
  const things = statements.map((statement) => ({ key: statement, servers: [] }));
  return eachDoor('any table, written to', things, 'select 1', ({ key }) => ({ statement: key }));
}
