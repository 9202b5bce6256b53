import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  conversation,
  delivered,
  harbor,
  marlowe,
  noor,
  openTicket,
  reply,
  row,
  theo,
  type Demo,
} from './start-demo.ts';

const test = demoTest();

/** Lets the time pass after which a dead process's leases end (20 s). */
async function endLeases(demo: Demo) {
  await demo.sql`update public.outbox_lanes set lease_until = clock_timestamp() where leased_by is not null`;
}

test('killed with -9 in the middle: what was written, edited and deleted meanwhile is there, once and in order', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, marlowe);
  const where = { as: marlowe, in: ticket.channel_id };
  const said: { id: string }[] = [];
  for (let n = 1; n <= 6; n += 1) said.push(await discord.say({ ...where, text: `before ${n}` }));
  await eventually('the last is recorded', async () => {
    const [found] = await sql`select from public.messages where discord_message_id = ${said.at(-1)!.id}`;
    return found;
  });
  await demo.bot.kill();
  for (let n = 1; n <= 20; n += 1) said.push(await discord.say({ ...where, text: `meanwhile ${n}` }));
  for (const n of [1, 3, 10]) await discord.edit({ ...where, message: said[n]!.id, text: `edited ${n}` });
  for (const n of [4, 12]) await discord.remove({ ...where, message: said[n]!.id });
  demo.bot = await demo.start();
  const expected = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(expected).toHaveLength(24);
  await eventually(
    'all is caught up',
    async () => (await conversation(demo, ticket.id)).join() === expected.join(),
  );
  const [gone] = await sql`select deleted_in from public.messages where discord_message_id = ${said[4]!.id}`;
  expect(gone?.deleted_in).toBe('discord');
  await eventually('the guild is caught up', async () => {
    const [guild] = await sql`select catching_up from public.guilds where id = ${harbor}`;
    return guild?.catching_up === null;
  });
});

test('more messages than fit two pages were missed, and a channel was deleted: both are known after the start', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const [long, gone] = [
    await openTicket(demo, '1180000000000000203'),
    await openTicket(demo, '1180000000000000204'),
  ];
  await demo.bot.kill();
  const texts = Array.from({ length: 250 }, (_, n) => `line ${n}`);
  for (const text of texts) await discord.say({ as: '1180000000000000203', in: long.channel_id, text });
  await discord.deleteChannel({ as: noor, in: gone.channel_id });
  // Reading is slow and cut off by a second kill, while what is said now is recorded at once.
  await discord.failNext({ method: 'GET', path: `/channels/${long.channel_id}/messages`, delayMs: 60_000 });
  demo.bot = await demo.start();
  const live = await discord.say({ as: '1180000000000000203', in: long.channel_id, text: 'live' });
  await eventually('it is recorded', async () => (await conversation(demo, long.id)).length > 0);
  expect(await conversation(demo, long.id)).toEqual(['live']);
  await demo.bot.kill();
  demo.bot = await demo.start();
  const all = [...texts, live.content].join();
  await eventually('all is caught up', async () => (await conversation(demo, long.id)).join() === all);
  await eventually('the channel is known as deleted', async () => {
    const [ticket] = await sql`select channel_state from public.tickets where id = ${gone.id}`;
    return ticket?.channel_state === 'deleted';
  });
});

test('a message that the database refuses is left out, and does not keep the others from being caught up', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, '1180000000000000202');
  await demo.bot.kill();
  for (const text of ['before', 'poison', 'after'])
    await discord.say({ as: '1180000000000000202', in: ticket.channel_id, text });
  await sql`alter table public.messages add constraint messages_refused check (body <> 'poison')`;
  demo.bot = await demo.start();
  await eventually('it is caught up', async () =>
    demo.bot.lines.some((line) => line.includes('caught up with Discord')),
  );
  expect(await conversation(demo, ticket.id)).toEqual(['before', 'after']);
  await sql`alter table public.messages drop constraint messages_refused`;
});

test('killed between a send and its settling: the reply stands once', async ({ demo }) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, '1180000000000000205');
  await delivered(demo, await reply(demo, theo, ticket.id, 'warm'));
  // Discord has the message, and its answer and echo do not come before the bot is dead.
  await discord.holdGateway();
  await discord.failNext({ method: 'POST', path: '/webhooks/', delayMs: 0, reset: 'after' });
  const id = await reply(demo, theo, ticket.id, 'only once');
  await eventually('Discord has it', async () =>
    (await discord.messages(ticket.channel_id)).some(({ content }) => content === 'only once'),
  );
  await demo.bot.kill();
  await discord.releaseGateway();
  expect((await row(demo, id))?.delivery).toBe('sending');
  const next = await reply(demo, theo, ticket.id, 'and the next');
  await endLeases(demo);
  demo.bot = await demo.start();
  await delivered(demo, id);
  await delivered(demo, next, 'sent');
  const said = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said).toEqual(['warm', 'only once', 'and the next']);
});

test('killed while a channel is made: the ticket gets one channel and one opening message', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  await discord.failNext({ method: 'POST', path: '/messages', delayMs: 3000 });
  const asking = discord
    .command({
      as: '1180000000000000207',
      in: '1180000000000000404',
      guild: '1180000000000000001',
      name: 'ticket',
      options: { category: '5f0c0000-0000-4000-8000-000000000005' },
    })
    .catch(() => null);
  const number = await eventually('its channel stands', async () => {
    const [ticket] = await sql`select number from public.tickets where requester_id = '1180000000000000207'`;
    const name = `ticket-${ticket?.number}`;
    return (
      (await discord.channels('1180000000000000001')).some((channel) => channel.name === name) &&
      (ticket?.number as number)
    );
  });
  await demo.bot.kill();
  await asking;
  await discord.clearFaults();
  await endLeases(demo);
  demo.bot = await demo.start();
  const ticket = await eventually('it is open', async () => {
    const [found] =
      await sql`select t.channel_id, t.channel_state from public.tickets t join public.outbox o on o.ticket_id = t.id
        where t.number = ${number} and o.kind = 'open_channel' and o.outcome = 'done'`;
    return found;
  });
  const named = (await discord.channels('1180000000000000001')).filter(
    ({ name }) => name === `ticket-${number}`,
  );
  expect(named.map(({ id }) => id)).toEqual([ticket.channel_id]);
  expect(await discord.messages(ticket.channel_id as string)).toHaveLength(1);
});

test('asked to stop, it gives its leases back, leaves Discord and ends with 0 within seconds', async ({
  demo,
}) => {
  const { sql, discord } = demo;
  const ticket = await openTicket(demo, '1180000000000000206');
  await discord.failNext({ method: 'POST', path: '/webhooks/', delayMs: 800 });
  const id = await reply(demo, theo, ticket.id, 'on the way out');
  await eventually('it is under way', async () => (await row(demo, id))?.delivery === 'sending');
  const start = Date.now();
  expect(await demo.bot.stop()).toBe(0);
  expect(Date.now() - start).toBeLessThan(5000);
  expect((await row(demo, id))?.delivery).toBe('sent');
  const [held] = await sql`select count(*)::int as n from public.outbox_lanes where leased_by is not null`;
  expect(held?.n).toBe(0);
  await discord.waitForBot(false);
  demo.bot = await demo.start();
});
