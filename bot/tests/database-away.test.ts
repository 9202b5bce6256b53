import { expect, test } from 'vitest';
import { layLine } from './cut-connection.ts';
import { eventually } from './eventually.ts';
import { parseMetrics, valueOf } from './parse-metrics.ts';
import { healthAddress, saying, spawnBot } from './run-bot.ts';
import {
  appeals,
  conversation,
  delivered,
  getHelp,
  harbor,
  marlowe,
  moth,
  openTicket,
  reply,
  startDemo,
  theo,
  type Demo,
} from './start-demo.ts';

test('while the database is away members get words, and on its return nothing is missing', async () => {
  await using demo = await startDemo(undefined, { isBotStarted: false });
  await using line = await layLine(demo.env.BOT_DATABASE_URL);
  demo.bot = await demo.start({ BOT_DATABASE_URL: line.url });
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  const where = { as: marlowe, in: ticket.channel_id };
  await discord.say({ ...where, text: 'before' });
  await eventually('it is recorded', async () => (await conversation(demo, ticket.id)).length === 1);

  line.cut();
  const asked = await discord.command({
    as: moth,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  expect(asked.state).toBe('acknowledged');
  await eventually('they are told', async () =>
    (await discord.ephemerals(moth)).some(({ content }) => content.includes('cannot reach its database')),
  );
  for (let n = 1; n <= 3; n += 1) await discord.say({ ...where, text: `meanwhile ${n}` });
  const id = await reply(demo, theo, ticket.id, 'from the desk');
  await eventually('the bot has noticed', async () =>
    demo.bot.lines.some((words) => words.includes('events are dropped')),
  );
  line.mend();

  await delivered(demo, id, 'sent', 20_000);
  await eventually(
    'all is there',
    async () =>
      (await conversation(demo, ticket.id)).join() ===
      'before,meanwhile 1,meanwhile 2,meanwhile 3,from the desk',
    20_000,
  );
  await discord.say({ ...where, text: 'after' });
  await eventually('live again', async () => (await conversation(demo, ticket.id)).at(-1) === 'after');
});

test('what was edited and deleted while the database is away is known on its return, however old it is', async () => {
  await using demo = await startDemo(undefined, { isBotStarted: false });
  await using line = await layLine(demo.env.BOT_DATABASE_URL);
  demo.bot = await demo.start({ BOT_DATABASE_URL: line.url });
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  const where = { as: marlowe, in: ticket.channel_id };
  const said = [];
  // More than the newest hundred, which is all that is read again.
  for (let n = 1; n <= 105; n += 1) said.push(await discord.say({ ...where, text: `line ${n}` }));
  await eventually(
    'all is recorded',
    async () => (await conversation(demo, ticket.id)).length === said.length,
  );
  line.cut();
  await discord.edit({ ...where, message: said[0]!.id, text: 'line 1, corrected' });
  await discord.remove({ ...where, message: said[1]!.id });
  await eventually('the bot has noticed', async () =>
    demo.bot.lines.some((words) => words.includes('events are dropped')),
  );
  line.mend();
  await eventually(
    'it is known',
    async () => (await conversation(demo, ticket.id)).slice(0, 2).join() === 'line 1, corrected,line 3',
  );
});

/** The ways in which Postgres is there and yet does nothing for the bot. Each begins, and answers how it ends. */
const kinds: Record<string, (demo: Demo) => Promise<() => Promise<unknown>>> = {
  async 'takes no more connections (53300)'(demo) {
    const limit = (count: number) =>
      demo.asSuperuser((sql) => sql.unsafe(`alter database ${demo.name} with connection limit ${count}`));
    // The test's own must be there already.
    await limit(0);
    await endConnections(demo);
    return () => limit(-1);
  },
  async 'takes no writes (25006)'(demo) {
    await setForBot(demo, 'default_transaction_read_only = on');
    return () => setForBot(demo, null);
  },
  async 'is too slow (57014)'(demo) {
    await setForBot(demo, "statement_timeout = '300ms'");
    // A member who asks for a ticket waits.
    const ended = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const locking = demo.asSuperuser(async (sql) => {
      await sql`lock table public.tickets in access exclusive mode`;
      locked.resolve();
      await ended.promise;
    });
    await locked.promise;
    return async () => {
      ended.resolve();
      await locking;
      await setForBot(demo, null);
    };
  },
};

const endConnections = (demo: Demo) =>
  demo.asSuperuser(
    (sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'ticketflow_bot'`,
  );

/** A setting of the bot's role in this database alone, in its next sessions. */
async function setForBot(demo: Demo, setting: string | null): Promise<void> {
  const change = setting ? `set ${setting}` : 'reset all';
  await demo.asSuperuser((sql) => sql.unsafe(`alter role ticketflow_bot in database ${demo.name} ${change}`));
  await endConnections(demo);
}

test('a bot that starts while the database takes no writes waits in words, asks Discord for nothing, and then works', async () => {
  await using demo = await startDemo(undefined, { isBotStarted: false });
  await setForBot(demo, 'default_transaction_read_only = on');
  const bot = spawnBot(demo.env);
  try {
    await saying(bot, 'waiting for shard 0: the database is away');
    expect(await demo.discord.requests()).toEqual([]);
    await setForBot(demo, null);
    await saying(bot, '"msg":"ready"');
  } finally {
    bot.process.kill('SIGKILL');
    await bot.exited;
  }
});

test('a database that takes no connections, takes no writes or is too slow is away like one that is cut off', async () => {
  await using demo = await startDemo(undefined, { isBotStarted: false });
  demo.bot = await demo.start({ HEALTH_PORT: '0' });
  const address = await healthAddress(demo.bot);
  const dropped = async () =>
    valueOf(
      parseMetrics(await (await fetch(`${address}/metrics`)).text()),
      'ticketflow_bot_events_dropped_total',
    );
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  const where = { as: marlowe, in: ticket.channel_id };
  const expected: string[] = [];
  const say = async (text: string) => {
    await discord.say({ ...where, text });
    expected.push(text);
  };
  for (const [kind, begin] of Object.entries(kinds)) {
    const before = await dropped();
    const told = (await discord.ephemerals(moth)).length;
    const end = await begin(demo);
    await say(`while it ${kind}`);
    await eventually(`the event is dropped while it ${kind}`, async () => (await dropped()) > before);
    const options = { category: appeals };
    const asked = await discord.command({ as: moth, in: getHelp, guild: harbor, name: 'ticket', options });
    expect(asked.state).toBe('acknowledged');
    await eventually(`they are told while it ${kind}`, async () =>
      (await discord.ephemerals(moth))
        .slice(told)
        .some(({ content }) => content.includes('cannot reach its database')),
    );
    await end();
    await eventually(
      `what was said while it ${kind} is there`,
      async () => (await conversation(demo, ticket.id)).join() === expected.join(),
    );
    await say(`after it ${kind}`);
    await eventually(
      'live again',
      async () => (await conversation(demo, ticket.id)).join() === expected.join(),
    );
  }
  await delivered(demo, await reply(demo, theo, ticket.id, 'from the desk'));
});
