import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
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
  theo,
  type Demo,
  withTicket,
  type DemoWithTicket,
} from './start-demo.ts';

const test = demoTest({ prepare: withTicket });

const staff = [theo, ines, sam, noor];

type Row = { reactions: { emoji: string; count: number }[]; revision: number };

async function rowOf(demo: Demo, id: string): Promise<Row | undefined> {
  const [row] = await demo.sql<Row[]>`
    select reactions, revision::int from public.messages where discord_message_id = ${id}`;
  return row;
}

/** A message's reactions as the database has them: `👍 2, 🙏 1`. */
async function shown(demo: Demo, id: string): Promise<string | undefined> {
  return (await rowOf(demo, id))?.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
}

const isShown = (demo: Demo, id: string, words: string) =>
  eventually(`${words || 'none'} is shown`, async () => (await shown(demo, id)) === words);

async function say(demo: DemoWithTicket, text: string): Promise<string> {
  const { id } = await demo.discord.say({ as: marlowe, in: demo.ticket.channel_id, text });
  await eventually('it is recorded', () => rowOf(demo, id));
  return id;
}

const react = (demo: DemoWithTicket, as: string, message: string, emoji: string) =>
  demo.discord.react({ as, in: demo.ticket.channel_id, message, emoji });
const unreact = (demo: DemoWithTicket, as: string, message: string, emoji: string) =>
  demo.discord.unreact({ as, in: demo.ticket.channel_id, message, emoji });

test('reactions are shown as they stand in Discord: added, taken back, all of one kind and all of them taken away', async ({
  demo,
}) => {
  const id = await say(demo, 'is it there?');
  for (const one of staff) await react(demo, one, id, '👍');
  await react(demo, marlowe, id, '🙏');
  await isShown(demo, id, '👍 4, 🙏 1');
  await unreact(demo, theo, id, '👍');
  await unreact(demo, marlowe, id, '🙏');
  await isShown(demo, id, '👍 3');
  await react(demo, theo, id, '🎉');
  await isShown(demo, id, '👍 3, 🎉 1');
  const messages = `/channels/${demo.ticket.channel_id}/messages/${id}/reactions`;
  await asBot(demo, 'DELETE', `${messages}/${encodeURIComponent('👍')}`);
  await isShown(demo, id, '🎉 1');
  await asBot(demo, 'DELETE', messages);
  await isShown(demo, id, '');
});

/** What only a bot with Manage Messages can do. */
async function asBot(demo: Demo, method: string, path: string): Promise<void> {
  const response = await fetch(`${demo.env.DISCORD_API_URL}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${demo.env.DISCORD_TOKEN}` },
  });
  expect(response.status).toBe(204);
}

test('a reaction to an agent’s reply is shown on the reply', async ({ demo }) => {
  const sent = await delivered(demo, await reply(demo, theo, demo.ticket.id, 'done'));
  const id = sent.discord_message_id as string;
  await react(demo, marlowe, id, '❤️');
  await isShown(demo, id, '❤️ 1');
});

test('a storm of reactions is few requests, and what stands at its end is shown', async ({ demo }) => {
  const [one, other] = [await say(demo, 'vote'), await say(demo, 'and here')];
  const emojis = ['👍', '👎', '🎉', '🙏', '👀', '🔥', '💯', '🚀'];
  await demo.discord.clearRequests();
  const from = performance.now();
  for (const emoji of emojis)
    await Promise.all(staff.flatMap((as) => [react(demo, as, one, emoji), react(demo, as, other, emoji)]));
  await Promise.all(staff.map((as) => unreact(demo, as, one, '👀')));
  await isShown(
    demo,
    one,
    emojis
      .filter((emoji) => emoji !== '👀')
      .map((emoji) => `${emoji} 4`)
      .join(', '),
  );
  await isShown(demo, other, emojis.map((emoji) => `${emoji} 4`).join(', '));
  const reads = (await demo.discord.requests()).filter(({ method }) => method === 'GET');
  // One at once, and two in a second as long as it lasts.
  expect(reads.length).toBeLessThanOrEqual(2 + (performance.now() - from) / 500);
});

test('reactions missed while the bot was away are caught up, and nothing is written where nothing changed', async ({
  demo,
}) => {
  const [mine, sent] = [
    await say(demo, 'still waiting'),
    (await delivered(demo, await reply(demo, theo, demo.ticket.id, 'a moment'))).discord_message_id as string,
  ];
  await react(demo, theo, mine, '👀');
  await isShown(demo, mine, '👀 1');
  await demo.bot.kill();
  await unreact(demo, theo, mine, '👀');
  await react(demo, ines, mine, '🔥');
  await react(demo, marlowe, sent, '👍');
  demo.bot = await demo.start();
  await isShown(demo, mine, '🔥 1');
  await isShown(demo, sent, '👍 1');
  const caughtUp = async () =>
    demo.bot.lines.some((line) => line.includes('caught up with Discord')) && revisionOf(demo);
  const revision = await eventually('it is caught up', caughtUp);
  await demo.bot.kill();
  demo.bot = await demo.start();
  expect(await eventually('it is caught up again', caughtUp)).toBe(revision);
});

async function revisionOf(demo: DemoWithTicket): Promise<number> {
  const [head] = await demo.sql<
    { revision: number }[]
  >`select revision::int from public.ticket_heads where ticket_id = ${demo.ticket.id}`;
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
