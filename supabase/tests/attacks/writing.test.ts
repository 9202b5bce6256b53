import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { glasshouse, harbor, noor, stranger, theo, ticketId } from '../demo-database.ts';
import { startAttackStack, type Attacker, type AttackStack } from './attack-stack.ts';

let stack: AttackStack;
/** From nobody at all to the owner of the guild: none of them may write a table. */
const writers: { name: string; one: Attacker }[] = [];
let tables: { name: string; columns: { name: string; type: string }[] }[];
beforeAll(async () => {
  stack = await startAttackStack();
  writers.push(
    { name: 'nobody', one: stack.withToken(null) },
    { name: 'a stranger', one: await stack.signIn(stranger) },
    { name: 'an agent', one: await stack.signIn(theo) },
    { name: 'the owner', one: await stack.signIn(noor) },
  );
  const rows = await stack.sql<{ name: string; columns: { name: string; type: string }[] }[]>`
    select c.table_name as name, jsonb_agg(jsonb_build_object('name', c.column_name, 'type', c.data_type)) as columns
    from information_schema.columns c where c.table_schema = 'public' and c.is_identity = 'NO' and c.is_generated = 'NEVER' group by 1 order by 1`;
  tables = [...rows];
});
afterAll(() => stack[Symbol.asyncDispose]());

/** Every row of every table, in one number each. */
async function everything(): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] =
      await stack.sql`select count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum
      from public.${stack.sql(name)} t`;
    sums[name] = row?.sum as string;
  }
  return sums;
}

describe('no table can be written through the Data API', () => {
  const made: Record<string, unknown> = {
    uuid: randomUUID(),
    integer: 1,
    bigint: 1,
    boolean: true,
    jsonb: {},
    ARRAY: [],
    'timestamp with time zone': new Date().toISOString(),
    xid8: '1',
  };
  const rowOf = (columns: { name: string; type: string }[]) =>
    Object.fromEntries(
      columns.map(({ name, type }) => [
        name,
        name === 'guild_id' ? harbor : (made[type] ?? '1180000000000000001'),
      ]),
    );

  test('not by insert, upsert, update or delete, by nobody up to the owner, on any table', async () => {
    const before = await everything();
    expect(tables.length).toBeGreaterThan(15);
    for (const { name, columns } of tables) {
      const path = `/rest/v1/${name}`;
      const first = columns[0]!;
      const body = JSON.stringify(rowOf(columns));
      const all = `${path}?${first.name}=not.is.null`;
      for (const { name: who, one } of writers) {
        const answers = {
          insert: await one.ask(path, { method: 'POST', body }),
          upsert: await one.ask(path, {
            method: 'POST',
            body,
            headers: { prefer: 'resolution=merge-duplicates' },
          }),
          ignore: await one.ask(path, {
            method: 'POST',
            body,
            headers: { prefer: 'resolution=ignore-duplicates' },
          }),
          update: await one.ask(all, { method: 'PATCH', body }),
          delete: await one.ask(all, { method: 'DELETE' }),
        };
        for (const [how, { status, json }] of Object.entries(answers))
          expect([name, who, how, status, json?.code]).toEqual([
            name,
            who,
            how,
            who === 'nobody' ? 401 : 403,
            '42501',
          ]);
      }
    }
    expect(await everything()).toEqual(before);
  });

  // The columns that say where a row belongs, who wrote it, and what became of it.
  test.each([
    'guild_id',
    'author_id',
    'revision',
    'delivery',
    'is_staff',
    'position',
    'made_in',
    'ticket_id',
  ])('the column %s of a message cannot be written alone, by the owner either', async (column) => {
    const owner = writers[3]!.one;
    const value =
      { guild_id: glasshouse, author_id: theo, delivery: 'sent', ticket_id: ticketId(2419) }[column] ?? 1;
    const answer = await owner.ask(`/rest/v1/messages?ticket_id=eq.${ticketId(2418)}`, {
      method: 'PATCH',
      body: JSON.stringify({ [column]: value }),
    });
    expect([answer.status, answer.json.code]).toEqual([403, '42501']);
  });
});

describe('a function takes what it names, and nothing beside', () => {
  test.each(['guild_id', 'author_id', 'revision', 'delivery', 'is_staff', 'created_at', 'kind', 'p_kind'])(
    'post_reply with %s beside is no function',
    async (extra) => {
      const agent = writers[2]!.one;
      const message = randomUUID();
      const answer = await agent.rpc('post_reply', {
        ticket: ticketId(2418),
        message,
        body: 'x',
        [extra]: noor,
      });
      expect([answer.status, answer.json.code]).toEqual([404, 'PGRST202']);
      expect(await stack.sql`select from public.messages where id = ${message}`).toHaveLength(0);
    },
  );

  test('a reply is written in the name of who is signed in, whatever its body says', async () => {
    const agent = writers[2]!.one;
    const message = randomUUID();
    const body = JSON.stringify({ author_id: noor, delivery: 'sent', revision: 1 });
    expect((await agent.rpc('post_reply', { ticket: ticketId(2418), message, body })).status).toBe(200);
    const [row] =
      await stack.sql`select author_id, guild_id, delivery, is_staff, body from public.messages where id = ${message}`;
    expect(row).toEqual({ author_id: theo, guild_id: harbor, delivery: 'queued', is_staff: true, body });
  });

  test('parameters in the address and headers that steer PostgREST give nobody another’s rights', async () => {
    const one = writers[1]!.one;
    const before = await everything();
    for (const prefer of [
      'tx=commit',
      'params=single-object',
      'handling=lenient,missing=default',
      'return=representation',
    ])
      await one.ask('/rest/v1/tickets', { method: 'POST', body: '{}', headers: { prefer } });
    for (const header of ['x-role', 'role', 'x-supabase-role', 'x-hasura-role', 'x-forwarded-user'])
      expect(
        (await one.ask('/rest/v1/guilds?select=*', { headers: { [header]: 'service_role' } })).status,
      ).not.toBe(200);
    expect(await everything()).toEqual(before);
  });
});
