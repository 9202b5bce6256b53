import { expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { Transaction } from '../test-database.ts';

const guilds = async (sql: Transaction) =>
  (await sql`select distinct guild_id from public.tickets order by 1`).map((row) => row.guild_id as string);
const notes = (number: number) => async (sql: Transaction) =>
  (
    await sql`select count(*)::int as n from public.messages
      where kind = 'note' and ticket_id in (select id from public.tickets where number = ${number})`
  )[0]!.n as number;

test('a requester reads what they asked in each guild, but for one that the bot has left', async () => {
  await using own = await demo.openDemoDatabase();
  const more = ['1180000000000000003', '1180000000000000004'];
  for (const [n, guild] of more.entries()) {
    await own.sql`insert into public.guilds (id, name, owner_id) values (${guild}, 'Another', ${demo.noor})`;
    const [category] =
      await own.sql`insert into public.categories (guild_id, name) values (${guild}, 'Help') returning id`;
    // Known by their tickets alone.
    await own.sql`insert into public.tickets (guild_id, number, category_id, requester_id, subject)
      select ${guild}, x, ${category!.id as string}, ${demo.marlowe}, 'Asked' from generate_series(1, ${n + 3}) x`;
  }
  expect(await own.as(demo.marlowe, guilds)).toEqual([demo.harbor, ...more]);
  await own.sql`select private.set_guild_status(${more[0]!}, 'left')`;
  expect(await own.as(demo.marlowe, guilds)).toEqual([demo.harbor, more[1]]);
});

test('staff who opened a ticket read its notes as staff, and no longer when their roles are gone', async () => {
  await using own = await demo.openDemoDatabase();
  await own.sql`update public.tickets set requester_id = ${demo.theo} where number = 2418`;
  expect(await own.as(demo.theo, notes(2418))).toBe(1);
  await own.sql`update public.members set role_ids = '{}' where person_id = ${demo.theo}`;
  expect(await own.as(demo.theo, guilds)).toEqual([demo.harbor]);
  expect(await own.as(demo.theo, notes(2418))).toBe(0);
});

test('being known to a guild, as a member without a level, opens nothing of it', async () => {
  await using own = await demo.openDemoDatabase();
  await own.sql`update public.members set role_ids = '{}' where person_id = ${demo.theo}`;
  for (const table of ['tickets', 'ticket_heads', 'messages', 'ticket_participants'])
    expect(await own.as(demo.theo, (sql) => sql.unsafe(`select from public.${table}`)), table).toHaveLength(
      0,
    );
});

test('a category named by a grant and one that comes with the guild are read alike', async () => {
  await using own = await demo.openDemoDatabase();
  const categories = (sql: Transaction) => sql`select id from public.categories order by id`;
  const all = await own.as(demo.theo, categories);
  await own.sql`insert into public.grants (guild_id, role_id, category_id, level)
    values (${demo.harbor}, ${demo.supportCrew}, ${demo.account}, 'manager')`;
  expect(await own.as(demo.theo, categories)).toEqual(all);
  await own.sql`delete from public.grants where role_id = ${demo.supportCrew} and category_id is null`;
  expect((await own.as(demo.theo, categories)).map((row) => row.id as string)).toEqual([demo.account]);
});
