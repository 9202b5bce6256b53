import { expect } from 'vitest';
import { ownDemoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { saying, spawnBot } from './run-bot.ts';
import {
  conversation,
  delivered,
  glasshouse,
  harbor,
  ines,
  marlowe,
  openTicket,
  reply,
  row,
  theo,
  type Demo,
} from './start-demo.ts';

const spawned = new Set<ReturnType<typeof spawnBot>>();
const test = ownDemoTest();
test.afterEach(() => {
  for (const one of spawned) one.process.kill('SIGKILL');
  spawned.clear();
});

/** A process beside the first, of which nobody knows yet when it will work. */
function another(demo: Demo, change: Record<string, string> = {}) {
  const one = spawnBot({ ...demo.env, ...change });
  spawned.add(one);
  return one;
}

const identifies = async (demo: Demo) =>
  (await demo.discord.requests()).filter(({ path }) => path === '/gateway/bot').length;

async function writeBothWays(
  demo: Demo,
  ticket: { id: string; channel_id: string },
  from: number,
  to: number,
) {
  const ids: string[] = [];
  for (let n = from; n <= to; n += 1) {
    await demo.discord.say({ as: marlowe, in: ticket.channel_id, text: `question ${n}` });
    ids.push(await reply(demo, n % 2 ? theo : ines, ticket.id, `answer ${n}`));
  }
  return ids;
}

test('a second process waits in words and asks Discord for nothing; after kill -9 of the first it follows, and nothing is lost or doubled', async ({
  demo,
}) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  const before = await identifies(demo);
  const second = another(demo);
  await saying(second, 'waiting for shard 0: another process works for it');
  const first = await writeBothWays(demo, ticket, 1, 5);
  for (const id of first) await delivered(demo, id);
  expect(await identifies(demo)).toBe(before);
  expect((await discord.sessions()).filter(({ connected }) => connected)).toHaveLength(1);

  await demo.bot.kill();
  const ids = [...first, ...(await writeBothWays(demo, ticket, 6, 10))];
  const killedAt = Date.now();
  // Lanes that it held are free 20 s later.
  await demo.sql`update public.outbox_lanes set lease_until = clock_timestamp() where leased_by is not null`;
  await saying(second, '"msg":"ready"');
  // Renewed every 4 s, the lease lasts for 11 to 15 s more; on Linux a process that is known to be gone is not waited for.
  expect(Date.now() - killedAt).toBeLessThan(process.platform === 'linux' ? 10_000 : 20_000);
  for (const id of ids) await delivered(demo, id);
  const said = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said.toSorted()).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((n) => [`answer ${n}`, `question ${n}`]).toSorted(),
  );
  expect(said.filter((text) => text.startsWith('answer'))).toEqual(ids.map((_, n) => `answer ${n + 1}`));
  await eventually(
    'all is recorded',
    async () => (await conversation(demo, ticket.id)).toSorted().join() === said.toSorted().join(),
  );
});

test('a holder that stood still until its shard was taken sends nothing more, says so and ends; one that stops cleanly is followed at once', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, marlowe);
  const second = another(demo);
  await saying(second, 'waiting for shard 0');
  demo.bot.process.kill('SIGSTOP');
  // Its process is there, so nobody can know that it is dead: the lease must end. The time of 15 s passes.
  await sql`update private.shard_leases set lease_until = clock_timestamp()`;
  await saying(second, '"msg":"ready"');
  const id = await reply(demo, theo, ticket.id, 'whose is it?');
  demo.bot.process.kill('SIGCONT');
  await delivered(demo, id);
  await eventually('the first has ended', async () => demo.bot.process.exitCode !== null);
  expect(demo.bot.process.exitCode).toBe(1);
  expect(demo.bot.lines.join('\n')).toContain('another process works for shard 0 now, so this one ends');
  const said = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said).toEqual(['whose is it?']);

  const third = another(demo);
  await saying(third, 'waiting for shard 0');
  second.process.kill('SIGTERM');
  expect(await second.exited).toBe(0);
  const stoppedAt = Date.now();
  await saying(third, '"msg":"ready"');
  expect(Date.now() - stoppedAt).toBeLessThan(10_000);
});

test('a shard relays and knows its own guilds only, and a resharded bot waits for every process that has guilds in common with it', async ({
  demo,
}) => {
  const { sql } = demo;
  const ticket = await openTicket(demo, marlowe);
  // Both guilds of the demo lie on the same of two shards.
  const own = Number((BigInt(harbor) >> 22n) % 2n);
  const empty = another(demo, { DISCORD_SHARDS: `${1 - own}/2` });
  const full = another(demo, { DISCORD_SHARDS: `${own}/2` });
  await saying(empty, `waiting for shard ${1 - own} of 2`);
  await saying(full, `waiting for shard ${own} of 2`);
  expect(await demo.bot.stop()).toBe(0);
  await saying(empty, '"msg":"ready"');
  await saying(full, '"msg":"ready"');
  // What the one does not see the other has not left.
  const guilds = await sql`select id from public.guilds where status = 'active' order by id`;
  expect(guilds.map(({ id }) => id)).toEqual([harbor, glasshouse]);

  full.process.kill('SIGTERM');
  await full.exited;
  const id = await reply(demo, theo, ticket.id, 'is somebody there?');
  // The other process looks through the outbox all the time, and this lane is none of its own.
  const lanes = await sql`
    select s.holder, array(select private.lease_lanes(s.holder, 10, 1)) as lanes from private.shard_leases s`;
  expect(lanes).toMatchObject([{ lanes: [] }]);
  expect((await row(demo, id))?.delivery).toBe('queued');
  another(demo, { DISCORD_SHARDS: `${own}/2` });
  await delivered(demo, id);
});
