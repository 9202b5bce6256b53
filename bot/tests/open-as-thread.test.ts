import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  bot,
  conversation,
  delivered,
  getHelp,
  harbor,
  ines,
  kestrel,
  marlowe,
  noor,
  insideThread,
  openTicket,
  opensAsThread,
  outcomes,
  reply,
  tavern,
  theo,
  type Demo,
} from './start-demo.ts';

const test = demoTest({ prepare: opensAsThread });
test.beforeEach(({ demo }) => demo.discord.clearFaults());

const bea = '1180000000000000203';

const [rookery, juniper] = ['1180000000000000206', '1180000000000000208'];

async function thread(demo: Demo, id: string) {
  const found = (await demo.discord.channels(harbor)).find((channel) => channel.id === id);
  return found as { type: number; parent_id: string; thread_metadata: Record<string, unknown> } | undefined;
}

/** What stands in a thread, without the bot's own messages and Discord's notices. */
const said = async (demo: Demo, id: string) =>
  (await demo.discord.messages(id)).map(({ content }) => content).filter(Boolean);

test('a category that opens threads: a private one in its channel, with its requester in it, by five requests', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  await discord.clearRequests();
  const ticket = await openTicket(demo, marlowe);
  await eventually('they are told', async () =>
    (await discord.ephemerals(marlowe)).some(({ content }) => content.includes(`<#${ticket.channel_id}>`)),
  );
  expect((await discord.requests()).map(({ method, route }) => `${method} ${route}`).sort()).toEqual([
    'PATCH /webhooks/:webhook/:token/messages/:message',
    'POST /channels/:channel/messages',
    'POST /channels/:channel/threads',
    'POST /interactions/:interaction/:token/callback',
    'PUT /channels/:channel/thread-members/:user',
  ]);
  expect(await thread(demo, ticket.channel_id)).toMatchObject({
    type: 12,
    parent_id: tavern,
    thread_metadata: { invitable: false, archived: false, locked: false },
  });
  expect(await insideThread(demo, ticket.channel_id)).toEqual([marlowe]);
  const [opening] = (await discord.messages(ticket.channel_id)).filter(({ embeds }) => embeds.length);
  expect(opening).toMatchObject({ author: { id: bot }, embeds: [{ title: 'Hello Marlowe' }] });
  // Theo may read the ticket, on the desk; into the thread no role lets them.
  await expect(discord.read({ as: theo, in: ticket.channel_id })).rejects.toMatchObject({ code: 50001 });
  const [row] = await sql`select channel_kind, channel_state from public.tickets where id = ${ticket.id}`;
  expect(row).toEqual({ channel_kind: 'thread', channel_state: 'open' });
});

test('what is said, edited and deleted in a thread is known on the desk; replies come by its channel’s one webhook', async ({
  demo,
}) => {
  const { discord, env } = demo;
  const [one, two] = [await openTicket(demo, bea), await openTicket(demo, kestrel)];
  const first = await discord.say({ as: bea, in: one.channel_id, text: 'frist' });
  const gone = await discord.say({ as: bea, in: one.channel_id, text: 'gone' });
  await discord.edit({ as: bea, in: one.channel_id, message: first.id, text: 'first' });
  await discord.remove({ as: bea, in: one.channel_id, message: gone.id });
  await eventually('it is recorded', async () => (await conversation(demo, one.id)).join() === 'first');
  // Both look for the webhook before it is there.
  await discord.failNext({ method: 'POST', path: `/channels/${tavern}/webhooks`, delayMs: 300 });
  const replies = await Promise.all([
    reply(demo, theo, one.id, 'to one'),
    reply(demo, ines, two.id, 'to two'),
  ]);
  for (const id of replies) await delivered(demo, id);
  const [edited, deleted] = [
    await reply(demo, theo, one.id, 'tpyo'),
    await reply(demo, theo, one.id, 'not this'),
  ];
  for (const id of [edited, deleted]) await delivered(demo, id);
  await demo.as(theo, (sql) => sql`select public.edit_message(${edited}, 'typo')`);
  await demo.as(theo, (sql) => sql`select public.delete_message(${deleted})`);
  await eventually(
    'Discord shows it',
    async () => (await said(demo, one.channel_id)).join() === 'first,to one,typo',
  );
  expect(await said(demo, two.channel_id)).toEqual(['to two']);
  expect(await conversation(demo, one.id)).toEqual(['first', 'to one', 'typo']);
  expect(await said(demo, tavern)).toEqual([]);
  const hooks = await fetch(`${env.DISCORD_API_URL}/v10/channels/${tavern}/webhooks`, {
    headers: { authorization: `Bot ${env.DISCORD_TOKEN}` },
  });
  expect(await hooks.json()).toHaveLength(1);
});

