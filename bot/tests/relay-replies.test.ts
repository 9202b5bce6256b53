import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  bot,
  conversation,
  delivered,
  harbor,
  ines,
  marlowe,
  noor,
  openTicket,
  reply,
  row,
  theo,
  withTicket,
  type DemoWithTicket,
} from './start-demo.ts';

const test = demoTest({ prepare: withTicket });
test.beforeEach(({ demo }) => demo.discord.clearFaults());

/** What stands in the ticket's channel, without the bot's own messages. */
async function inDiscord(demo: DemoWithTicket, channel = demo.ticket.channel_id) {
  return (await demo.discord.messages(channel)).filter(({ content }) => content !== '');
}

test('replies arrive in order under the agent’s name, and are edited and deleted there', async ({ demo }) => {
  const ids: string[] = [];
  for (let n = 1; n <= 8; n += 1)
    ids.push(await reply(demo, n % 2 ? theo : ines, demo.ticket.id, `answer ${n}`));
  for (const id of ids) await delivered(demo, id);
  const said = await inDiscord(demo);
  expect(said.map(({ content }) => content)).toEqual(ids.map((_, n) => `answer ${n + 1}`));
  expect(said[0]).toMatchObject({ author: { username: 'Theo Lindqvist', bot: true } });
  expect(said[1]).toMatchObject({ author: { username: 'Inês Carvalho' } });

  await demo.as(theo, (sql) => sql`select public.edit_message(${ids[0]!}, 'answer one')`);
  await demo.as(theo, (sql) => sql`select public.delete_message(${ids[2]!})`);
  await eventually('both show in Discord', async () => {
    const now = (await inDiscord(demo)).map(({ content }) => content);
    return now[0] === 'answer one' && !now.includes('answer 3');
  });
  await delivered(demo, ids[0]!);
  expect(await conversation(demo, demo.ticket.id)).toEqual(
    (await inDiscord(demo)).map(({ content }) => content),
  );
});

test('a reply that pings everyone or a role pings nobody', async ({ demo }) => {
  const id = await reply(demo, theo, demo.ticket.id, `@everyone <@&1180000000000000303> <@${marlowe}>`);
  await delivered(demo, id);
  const said = (await inDiscord(demo)).at(-1)!;
  expect(said.mention_everyone).toBe(false);
  expect(said.mention_roles).toEqual([]);
  expect(said.mentions.map((user) => user.id)).toEqual([marlowe]);
});

test('Discord saying "wait" is waited for, and the order holds', async ({ demo }) => {
  await demo.discord.failNext({
    method: 'POST',
    path: '/webhooks/',
    status: 429,
    times: 2,
    body: { message: 'You are being rate limited.', retry_after: 0.3, global: false },
    headers: { 'retry-after': '0.3', 'x-ratelimit-scope': 'user' },
  });
  const ids = [
    await reply(demo, theo, demo.ticket.id, 'limited 1'),
    await reply(demo, theo, demo.ticket.id, 'limited 2'),
  ];
  for (const id of ids) await delivered(demo, id);
  expect((await inDiscord(demo)).slice(-2).map(({ content }) => content)).toEqual(['limited 1', 'limited 2']);
});

test('an answer that is lost is looked for: the reply stands once', async ({ demo }) => {
  await demo.discord.failNext({ method: 'POST', path: '/webhooks/', reset: 'after' });
  const id = await reply(demo, theo, demo.ticket.id, 'said once');
  const next = await reply(demo, theo, demo.ticket.id, 'and then this');
  await delivered(demo, id, 'sent', 15_000);
  await delivered(demo, next, 'sent', 15_000);
  const said = (await inDiscord(demo)).map(({ content }) => content);
  expect(said.filter((content) => content === 'said once')).toHaveLength(1);
  expect(said.slice(-2)).toEqual(['said once', 'and then this']);
  expect(await conversation(demo, demo.ticket.id)).toEqual(said);
});

test('a server error: the channel is read before the reply is sent again, which stands once', async ({
  demo,
}) => {
  await demo.discord.clearRequests();
  await demo.discord.failNext({
    method: 'POST',
    path: '/webhooks/',
    status: 502,
    body: { message: 'Bad Gateway' },
  });
  const id = await reply(demo, theo, demo.ticket.id, 'through the storm');
  await delivered(demo, id, 'sent', 15_000);
  expect((await inDiscord(demo)).filter(({ content }) => content === 'through the storm')).toHaveLength(1);
  const requests = (await demo.discord.requests()).map(({ method, status }) => `${method} ${status}`);
  expect(requests).toEqual(['POST 502', 'GET 200', 'POST 200']);
});

