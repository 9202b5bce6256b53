import { afterEach, beforeEach, expect, test } from 'vitest';
import { saying, spawnBot } from './run-bot.ts';
import { eventually } from './eventually.ts';
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
  startWorld,
  theo,
  type World,
} from './start-world.ts';

let world: World;
const spawned = new Set<ReturnType<typeof spawnBot>>();
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  for (const one of spawned) one.process.kill('SIGKILL');
  spawned.clear();
  await world[Symbol.asyncDispose]();
});

/** A process beside the first, of which nobody knows yet when it will work. */
function another(change: Record<string, string> = {}) {
  const one = spawnBot({ ...world.env, ...change });
  spawned.add(one);
  return one;
}

const identifies = async () =>
  (await world.discord.requests()).filter(({ path }) => path === '/gateway/bot').length;

async function writeBothWays(ticket: { id: string; channel_id: string }, from: number, to: number) {
  const ids: string[] = [];
  for (let n = from; n <= to; n += 1) {
    await world.discord.say({ as: marlowe, in: ticket.channel_id, text: `question ${n}` });
    ids.push(await reply(world, n % 2 ? theo : ines, ticket.id, `answer ${n}`));
  }
  return ids;
}

test('a second process waits in words and asks Discord for nothing; after kill -9 of the first it follows, and nothing is lost or doubled', async () => {
  const { discord } = world;
  const ticket = await openTicket(world, marlowe);
  const before = await identifies();
  const second = another();
  await saying(second, 'waiting for shard 0: another process works for it');
  const first = await writeBothWays(ticket, 1, 5);
  for (const id of first) await delivered(world, id);
  expect(await identifies()).toBe(before);
  expect((await discord.sessions()).filter(({ connected }) => connected)).toHaveLength(1);

  await world.bot.kill();
  const ids = [...first, ...(await writeBothWays(ticket, 6, 10))];
  const killedAt = Date.now();
  // Lanes that it held are free 20 s later.
  await world.sql`update public.outbox_lanes set lease_until = clock_timestamp() where leased_by is not null`;
  await saying(second, '"msg":"ready"');
  // Renewed every 4 s, the lease lasts for 11 to 15 s more; on Linux a process that is known to be gone is not waited for.
  expect(Date.now() - killedAt).toBeLessThan(process.platform === 'linux' ? 10_000 : 20_000);
  for (const id of ids) await delivered(world, id);
  const said = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said.toSorted()).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((n) => [`answer ${n}`, `question ${n}`]).toSorted(),
  );
  expect(said.filter((text) => text.startsWith('answer'))).toEqual(ids.map((_, n) => `answer ${n + 1}`));
  await eventually(
    'all is recorded',
    async () => (await conversation(world, ticket.id)).toSorted().join() === said.toSorted().join(),
  );
});

test('a holder that stood still until its shard was taken sends nothing more, says so and ends; one that stops cleanly is followed at once', async () => {
  const { discord, sql } = world;
  const ticket = await openTicket(world, marlowe);
  const second = another();
  await saying(second, 'waiting for shard 0');
  world.bot.process.kill('SIGSTOP');
  // Its process is there, so nobody can know that it is dead: the lease must end. The time of 15 s passes.
  await sql`update private.shard_leases set lease_until = clock_timestamp()`;
  await saying(second, '"msg":"ready"');
  const id = await reply(world, theo, ticket.id, 'whose is it?');
  world.bot.process.kill('SIGCONT');
  await delivered(world, id);
  await eventually('the first has ended', async () => world.bot.process.exitCode !== null);
  expect(world.bot.process.exitCode).toBe(1);
  expect(world.bot.lines.join('\n')).toContain('another process works for shard 0 now, so this one ends');
  const said = (await discord.messages(ticket.channel_id)).map(({ content }) => content).filter(Boolean);
  expect(said).toEqual(['whose is it?']);

  const third = another();
  await saying(third, 'waiting for shard 0');
  second.process.kill('SIGTERM');
  expect(await second.exited).toBe(0);
  const stoppedAt = Date.now();
  await saying(third, '"msg":"ready"');
  expect(Date.now() - stoppedAt).toBeLessThan(10_000);
});

test('a shard relays and knows its own guilds only, and a bot split anew waits for every process that has guilds in common with it', async () => {
  const { sql } = world;
  const ticket = await openTicket(world, marlowe);
  // Both guilds of the demo lie on the same of two shards.
  const own = Number((BigInt(harbor) >> 22n) % 2n);
  const empty = another({ DISCORD_SHARDS: `${1 - own}/2` });
  const full = another({ DISCORD_SHARDS: `${own}/2` });
  await saying(empty, `waiting for shard ${1 - own} of 2`);
  await saying(full, `waiting for shard ${own} of 2`);
  expect(await world.bot.stop()).toBe(0);
  await saying(empty, '"msg":"ready"');
  await saying(full, '"msg":"ready"');
  // What the one does not see the other has not left.
  const guilds = await sql`select id from public.guilds where status = 'active' order by id`;
  expect(guilds.map(({ id }) => id)).toEqual([harbor, glasshouse]);

  full.process.kill('SIGTERM');
  await full.exited;
  const id = await reply(world, theo, ticket.id, 'is somebody there?');
  // The other process looks through the outbox all the time, and this lane is none of its own.
  const lanes = await sql`
    select s.holder, array(select private.lease_lanes(s.holder, 10, 1)) as lanes from private.shard_leases s`;
  expect(lanes).toMatchObject([{ lanes: [] }]);
  expect((await row(world, id))?.delivery).toBe('queued');
  another({ DISCORD_SHARDS: `${own}/2` });
  await delivered(world, id);
});
