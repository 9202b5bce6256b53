import type { APIOverwrite, APITextChannel } from 'discord.js';
import { PermissionFlagsBits as P, type TextChannel } from 'discord.js';
import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { runResync } from './run-resync.ts';
import {
  bot,
  conversation,
  delivered,
  harbor,
  kestrel,
  marlowe,
  noor,
  openTicket,
  outcomes,
  reply,
  theo,
  type OpenedTicket,
  type Demo,
} from './start-demo.ts';

const test = demoTest();

type Heard = (permissions: bigint) => Promise<unknown>;

/** Takes permissions from the bot in a ticket's channel; gives a way to give them back. Both are over when the bot has heard them. */
async function takeInChannel(discord: Demo['discord'], channelId: string, taken: bigint, heard: Heard) {
  const channel = (await discord.channels(harbor)).find(({ id }) => id === channelId) as APITextChannel;
  const before = channel.permission_overwrites!;
  const own = before.find(({ id }) => id === bot)!;
  const without = { allow: String(BigInt(own.allow) & ~taken), deny: String(BigInt(own.deny) | taken) };
  const change = async (permission_overwrites: APIOverwrite[], has: bigint) => {
    await discord.changeChannel({ as: noor, in: channelId, permission_overwrites });
    await heard(has);
  };
  await change([...before.filter((one) => one !== own), { ...own, ...without }], 0n);
  return () => change(before, taken);
}

/** A message in another channel is recorded after what came before it. */
async function heardBy({ discord, sql }: Demo, { channel_id, id }: OpenedTicket) {
  const said = await discord.say({ as: noor, in: channel_id, text: 'and now?' });
  await eventually('what was said after it is recorded', async () => {
    const rows = await sql`
      select from public.messages where ticket_id = ${id} and discord_message_id = ${said.id}`;
    return rows.length === 1;
  });
}

/** What was asked of Discord about a channel, with Discord's answers. */
async function askedOf(demo: Demo, channelId: string): Promise<string[]> {
  const requests = await demo.discord.requests();
  return requests
    .filter(({ path }) => path.includes(channelId))
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
}

test('without Manage Webhooks a reply fails with the reason, and Discord is not asked; with it again a retry is sent', async ({
  demo,
}) => {
  const { discord } = demo;
  const other = await openTicket(demo, kestrel);
  const ticket = await openTicket(demo, marlowe);
  const heard = () => heardBy(demo, other);
  const giveBack = await takeInChannel(discord, ticket.channel_id, P.ManageWebhooks, heard);
  await discord.clearRequests();
  const id = await reply(demo, theo, ticket.id, 'is anybody there?');
  expect((await delivered(demo, id, 'failed')).delivery_reason).toEqual({
    code: 'missing_permissions',
    kind: 'send_reply',
  });
  expect(await askedOf(demo, ticket.channel_id)).toEqual([]);

  await giveBack();
  await demo.as(theo, (sql) => sql`select public.retry_delivery(${id})`);
  await delivered(demo, id);
});

test('a channel that the bot cannot see is not asked for: closing its ticket says so', async ({ demo }) => {
  const { discord } = demo;
  const other = await openTicket(demo, '1180000000000000203');
  const ticket = await openTicket(demo, '1180000000000000204');
  await takeInChannel(discord, ticket.channel_id, P.ViewChannel, () => heardBy(demo, other));
  await discord.clearRequests();
  await demo.as(noor, (sql) => sql`select public.close_ticket(${ticket.id}, '')`);
  const [closed] = await outcomes(demo, 'close_channel');
  expect(closed).toMatchObject({
    outcome: 'failed',
    reason: { code: 'missing_access' },
  });
  expect(await askedOf(demo, ticket.channel_id)).toEqual([]);
});

test('a reply that may have arrived where the bot may not look is unknown, and stands once', async ({
  demo,
}) => {
  const { discord } = demo;
  const other = await openTicket(demo, '1180000000000000206');
  const ticket = await openTicket(demo, '1180000000000000207');
  await takeInChannel(discord, ticket.channel_id, P.ReadMessageHistory, () => heardBy(demo, other));
  await delivered(demo, await reply(demo, theo, ticket.id, 'before it'));
  await discord.failNext({ method: 'POST', path: '/webhooks/', reset: 'after' });
  const id = await reply(demo, theo, ticket.id, 'said once');
  expect((await delivered(demo, id, 'unknown', 15_000)).delivery_reason).toEqual({
    code: 'connection_broke',
  });
  const said = await discord.messages(ticket.channel_id);
  expect(said.filter(({ content }) => content === 'said once')).toHaveLength(1);
});

test('a channel whose history the bot may not read looks empty: nothing counts as deleted, and it is read when it may', async () => {
  await using demo = await runResync();
  const { discord, sql, client } = demo;
  const first = await demo.start();
  const ticket = await openTicket(demo, marlowe);
  await discord.say({ as: marlowe, in: ticket.channel_id, text: 'hello' });
  await eventually('it is recorded', async () => (await conversation(demo, ticket.id)).length === 1);
  await first.stop();

  const giveBack = await takeInChannel(discord, ticket.channel_id, P.ReadMessageHistory, (has) =>
    eventually('the client knows it', async () => {
      const channel = client.channels.cache.get(ticket.channel_id) as TextChannel;
      return channel.permissionsFor(bot)?.has(P.ReadMessageHistory) === (has !== 0n);
    }),
  );
  await discord.say({ as: marlowe, in: ticket.channel_id, text: 'still there?' });
  await sql`select private.mark_catch_up(null, null)`;
  const compare = () => demo.resync.compareTicketsOf(client.guilds.cache.get(harbor)!);
  await compare();
  expect(await conversation(demo, ticket.id)).toEqual(['hello']);
  await giveBack();
  await compare();
  expect(await conversation(demo, ticket.id)).toEqual(['hello', 'still there?']);

  // The same before the gateway has told that the bot may not look.
  await discord.holdGateway();
  await takeInChannel(discord, ticket.channel_id, P.ReadMessageHistory, async () => {});
  await sql`select private.mark_catch_up(null, null)`;
  await compare();
  expect(await conversation(demo, ticket.id)).toEqual(['hello', 'still there?']);
  await discord.releaseGateway();
});