test('an edit on the desk while the outcome is unknown does not double the reply', async ({ demo }) => {
  await demo.discord.failNext({ method: 'POST', path: '/webhooks/', reset: 'after' });
  const id = await reply(demo, theo, demo.ticket.id, 'first words');
  await eventually('its send is under way', async () => {
    const [entry] =
      await demo.sql`select attempted_at from public.outbox where message_id = ${id} and attempted_at is not null`;
    return entry;
  });
  await demo.as(theo, (sql) => sql`select public.edit_message(${id}, 'second words')`);
  await eventually(
    'Discord shows the new words',
    async () => (await inDiscord(demo)).at(-1)?.content === 'second words',
    15_000,
  );
  expect((await inDiscord(demo)).filter(({ content }) => content === 'first words')).toHaveLength(0);
});

test('what cannot be known is said to be unknown, and sent again only when a person wants it', async ({
  demo,
}) => {
  const { discord, env } = demo;
  await discord.clearRequests();
  await discord.failNext({ method: 'POST', path: '/webhooks/', reset: 'before' });
  const id = await reply(demo, theo, demo.ticket.id, 'perhaps');
  await eventually('its send was cut off', async () =>
    (await discord.requests()).some(({ method, status }) => method === 'POST' && status === 0),
  );
  // Something that our webhook says and nobody knows: perhaps the reply, changed on its way.
  const hooks = await fetch(`${env.DISCORD_API_URL}/v10/channels/${demo.ticket.channel_id}/webhooks`, {
    headers: { authorization: `Bot ${env.DISCORD_TOKEN}` },
  });
  const [hook] = (await hooks.json()) as { id: string; token: string }[];
  await fetch(`${env.DISCORD_API_URL}/v10/webhooks/${hook!.id}/${hook!.token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'perhaps, or not' }),
  });
  const unknown = await delivered(demo, id, 'unknown', 15_000);
  expect(unknown.delivery_reason).toEqual({ code: 'connection_broke' });
  expect((await inDiscord(demo)).filter(({ content }) => content === 'perhaps')).toHaveLength(0);
  await demo.as(theo, (sql) => sql`select public.retry_delivery(${id})`);
  await delivered(demo, id);
  expect((await inDiscord(demo)).filter(({ content }) => content === 'perhaps')).toHaveLength(1);
});

test('a refusal fails with the reason', async ({ demo }) => {
  await demo.discord.failNext({
    path: '/webhooks/',
    method: 'POST',
    status: 403,
    body: { code: 50013, message: 'Missing Permissions' },
  });
  const id = await reply(demo, theo, demo.ticket.id, 'not allowed');
  const failed = await delivered(demo, id, 'failed');
  expect(failed.delivery_reason).toEqual({ code: 'missing_permissions', kind: 'send_reply' });
  await demo.as(theo, (sql) => sql`select public.retry_delivery(${id})`);
  await delivered(demo, id);
});

test('as the bot, a lost answer is sent again with the same nonce and stands once', async ({ demo }) => {
  await demo.sql`update public.categories set reply_as = 'bot' where id = ${appeals}`;
  try {
    await demo.discord.failNext({
      method: 'POST',
      path: `/channels/${demo.ticket.channel_id}/messages`,
      reset: 'after',
    });
    const id = await reply(demo, theo, demo.ticket.id, 'as the bot');
    const sent = await delivered(demo, id, 'sent', 15_000);
    const said = (await inDiscord(demo)).filter(({ content }) => content === 'as the bot');
    expect(said.map((message) => [message.id, message.author.id])).toEqual([[sent.discord_message_id, bot]]);
  } finally {
    await demo.sql`update public.categories set reply_as = 'webhook' where id = ${appeals}`;
  }
});

test('a webhook deleted by hand is recreated', async ({ demo }) => {
  await demo.discord.failNext({
    method: 'POST',
    path: '/webhooks/',
    status: 404,
    body: { code: 10015, message: 'Unknown Webhook' },
  });
  const id = await reply(demo, theo, demo.ticket.id, 'with another webhook');
  await delivered(demo, id);
});

test('closing takes the requester’s right to write, says who and why; reopening gives it back', async ({
  demo,
}) => {
  const other = await openTicket(demo, '1180000000000000203');
  const where = { as: '1180000000000000203', in: other.channel_id };
  await demo.as(noor, (sql) => sql`select public.close_ticket(${other.id}, 'All *done*')`);
  const closed = await eventually('Discord shows it', async () =>
    (await demo.discord.messages(other.channel_id)).find(
      ({ embeds }) => embeds[0]?.title === 'Closed by Noor Haddad',
    ),
  );
  expect(closed.embeds[0]?.description).toBe('All \\*done\\*');
  await expect(demo.discord.say({ ...where, text: 'one more thing' })).rejects.toMatchObject({
    code: 50013,
  });
  await demo.as(noor, (sql) => sql`select public.reopen_ticket(${other.id})`);
  await eventually('Discord shows it', async () =>
    (await demo.discord.messages(other.channel_id)).find(
      ({ embeds }) => embeds[0]?.title === 'This ticket is open again',
    ),
  );
  await demo.discord.say({ ...where, text: 'one more thing' });
});

test('the requester closes with /close, and with the button and a reason', async ({ demo }) => {
  const { discord, sql } = demo;
  const state = async () =>
    (await sql`select status, close_reason, closed_by from public.tickets where id = ${demo.ticket.id}`)[0];
  await discord.command({
    as: marlowe,
    in: demo.ticket.channel_id,
    guild: harbor,
    name: 'close',
    options: { reason: 'solved' },
  });
  await eventually('it is closed', async () => (await state())?.status === 'closed');
  expect(await state()).toMatchObject({ close_reason: 'solved', closed_by: marlowe });
  await demo.as(noor, (tx) => tx`select public.reopen_ticket(${demo.ticket.id})`);
  const [opening] = await discord.messages(demo.ticket.channel_id);
  const pressed = await discord.press({
    as: theo,
    in: demo.ticket.channel_id,
    message: opening!.id,
    customId: `close:${demo.ticket.id}`,
  });
  await discord.submit({
    as: theo,
    interaction: pressed.modal!.interaction_id,
    values: { reason: 'by hand' },
  });
  await eventually('it is closed again', async () => (await state())?.closed_by === theo);
  await demo.as(noor, (tx) => tx`select public.reopen_ticket(${demo.ticket.id})`);
});

test('a channel deleted by hand: the ticket says so, and a waiting reply fails with the reason', async ({
  demo,
}) => {
  const other = await openTicket(demo, '1180000000000000204');
  await demo.discord.holdGateway();
  try {
    await demo.discord.deleteChannel({ as: noor, in: other.channel_id });
    const id = await reply(demo, theo, other.id, 'into the void');
    const failed = await delivered(demo, id, 'failed');
    expect(failed.delivery_reason).toEqual({ code: 'channel_gone' });
  } finally {
    await demo.discord.releaseGateway();
  }
  const [found] = await demo.sql`select channel_state from public.tickets where id = ${other.id}`;
  expect(found?.channel_state).toBe('deleted');
});

test('a reply that somebody deletes in Discord leaves a tombstone', async ({ demo }) => {
  const id = await reply(demo, theo, demo.ticket.id, 'to be removed');
  const sent = await delivered(demo, id);
  await demo.discord.remove({ as: noor, in: demo.ticket.channel_id, message: sent.discord_message_id });
  await eventually('it is recorded', async () => (await row(demo, id))?.deleted_in === 'discord');
});

test('a deletion that Discord refuses is told at the tombstone', async ({ demo }) => {
  const id = await reply(demo, theo, demo.ticket.id, 'cannot be taken back');
  await delivered(demo, id);
  const refusal = { status: 403, body: { code: 50013, message: 'Missing Permissions' } };
  await demo.discord.failNext({ method: 'DELETE', path: '/webhooks/', ...refusal });
  await demo.as(theo, (sql) => sql`select public.delete_message(${id})`);
  const kept = await delivered(demo, id, 'failed');
  expect(kept.delivery_reason).toEqual({ code: 'missing_permissions', kind: 'delete_reply' });
  expect(kept.deleted_at).not.toBeNull();
});
