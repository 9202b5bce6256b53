import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { getHelp, harbor, noor, outcomes, panel, startWorld, type World } from './start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Row = { message_id: string | null; publish_error: string | null; channel_id: string };
const panelRow = async (): Promise<Row> =>
  (
    await world.sql<
      Row[]
    >`select message_id, publish_error, channel_id from public.panels where id = ${panel}`
  )[0]!;

async function publish(): Promise<string> {
  await world.sql`select private.enqueue_panel(${panel})`;
  await outcomes(world, 'publish_panel');
  const { message_id, publish_error } = await panelRow();
  expect(publish_error).toBeNull();
  return message_id!;
}

const says = (words: string) =>
  eventually(`the panel says: ${words}`, async () => {
    const row = await panelRow();
    return row.message_id === null && row.publish_error?.includes(words);
  });

/** A dead process's leases end after 20 s; here at once. */
async function killBot(): Promise<void> {
  await world.bot.kill();
  await world.sql`update public.outbox_lanes set lease_until = clock_timestamp() where leased_by is not null`;
}

const sends = async () => (await world.discord.requests()).filter(({ method }) => method !== 'GET');

test('a panel deleted by hand says so, is not sent again by itself, and stands again when it is published', async () => {
  const { discord } = world;
  const first = await publish();
  const others = await discord.say({ as: noor, in: getHelp, text: 'read the rules' });
  await discord.clearRequests();
  await discord.remove({ as: noor, in: getHelp, message: others.id });
  await discord.remove({ as: noor, in: getHelp, message: first });
  await says('message was deleted');
  expect(await sends()).toEqual([]);
  const again = await publish();
  expect(again).not.toBe(first);
});

test('one deleted while the bot was away says so when it is back, as does one whose channel was', async () => {
  const { discord, sql } = world;
  const id = await publish();
  await killBot();
  await discord.remove({ as: noor, in: getHelp, message: id });
  world.bot = await world.start();
  await says('message was deleted');

  const channel = await discord.createChannel({ as: noor, guild: harbor, name: 'desk' });
  await sql`update public.panels set channel_id = ${channel.id} where id = ${panel}`;
  await publish();
  await killBot();
  await discord.deleteChannel({ as: noor, in: channel.id });
  world.bot = await world.start();
  await says('channel was deleted');
});

test('a panel’s channel deleted by hand: the panel says so at once, and publishing it there is refused in words', async () => {
  const { discord, sql } = world;
  const channel = await discord.createChannel({ as: noor, guild: harbor, name: 'window' });
  await sql`update public.panels set channel_id = ${channel.id} where id = ${panel}`;
  await publish();
  await discord.clearRequests();
  await discord.deleteChannel({ as: noor, in: channel.id });
  await says('channel was deleted');
  expect(await sends()).toEqual([]);
  await sql`select private.enqueue_panel(${panel})`;
  expect((await outcomes(world, 'publish_panel')).at(-1)?.outcome).toBe('failed');
  const tried = await sends();
  expect(tried).toHaveLength(1);
  expect((await panelRow()).publish_error).toBeTruthy();
});
