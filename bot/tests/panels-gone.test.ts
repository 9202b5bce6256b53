import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { getHelp, harbor, noor, outcomes, panel, type Demo } from './start-demo.ts';

const test = demoTest();

type Row = { message_id: string | null; publish_error: { code: string } | null; channel_id: string };

const panelRow = async (demo: Demo): Promise<Row> =>
  (
    await demo.sql<Row[]>`select message_id, publish_error, channel_id from public.panels where id = ${panel}`
  )[0]!;

async function publish(demo: Demo): Promise<string> {
  await demo.sql`select private.enqueue_panel(${panel})`;
  await outcomes(demo, 'publish_panel');
  const { message_id, publish_error } = await panelRow(demo);
  expect(publish_error).toBeNull();
  return message_id!;
}

const says = (demo: Demo, code: string) =>
  eventually(`the panel says: ${code}`, async () => {
    const row = await panelRow(demo);
    return row.message_id === null && row.publish_error?.code === code;
  });

/** A dead process's leases end after 20 s; here at once. */
async function killBot(demo: Demo): Promise<void> {
  await demo.bot.kill();
  await demo.sql`update public.outbox_lanes set lease_until = clock_timestamp() where leased_by is not null`;
}

const sends = async (demo: Demo) => (await demo.discord.requests()).filter(({ method }) => method !== 'GET');

test('a panel deleted by hand says so, is not sent again by itself, and stands again when it is published', async ({
  demo,
}) => {
  const { discord } = demo;
  const first = await publish(demo);
  const others = await discord.say({ as: noor, in: getHelp, text: 'read the rules' });
  await discord.clearRequests();
  await discord.remove({ as: noor, in: getHelp, message: others.id });
  await discord.remove({ as: noor, in: getHelp, message: first });
  await says(demo, 'panel_message_gone');
  expect(await sends(demo)).toEqual([]);
  const again = await publish(demo);
  expect(again).not.toBe(first);
});

test('one deleted while the bot was away says so when it is back, as does one whose channel was', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const id = await publish(demo);
  await killBot(demo);
  await discord.remove({ as: noor, in: getHelp, message: id });
  demo.bot = await demo.start();
  await says(demo, 'panel_message_gone');

  const channel = await discord.createChannel({ as: noor, guild: harbor, name: 'desk' });
  await sql`update public.panels set channel_id = ${channel.id} where id = ${panel}`;
  await publish(demo);
  await killBot(demo);
  await discord.deleteChannel({ as: noor, in: channel.id });
  demo.bot = await demo.start();
  await says(demo, 'panel_channel_gone');
});

test('a panel’s channel deleted by hand: the panel says so at once, and publishing it there is refused with the reason', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const channel = await discord.createChannel({ as: noor, guild: harbor, name: 'window' });
  await sql`update public.panels set channel_id = ${channel.id} where id = ${panel}`;
  await publish(demo);
  await discord.clearRequests();
  await discord.deleteChannel({ as: noor, in: channel.id });
  await says(demo, 'panel_channel_gone');
  expect(await sends(demo)).toEqual([]);
  await sql`select private.enqueue_panel(${panel})`;
  expect((await outcomes(demo, 'publish_panel')).at(-1)?.outcome).toBe('failed');
  const tried = await sends(demo);
  expect(tried).toHaveLength(1);
  expect((await panelRow(demo)).publish_error).toEqual({ code: 'channel_gone' });
});
