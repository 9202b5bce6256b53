import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { harbor, marlowe, noor, openTicket, theo, type Demo } from './start-demo.ts';

const test = demoTest();

/** What a ticket's stream says of its requester coming and going. */
async function moves(demo: Demo, ticket: string): Promise<string> {
  const rows = await demo.sql<{ type: string }[]>`
    select event ->> 'type' as type from public.messages
    where ticket_id = ${ticket} and event ->> 'type' in ('left', 'joined') order by position`;
  return rows.map(({ type }) => type).join();
}

/** When they left, as the ticket says to its agent. */
async function leftAt(demo: Demo, ticket: string): Promise<string | null> {
  return demo.as(theo, async (sql) => {
    const [row] = await sql`select public.read_ticket(${ticket}) -> 'requester_left_at' as at`;
    return row?.at as string | null;
  });
}

test('a requester who leaves and comes back: their open tickets say so at once', async ({ demo }) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, marlowe);
  const [before] = await sql`select revision from public.ticket_heads where ticket_id = ${ticket.id}`;
  await discord.leave({ as: marlowe, guild: harbor });
  await eventually('it says so', async () => (await moves(demo, ticket.id)) === 'left');
  expect(await leftAt(demo, ticket.id)).toBeTruthy();
  const [after] = await sql`select revision from public.ticket_heads where ticket_id = ${ticket.id}`;
  expect(Number(after?.revision)).toBeGreaterThan(Number(before?.revision));
  await discord.join({ as: marlowe, guild: harbor });
  await eventually('it says that too', async () => (await moves(demo, ticket.id)) === 'left,joined');
  expect(await leftAt(demo, ticket.id)).toBeNull();
});

test('one who left while the bot was away is known as gone when it is back, and as back when they are', async ({
  demo,
}) => {
  const { discord } = demo;
  const requester = '1180000000000000203';
  const ticket = await openTicket(demo, requester);
  await demo.bot.kill();
  await discord.kick({ as: noor, guild: harbor, member: requester });
  demo.bot = await demo.start();
  expect(await moves(demo, ticket.id)).toBe('left');
  expect(await leftAt(demo, ticket.id)).toBeTruthy();
  await demo.bot.kill();
  await discord.join({ as: requester, guild: harbor });
  demo.bot = await demo.start();
  expect(await moves(demo, ticket.id)).toBe('left,joined');
  expect(await leftAt(demo, ticket.id)).toBeNull();
  // Asked for because of their ticket, and not as staff.
  const [member] = await demo.sql`
    select is_mirrored from public.members where guild_id = ${harbor} and person_id = ${requester}`;
  expect(member?.is_mirrored).toBe(false);
});
