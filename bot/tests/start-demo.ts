import { randomUUID } from 'node:crypto';
import { databaseUrl } from '../../supabase/local/database-url.ts';
import { harbor, marlowe, openDemoDatabase } from '../../supabase/tests/demo-database.ts';
import type { Sql } from '../../supabase/tests/test-database.ts';
import type { Scenario } from '../simulator/scenario.ts';
import type { SettingsChange } from '../simulator/settings.ts';
import { startSimulator } from '../simulator/start-simulator.ts';
import { eventually } from './eventually.ts';
import { runBot, type RunningBot } from './run-bot.ts';

export * from '../../supabase/tests/demo-database.ts';

export const getHelp = '1180000000000000404';
export const tavern = '1180000000000000405';
export const ticketsParent = '1180000000000000406';
export const appeals = '5f0c0000-0000-4000-8000-000000000005';
export const bot = '1180000000000000900';
export const panel = '5f0a0000-0000-4000-8000-000000000001';

export type Demo = Awaited<ReturnType<typeof startDemo>>;

/** Room for tests that are not about rate limits. */
const generous: SettingsChange = {
  rateLimits: {
    enabled: true,
    buckets: {
      'message-create': { count: 1000, perMs: 1000 },
      'message-edit': { count: 1000, perMs: 1000 },
      'message-delete': { count: 1000, perMs: 1000 },
      'webhook-execute': { count: 1000, perMs: 1000 },
    },
  } as SettingsChange['rateLimits'],
};

/** A demo of one's own: Harbor Lights in Discord and in the database (without the demo's tickets), and the bot between them. */
export async function startDemo(
  settings: SettingsChange = generous,
  { isBotStarted = true, scenario }: { isBotStarted?: boolean; scenario?: Scenario } = {},
) {
  const database = await openDemoDatabase();
  await database.sql`delete from public.tickets`;
  await database.sql`delete from public.outbox_lanes`;
  await letBotLogIn(database.sql);
  const simulator = await startSimulator({ settings, scenario });
  const discord = simulator.control;
  const env = {
    DISCORD_TOKEN: simulator.botToken,
    DISCORD_API_URL: simulator.apiUrl,
    DISCORD_CDN_URL: simulator.cdnUrl,
    BOT_DATABASE_URL: databaseUrl(database.superuserUrl, { role: 'ticketflow_bot' }),
    LOG_LEVEL: 'info',
  };
  const running = new Set<RunningBot>();
  async function start(change: Record<string, string> = {}) {
    const started = await runBot({ ...env, ...change });
    running.add(started);
    return started;
  }

  const demo = {
    ...database,
    discord,
    env,
    start,
    bot: undefined as unknown as RunningBot,
    async [Symbol.asyncDispose]() {
      for (const one of running) if (one.process.exitCode === null) await one.kill();
      const uncovered = simulator.uncovered();
      await simulator.stop();
      await database[Symbol.asyncDispose]();
      if (uncovered.length) throw new Error(`the simulator does not cover: ${uncovered.join(', ')}`);
    },
  };
  if (isBotStarted) {
    demo.bot = await start();
    // The bot counts the roles' members beside its other work; tests that look at its requests begin after that.
    await eventually('its first comparison is noted', async () => {
      const missing = await database.sql`select from public.guilds where compared_at is null`;
      return missing.length === 0;
    });
  }
  return demo;
}

/** The role is the whole server's, and other test files do the same at the same time. */
async function letBotLogIn(sql: Sql): Promise<void> {
  await eventually('the role of the bot may log in', async () => {
    const [role] = await sql`select rolcanlogin from pg_roles where rolname = 'ticketflow_bot'`;
    if (role?.rolcanlogin) return true;
    await sql`alter role ticketflow_bot login password 'postgres'`.catch(() => {});
    return false;
  });
}

export type OpenedTicket = { id: string; number: number; channel_id: string };

/** A member opens a ticket with `/ticket`; answers when its opening message is in its channel. */
export async function openTicket(demo: Demo, as: string, category = appeals): Promise<OpenedTicket> {
  const { discord, sql } = demo;
  const [before] = await sql`select coalesce(max(number), 0) as number from public.tickets`;
  await discord.command({
    as,
    in: getHelp,
    guild: '1180000000000000001',
    name: 'ticket',
    options: { category },
  });
  return eventually('the ticket has its channel', async () => {
    const [ticket] = await sql<OpenedTicket[]>`
      select t.id, t.number, t.channel_id from public.tickets t
      join public.outbox o on o.ticket_id = t.id and o.kind = 'open_channel' and o.outcome = 'done'
      where t.number > ${before!.number} and t.requester_id = ${as}`;
    return ticket;
  });
}

/** What a demo whose tests share a ticket of its requester's prepares. */
export const withTicket = async (demo: Demo) => ({ ticket: await openTicket(demo, marlowe) });
export type DemoWithTicket = Demo & { ticket: OpenedTicket };

/** From now on tickets of this category open as private threads of a text channel. */
export async function opensAsThread(demo: Demo, category = appeals, parent = tavern): Promise<void> {
  await demo.sql`update public.categories set opens_as = 'thread', channel_parent_id = ${parent} where id = ${category}`;
}

/** Who is in a thread, the bot left out. */
export async function insideThread({ discord }: Demo, id: string): Promise<string[]> {
  return (await discord.threadMembers(id)).filter((member) => member !== bot).sort();
}

/** Waits until the outbox's entries of one kind are settled, and gives what came of them, oldest first. */
export async function outcomes(demo: Demo, kind: string) {
  return eventually(`${kind} is settled`, async () => {
    const rows =
      await demo.sql`select settled_at, outcome, reason from public.outbox where kind = ${kind} order by seq`;
    return rows.length > 0 && rows.every(({ settled_at }) => settled_at) && rows;
  });
}

/** The levels that a person holds in a guild, asked as that person. */
export async function levelsOf(demo: Demo, person: string, guild = harbor): Promise<number[]> {
  return demo.as(person, async (sql) =>
    (await sql<{ level: number }[]>`select level from private.my_levels() where guild_id = ${guild}`).map(
      ({ level }) => level,
    ),
  );
}

/** An agent replies from the desk. Gives the message's id. */
export async function reply(
  demo: Demo,
  as: string,
  ticket: string,
  body: string,
  replyTo: string | null = null,
  files: string[] = [],
): Promise<string> {
  const id = randomUUID();
  await demo.as(as, (sql) => sql`select public.post_reply(${ticket}, ${id}, ${body}, ${replyTo}, ${files})`);
  return id;
}

/** A message's row. */
export async function row(demo: Demo, id: string) {
  const [found] = await demo.sql`select * from public.messages where id = ${id}`;
  return found;
}

/** Waits until a reply has this delivery. */
export async function delivered(demo: Demo, id: string, state = 'sent', ms?: number) {
  return eventually(
    `the reply is ${state}`,
    async () => {
      const found = await row(demo, id);
      return found?.delivery === state && found;
    },
    ms,
  );
}

/** What a ticket's conversation says, in its order: messages and replies that are not deleted. */
export async function conversation(demo: Demo, ticket: string): Promise<string[]> {
  const rows = await demo.sql<{ body: string }[]>`
    select body from public.messages
    where ticket_id = ${ticket} and kind in ('message', 'reply') and deleted_at is null order by position`;
  return rows.map((one) => one.body);
}