test('closing archives and locks the thread with its requester alone in it; reopening undoes it and they can write', async ({
  demo,
}) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, rookery);
  const where = { as: rookery, in: ticket.channel_id };
  await discord.addToThread({ as: noor, in: ticket.channel_id, member: theo });
  await demo.as(noor, (sql) => sql`select public.close_ticket(${ticket.id}, 'All done')`);
  const state = async () => (await thread(demo, ticket.channel_id))?.thread_metadata;
  await eventually('it is shut', async () => (await state())?.archived && (await state())?.locked);
  expect(await insideThread(demo, ticket.channel_id)).toEqual([rookery]);
  expect((await discord.messages(ticket.channel_id)).at(-1)?.embeds[0]?.title).toBe('Closed by Noor Haddad');
  expect((await discord.read(where)).length).toBeGreaterThan(0);
  await expect(discord.say({ ...where, text: 'one more thing' })).rejects.toMatchObject({ code: 160005 });
  await demo.as(noor, (sql) => sql`select public.reopen_ticket(${ticket.id})`);
  await eventually('it is open', async () => (await state())?.archived === false);
  await outcomes(demo, 'reopen_channel');
  expect(await state()).toMatchObject({ archived: false, locked: false });
  await discord.say({ ...where, text: 'one more thing' });
  await eventually('it is recorded', async () =>
    (await conversation(demo, ticket.id)).includes('one more thing'),
  );
});

test('a thread that Discord archived in the meantime is woken for a reply, and for one that is edited or deleted', async ({
  demo,
}) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, juniper);
  const archive = () => discord.changeChannel({ as: noor, in: ticket.channel_id, archived: true });
  await archive();
  const id = await reply(demo, theo, ticket.id, 'are you there?');
  await delivered(demo, id);
  await archive();
  await demo.as(theo, (sql) => sql`select public.edit_message(${id}, 'Are you there?')`);
  await eventually(
    'it is edited',
    async () => (await said(demo, ticket.channel_id)).join() === 'Are you there?',
  );
  expect((await thread(demo, ticket.channel_id))?.thread_metadata.archived).toBe(false);
  await demo.as(noor, (sql) => sql`select public.close_ticket(${ticket.id}, '')`);
  await outcomes(demo, 'close_channel');
  await demo.as(theo, (sql) => sql`select public.delete_message(${id})`);
  await eventually('it is deleted', async () => (await said(demo, ticket.channel_id)).length === 0);
  await eventually('it is put back', async () => {
    const state = (await thread(demo, ticket.channel_id))?.thread_metadata;
    return state?.archived && state.locked;
  });
});

test('a thread deleted by hand: the ticket says so, and nothing waits', async ({ demo }) => {
  const { discord, sql } = demo;
  await sql`delete from public.tickets where requester_id = ${rookery}`;
  const ticket = await openTicket(demo, rookery);
  await discord.deleteChannel({ as: noor, in: ticket.channel_id });
  await eventually('it is known', async () => {
    const [row] = await sql`select channel_state from public.tickets where id = ${ticket.id}`;
    return row?.channel_state === 'deleted';
  });
});

test('an answer lost while the thread is made: it is found again, not made twice', async ({ demo }) => {
  const { discord, sql } = demo;
  await sql`delete from public.tickets where requester_id = ${marlowe}`;
  await discord.failNext({ method: 'POST', path: `/channels/${tavern}/threads`, reset: 'after' });
  await discord.command({
    as: marlowe,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  const ticket = await eventually(
    'it is open',
    async () => {
      const [row] = await sql`select t.number, t.channel_id from public.tickets t
        join public.outbox o on o.ticket_id = t.id and o.kind = 'open_channel' and o.outcome = 'done'
        where t.requester_id = ${marlowe}`;
      return row;
    },
    15_000,
  );
  const named = (await discord.channels(harbor)).filter(({ name }) => name === `ticket-${ticket.number}`);
  expect(named.map(({ id }) => id)).toEqual([ticket.channel_id]);
  expect(await insideThread(demo, ticket.channel_id)).toEqual([marlowe]);
  expect((await discord.messages(ticket.channel_id)).filter(({ embeds }) => embeds.length)).toHaveLength(1);
});

test('a channel that the requester cannot see, and one that takes no threads: they and the desk are told why', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const hidden = await discord.createChannel({
    as: noor,
    guild: harbor,
    name: 'crew-only',
    parent: '1180000000000000406',
  });
  const tell = async (parent: string) => {
    await sql`delete from public.tickets where requester_id = ${juniper}`;
    await opensAsThread(demo, appeals, parent);
    await discord.command({
      as: juniper,
      in: getHelp,
      guild: harbor,
      name: 'ticket',
      options: { category: appeals },
    });
    return eventually('the desk is told', async () => {
      const [row] =
        await sql`select channel_error from public.tickets where requester_id = ${juniper} and channel_state = 'failed'`;
      return row?.channel_error as { code: string } | undefined;
    });
  };
  expect(await tell(hidden.id)).toEqual({ code: 'thread_hidden' });
  const announcements = '1180000000000000403';
  expect(await tell(announcements)).toEqual({ code: 'thread_wrong_parent' });
  await eventually('they are told both times', async () => {
    const told = await discord.ephemerals(juniper);
    return told.filter(({ content }) => content.includes('it has no channel here')).length === 2;
  });
  expect((await outcomes(demo, 'open_channel')).at(-1)?.outcome).toBe('failed');
});
