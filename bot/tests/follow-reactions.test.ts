import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import {
  delivered,
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
  expect(reads.length).toBeLessThan(16);
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
  const level = async () =>
    world.bot.lines.some((line) => line.includes('level with Discord')) && revisionOf();
  const revision = await eventually('it is level', level);
  await world.bot.kill();
  world.bot = await world.start();
  expect(await eventually('it is level again', level)).toBe(revision);
});

async function revisionOf(): Promise<number> {
  const [head] = await world.sql<
    { revision: number }[]
  >`select revision::int from public.ticket_heads where ticket_id = ${ticket.id}`;
  return head!.revision;
}

test('a page that was read before somebody reacted does not take the reaction away again', async () => {
  const id = await say('the last one');
  await world.bot.kill();
  const missed = await world.discord.say({ as: marlowe, in: ticket.channel_id, text: 'meanwhile' });
  // Catching up has its page, and cannot write it yet.
  await world.sql.begin(async (sql) => {
    await sql`select private.lock_ticket(${ticket.id})`;
    await world.discord.clearRequests();
    world.bot = await world.start();
    await eventually('the page is read', async () =>
      (await world.discord.requests()).some(
        ({ method, path, status }) =>
          method === 'GET' && status === 200 && path === `/channels/${ticket.channel_id}/messages`,
      ),
    );
    await react(theo, id, '🎉');
    await react(theo, missed.id, '🎉');
  });
  await isShown(id, '🎉 1');
  await isShown(missed.id, '🎉 1');
});
