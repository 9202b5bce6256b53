import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  bot,
  harbor,
  ines,
  kestrel,
  marlowe,
  moth,
  noor,
  openTicket,
  outcomes,
  sam,
  supportCrew,
  theo,
  type Demo,
} from './start-demo.ts';

const lead = '1180000000000000302';
const test = demoTest();
test.beforeEach(({ demo }) => demo.discord.clearFaults());

/** Who is let into a channel by overwrite, the guild and the bot left out. */
async function letIn(demo: Demo, channelId: string): Promise<string[]> {
  const channel = (await demo.discord.channels(harbor)).find(({ id }) => id === channelId);
  const overwrites =
    channel && 'permission_overwrites' in channel ? (channel.permission_overwrites ?? []) : [];
  return overwrites
    .map(({ id }) => id)
    .filter((id) => id !== harbor && id !== bot)
    .sort();
}

const setLevel = (demo: Demo, role: string, level: string | null) =>
  demo.as(noor, (sql) => sql`select public.set_level(${harbor}, ${role}, ${appeals}, ${level})`);

test('a level given or taken on the desk opens or shuts the channels of open tickets, by one request for each', async ({
  demo,
}) => {
  const { discord } = demo;
  const tickets = [await openTicket(demo, marlowe), await openTicket(demo, kestrel)];
  const watch = '1180000000000000308';
  await discord.clearRequests();
  await setLevel(demo, watch, 'agent');
  for (const { channel_id } of tickets)
    await eventually('the role is let in', async () => (await letIn(demo, channel_id)).includes(watch));
  // The answer to /ticket may still be on its way: only what is asked of channels counts.
  const asked = (await discord.requests()).filter(({ route }) => route?.startsWith('/channels/'));
  expect(asked.map(({ method, route }) => `${method} ${route}`)).toEqual([
    'PATCH /channels/:channel',
    'PATCH /channels/:channel',
  ]);
  await setLevel(demo, watch, null);
  for (const { channel_id } of tickets)
    await eventually('the role is out', async () => !(await letIn(demo, channel_id)).includes(watch));
  expect(await letIn(demo, tickets[0]!.channel_id)).toEqual([marlowe, lead, supportCrew].sort());
  await discord.say({ as: marlowe, in: tickets[0]!.channel_id, text: 'I can still write' });
});

test('restricted, a ticket’s channel shows to managers and to whom it is assigned or who was added by name', async ({
  demo,
}) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, moth);
  await demo.as(theo, (sql) => sql`select public.claim_ticket(${ticket.id})`);
  await demo.as(sam, (sql) => sql`select public.restrict_ticket(${ticket.id}, true)`);
  await eventually(
    'staff are out',
    async () => !(await letIn(demo, ticket.channel_id)).includes(supportCrew),
  );
  expect(await letIn(demo, ticket.channel_id)).toEqual([moth, lead, theo].sort());
  await expect(discord.read({ as: ines, in: ticket.channel_id })).rejects.toMatchObject({ code: 50001 });
  await discord.say({ as: theo, in: ticket.channel_id, text: 'I have it' });

  await demo.as(sam, (sql) => sql`select public.add_person(${ticket.id}, ${ines})`);
  await eventually('she is in', async () => (await letIn(demo, ticket.channel_id)).includes(ines));
  await discord.say({ as: ines, in: ticket.channel_id, text: 'and I help' });
  await demo.as(sam, (sql) => sql`select public.remove_person(${ticket.id}, ${ines})`);
  await eventually('she is out', async () => !(await letIn(demo, ticket.channel_id)).includes(ines));
});

test('rewritten after the ticket was closed, the overwrites do not let its requester write', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, '1180000000000000203');
  // The first try has to wait, and meanwhile the ticket is closed.
  await discord.failNext({ method: 'PATCH', path: `/channels/${ticket.channel_id}`, status: 502 });
  await demo.as(noor, (tx) => tx`select public.add_person(${ticket.id}, ${kestrel})`);
  await eventually('it was tried', async () => {
    const [entry] =
      await sql`select from public.outbox where ticket_id = ${ticket.id} and kind = 'set_overwrites' and attempts > 0`;
    return entry;
  });
  // What closing itself does to the channel is refused: only what was written before it counts here.
  const refusal = { status: 403, body: { code: 50013, message: 'Missing Permissions' } };
  await discord.failNext({ method: 'PUT', path: `/channels/${ticket.channel_id}/permissions`, ...refusal });
  await demo.as(noor, (tx) => tx`select public.close_ticket(${ticket.id}, '')`);
  await eventually('they are let in', async () => (await letIn(demo, ticket.channel_id)).includes(kestrel));
  expect((await outcomes(demo, 'close_channel')).at(-1)?.outcome).toBe('failed');
  const late = discord.say({ as: '1180000000000000203', in: ticket.channel_id, text: 'one more' });
  await expect(late).rejects.toMatchObject({ code: 50013 });
});

test('reopened, a channel lets in whom the grants let in now', async ({ demo }) => {
  const ticket = await openTicket(demo, '1180000000000000204');
  await demo.as(noor, (sql) => sql`select public.close_ticket(${ticket.id}, '')`);
  await outcomes(demo, 'close_channel');
  const captain = '1180000000000000304';
  await setLevel(demo, captain, 'agent');
  expect(await letIn(demo, ticket.channel_id)).not.toContain(captain);
  await demo.as(noor, (sql) => sql`select public.reopen_ticket(${ticket.id})`);
  await eventually('the role is let in', async () =>
    (await letIn(demo, ticket.channel_id)).includes(captain),
  );
  await setLevel(demo, captain, null);
});

test('a channel that is gone, and one that the bot may not change: both are settled with the reason, and nothing loops', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const gone = await openTicket(demo, '1180000000000000206');
  const kept = await openTicket(demo, '1180000000000000207');
  await discord.holdGateway();
  try {
    await discord.deleteChannel({ as: noor, in: gone.channel_id });
    const refusal = { status: 403, body: { code: 50013, message: 'Missing Permissions' } };
    await discord.failNext({ method: 'PATCH', path: `/channels/${kept.channel_id}`, ...refusal });
    for (const { id } of [gone, kept])
      await demo.as(noor, (tx) => tx`select public.add_person(${id}, ${ines})`);
    await outcomes(demo, 'set_overwrites');
    const [ticket] = await sql`select channel_state from public.tickets where id = ${gone.id}`;
    expect(ticket?.channel_state).toBe('deleted');
  } finally {
    await discord.releaseGateway();
  }
  const reason = async (ticket: string) =>
    (await sql`select reason from public.outbox where ticket_id = ${ticket} and kind = 'set_overwrites'`)[0]
      ?.reason;
  expect(await reason(gone.id)).toEqual({ code: 'channel_gone' });
  expect(await reason(kept.id)).toEqual({ code: 'missing_permissions', kind: 'set_overwrites' });
});
