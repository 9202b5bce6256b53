import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { runResync } from './run-resync.ts';
import {
  conversation,
  delivered,
  harbor,
  ines,
  marlowe,
  noor,
  openTicket,
  reply,
  sam,
  startWorld,
  theo,
  type OpenedTicket,
  type World,
} from './start-world.ts';

let world: World;
let ticket: OpenedTicket;
beforeAll(async () => {
  world = await startWorld();
  ticket = await openTicket(world, marlowe);
});
afterAll(() => world[Symbol.asyncDispose]());

const staff = [theo, ines, sam, noor];
type Row = { reactions: { emoji: string; count: number }[]; revision: number };

async function rowOf(id: string): Promise<Row | undefined> {
  const [row] = await world.sql<Row[]>`
    select reactions, revision::int from public.messages where discord_message_id = ${id}`;
  return row;
}

/** A message's reactions as the database has them: `👍 2, 🙏 1`. */
async function shown(id: string): Promise<string | undefined> {
  return (await rowOf(id))?.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
}

const isShown = (id: string, words: string) =>
  eventually(`${words || 'none'} is shown`, async () => (await shown(id)) === words);

async function say(text: string): Promise<string> {
  const { id } = await world.discord.say({ as: marlowe, in: ticket.channel_id, text });
  await eventually('it is recorded', () => rowOf(id));
  return id;
}

const react = (as: string, message: string, emoji: string) =>
  world.discord.react({ as, in: ticket.channel_id, message, emoji });
const unreact = (as: string, message: string, emoji: string) =>
  world.discord.unreact({ as, in: ticket.channel_id, message, emoji });

test('reactions are shown as they stand in Discord: added, taken back, all of one kind and all of them taken away', async () => {
  const id = await say('is it there?');
  for (const one of staff) await react(one, id, '👍');
  await react(marlowe, id, '🙏');
  await isShown(id, '👍 4, 🙏 1');
  await unreact(theo, id, '👍');
  await unreact(marlowe, id, '🙏');
  await isShown(id, '👍 3');
  await react(theo, id, '🎉');
  await isShown(id, '👍 3, 🎉 1');
  const messages = `/channels/${ticket.channel_id}/messages/${id}/reactions`;
  await asBot('DELETE', `${messages}/${encodeURIComponent('👍')}`);
  await isShown(id, '🎉 1');
  await asBot('DELETE', messages);
  await isShown(id, '');
});

/** What only a bot with Manage Messages can do. */
async function asBot(method: string, path: string): Promise<void> {
  const response = await fetch(`${world.env.DISCORD_API_URL}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${world.env.DISCORD_TOKEN}` },
  });
  expect(response.status).toBe(204);
}

test('a reaction to an agent’s reply is shown on the reply', async () => {
  const sent = await delivered(world, await reply(world, theo, ticket.id, 'done'));
  const id = sent.discord_message_id as string;
  await react(marlowe, id, '❤️');
  await isShown(id, '❤️ 1');
});

test('a storm of reactions is few requests, and what stands at its end is shown', async () => {
  const [one, other] = [await say('vote'), await say('and here')];
  const emojis = ['👍', '👎', '🎉', '🙏', '👀', '🔥', '💯', '🚀'];
  await world.discord.clearRequests();
  const from = performance.now();
  for (const emoji of emojis)
    await Promise.all(staff.flatMap((as) => [react(as, one, emoji), react(as, other, emoji)]));
  await Promise.all(staff.map((as) => unreact(as, one, '👀')));
  await isShown(
    one,
    emojis
      .filter((emoji) => emoji !== '👀')
      .map((emoji) => `${emoji} 4`)
      .join(', '),
  );
  await isShown(other, emojis.map((emoji) => `${emoji} 4`).join(', '));
  const reads = (await world.discord.requests()).filter(({ method }) => method === 'GET');
  // One at once, and two in a second as long as it lasts.
  expect(reads.length).toBeLessThanOrEqual(2 + (performance.now() - from) / 500);
});

test('reactions missed while the bot was away are caught up, and nothing is written where nothing changed', async () => {
  const [mine, sent] = [
    await say('still waiting'),
    (await delivered(world, await reply(world, theo, ticket.id, 'a moment'))).discord_message_id as string,
  ];
  await react(theo, mine, '👀');
  await isShown(mine, '👀 1');
  await world.bot.kill();
  await unreact(theo, mine, '👀');
  await react(ines, mine, '🔥');
  await react(marlowe, sent, '👍');
  world.bot = await world.start();
  await isShown(mine, '🔥 1');
  await isShown(sent, '👍 1');
  const caughtUp = async () =>
    world.bot.lines.some((line) => line.includes('caught up with Discord')) && revisionOf();
  const revision = await eventually('it is caught up', caughtUp);
  await world.bot.kill();
  world.bot = await world.start();
  expect(await eventually('it is caught up again', caughtUp)).toBe(revision);
});

async function revisionOf(): Promise<number> {
  const [head] = await world.sql<
    { revision: number }[]
  >`select revision::int from public.ticket_heads where ticket_id = ${ticket.id}`;
  return head!.revision;
}

test('a page that was read before somebody reacted takes the reaction away for a moment only', async () => {
  await using other = await runResync();
  const bot = await other.start();
  const { id: ticketId, channel_id: channel } = await openTicket(other, marlowe);
  const { id } = await other.discord.say({ as: marlowe, in: channel, text: 'look' });
  const count = async () => {
    const [row] = await other.sql`
      select jsonb_array_length(reactions) as n from public.messages where discord_message_id = ${id}`;
    return row?.n as number | undefined;
  };
  await eventually('it is recorded', async () => (await count()) === 0);
  await bot.stop();
  await other.reactions.lookAfter(harbor, channel, async () => {
    // What catching up has read by now.
    const told = other.sql.json([{ id, reactions: [] }]);
    await other.discord.react({ as: theo, in: channel, message: id, emoji: '🎉' });
    other.reactions.look(harbor, channel, id);
    await eventually('it is shown', async () => (await count()) === 1);
    await other.sql`select private.record_reactions(${harbor}, ${channel}, ${told})`;
    expect(await count()).toBe(0);
  });
  await eventually('it is shown again', async () => (await count()) === 1);
  expect(await conversation(other, ticketId)).toEqual(['look']);
});
