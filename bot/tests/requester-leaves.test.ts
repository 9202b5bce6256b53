import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { harbor, marlowe, noor, openTicket, startWorld, theo, type World } from './start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What a ticket's stream says of its requester coming and going. */
async function moves(ticket: string): Promise<string> {
  const rows = await world.sql<{ type: string }[]>`
    select event ->> 'type' as type from public.messages
    where ticket_id = ${ticket} and event ->> 'type' in ('left', 'joined') order by position`;
  return rows.map(({ type }) => type).join();
}

/** When he left, as the ticket says to its agent. */
async function leftAt(ticket: string): Promise<string | null> {
  return world.as(theo, async (sql) => {
    const [row] = await sql`select public.read_ticket(${ticket}) -> 'requester_left_at' as at`;
    return row?.at as string | null;
  });
}

test('a requester who leaves and comes back: his open tickets say so at once', async () => {
  const { discord, sql } = world;
  const ticket = await openTicket(world, marlowe);
  const [before] = await sql`select revision from public.ticket_heads where ticket_id = ${ticket.id}`;
  await discord.leave({ as: marlowe, guild: harbor });
  await eventually('it says so', async () => (await moves(ticket.id)) === 'left');
  expect(await leftAt(ticket.id)).toBeTruthy();
  const [after] = await sql`select revision from public.ticket_heads where ticket_id = ${ticket.id}`;
  expect(Number(after?.revision)).toBeGreaterThan(Number(before?.revision));
  await discord.join({ as: marlowe, guild: harbor });
  await eventually('it says that too', async () => (await moves(ticket.id)) === 'left,joined');
  expect(await leftAt(ticket.id)).toBeNull();
});

test('one who left while the bot was away is known as gone when it is back, and as back when he is', async () => {
  const { discord } = world;
  const requester = '1180000000000000203';
  const ticket = await openTicket(world, requester);
  await world.bot.kill();
  await discord.kick({ as: noor, guild: harbor, member: requester });
  world.bot = await world.start();
  expect(await moves(ticket.id)).toBe('left');
  expect(await leftAt(ticket.id)).toBeTruthy();
  await world.bot.kill();
  await discord.join({ as: requester, guild: harbor });
  world.bot = await world.start();
  expect(await moves(ticket.id)).toBe('left,joined');
  expect(await leftAt(ticket.id)).toBeNull();
  // Asked for because of his ticket, and not as staff.
  const [member] = await world.sql`
    select is_mirrored from public.members where guild_id = ${harbor} and person_id = ${requester}`;
  expect(member?.is_mirrored).toBe(false);
});
