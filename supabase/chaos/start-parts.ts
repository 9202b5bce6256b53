import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { connectControl } from '../../bot/simulator/control.ts';
import { freePort } from '../local/postgres/free-port.ts';
import { startPostgres } from '../local/postgres.ts';
import { buildBot, buildDesk } from '../start/build-part.ts';
import { demoPeople } from '../start/demo-people.ts';
import { prepareDatabase } from '../start/prepare-database.ts';
import { restoreStory } from '../start/restore-story.ts';
import { runPart } from '../start/run-part.ts';
import { runBot, runDesk } from '../start/run-parts.ts';
import { readOrMakeSecrets } from '../start/secrets.ts';
import { parseStartEnvironment } from '../start/start-environment.ts';
import { startSimulatedDiscord } from '../start/start-simulated-discord.ts';
import type { StackInfo, StackOptions } from '../start/stack.ts';
import { signInOverHttp } from '../../web/e2e/sign-in-over-http.ts';
import { createGate } from './gate.ts';
import { startHttpProxy, type Fault, type Passing } from './http-proxy.ts';
import type { PartName } from './points.ts';
import { startPostgresProxy } from './postgres-proxy.ts';
import { discordPoint, supabasePoint } from './read-point.ts';
import type { Created } from './history.ts';

export type Parts = Awaited<ReturnType<typeof startParts>>;

type Options = {
  folder: string;
  /** What a bot is started with beside its own: a clock that is wrong, a variant that is known to be bad. */
  botArguments: () => string[];
  /** How many bots run side by side. */
  bots: number;
  say: (line: string) => void;
  log: (part: string, line: string) => void;
  /** Something is wrong with a part that nobody killed. */
  onTrouble: (words: string) => void;
};

/** Starts all of TicketFlow with proxies between its parts, each part a process that can be killed and started again on its port. */
export async function startParts({ folder, botArguments, bots, say, log, onTrouble }: Options) {
  const options: StackOptions = {
    folder,
    environment: parseStartEnvironment({}),
    hasFreePorts: true,
    say,
    log,
  };
  await Promise.all([buildDesk(say), buildBot(say)]);
  const secrets = await readOrMakeSecrets(folder);
  const simulator = await startSimulatedDiscord(options);
  const discord = connectControl(simulator.controlUrl);
  const [postgresPort, stackPort, webPort] = [await freePort(), await freePort(), await freePort()];
  const webUrl = `http://127.0.0.1:${webPort}`;

  const created: Created[] = [];
  const discordFaults: Fault[] = [];
  const gate = createGate(kill);
  const botDatabase = await startPostgresProxy(() => postgresPort, gate);
  const discordApi = await startHttpProxy({
    target: () => simulator.url,
    gate,
    pointOf: discordPoint,
    faultOf: (passing) => (isMeant(passing) ? (discordFaults.shift() ?? null) : null),
    onAnswer: (passing, answer) => noteCreation(created, passing, answer),
  });
  const supabase = await startHttpProxy({
    target: () => `http://127.0.0.1:${stackPort}`,
    gate,
    pointOf: supabasePoint,
  });

  const openPostgres = () =>
    startPostgres({
      dataDir: join(folder, 'postgres'),
      port: postgresPort,
      log: (line) => log('postgres', line),
    });
  let server = await openPostgres();
  const prepared = await prepareDatabase(server, secrets.botPassword);
  await restoreStory(prepared.ownerUrl, simulator.controlUrl);
  const sql = postgres(server.adminUrl('postgres'), { max: 4, onnotice: () => {}, idle_timeout: 5 });
  const proxied = new URL(prepared.botUrl);
  proxied.port = String(botDatabase.port);

  const info: StackInfo = {
    supabaseUrl: supabase.url,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    databaseUrl: prepared.ownerUrl,
    botDatabaseUrl: proxied.href,
    webUrl,
    discordApiUrl: `${discordApi.url}/api`,
    discordCdnUrl: `${simulator.url}/cdn`,
    discordWebUrl: simulator.url,
    discordControlUrl: simulator.controlUrl,
    botToken: simulator.botToken,
    // Any free port: bots may run side by side.
    botHealthUrl: 'http://127.0.0.1:0',
    metricsToken: '',
    people: demoPeople,
  };

  /** The processes of each part, from their first moment on; none while it is dead. */
  const alive: Record<Exclude<PartName, 'postgres'>, Set<ChildProcess>> = {
    bot: new Set(),
    stack: new Set(),
    web: new Set(),
  };
  let isStopping = false;
  /** Parts that are being started: one that ends then, since another is dead, is started again. */
  const starting = new Set<PartName>();
  const watch = (part: Exclude<PartName, 'postgres'>, child: ChildProcess) => {
    alive[part].add(child);
    child.once('exit', (code, signal) => {
      alive[part].delete(child);
      if (!isStopping && signal !== 'SIGKILL' && !starting.has(part))
        onTrouble(`${part} ended by itself (${code ?? signal})`);
    });
  };
  options.onSpawn = (part, child) => watch(part === 'desk' ? 'web' : 'bot', child);

  async function startStackPart(): Promise<void> {
    const stackOptions = {
      postgresUrl: server.adminUrl('postgres'),
      database: 'postgres',
      port: stackPort,
      siteUrl: webUrl,
      redirectUrls: [`${webUrl}/**`],
      discord: { url: simulator.url, clientId: simulator.clientId, clientSecret: simulator.clientSecret },
      filesDir: join(folder, 'files'),
      jwtSecret: secrets.jwtSecret,
      publishableKey: secrets.publishableKey,
      secretKey: secrets.secretKey,
    };
    await runPart({
      name: 'The local stack',
      file: 'supabase/chaos/run-stack.ts',
      arguments: [JSON.stringify(stackOptions)],
      env: {},
      isReady: (line) => line.startsWith('stack ready'),
      log: (line) => log('stack', line),
      onSpawn: (child) => watch('stack', child),
    });
  }

  async function startBots(): Promise<void> {
    await letGoOfLeases();
    await Promise.all(
      Array.from({ length: bots - alive.bot.size }, () => runBot(info, options, botArguments())),
    );
  }

  /**
   * A dead bot's leases end after some seconds, since nobody can know that it is dead. Here it is known: once no request of its
   * own is under way any more, its leases are ended, so that a run strikes more often.
   */
  async function letGoOfLeases(): Promise<void> {
    while (discordApi.underWay() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    if (alive.bot.size > 0) return;
    await sql`update public.outbox_lanes set lease_until = clock_timestamp() where leased_by is not null`;
    await sql`update private.timers set lease_until = clock_timestamp() where leased_by is not null`;
    await sql`update private.jobs set lease_until = clock_timestamp() where leased_by is not null`;
  }

  const start: Record<PartName, () => Promise<void>> = {
    postgres: async () => void (server = await openPostgres()),
    stack: startStackPart,
    bot: startBots,
    web: async () => void (await runDesk(info, webPort, options)),
  };

  /** Starts a killed part again; answers when it is ready. What it stands on may be dead too, for a moment. */
  async function revive(part: PartName): Promise<void> {
    starting.add(part);
    try {
      for (let tries = 1; ; tries += 1) {
        try {
          return await start[part]();
        } catch (error) {
          if (tries === 20) throw error;
          await wait(250);
        }
      }
    } finally {
      starting.delete(part);
    }
  }

  async function kill(part: PartName): Promise<void> {
    if (part === 'postgres') return server.kill();
    await end(part, 'SIGKILL');
  }

  async function end(part: Exclude<PartName, 'postgres'>, signal: NodeJS.Signals): Promise<void> {
    await Promise.all(
      [...alive[part]].map(async (child) => {
        const exited = once(child, 'exit');
        child.kill(signal);
        await exited;
      }),
    );
  }

  for (const part of ['stack', 'bot', 'web'] as const) await start[part]();
  const { cookies } = await signInOverHttp(info, demoPeople[1].discordId);

  return {
    info,
    sql,
    discord,
    gate,
    kill,
    revive,
    startBots,
    /** A person asks the desk for a page, or signs in again. */
    loadPage: () => fetch(`${webUrl}/g/1180000000000000001/inbox`, { headers: { cookie: cookies.header } }),
    signIn: () => signInOverHttp(info, demoPeople[1].discordId),
    created,
    discordFaults,
    proxies: { botDatabase, discordApi, supabase },
    async stop() {
      isStopping = true;
      for (const part of ['web', 'bot'] as const) await end(part, 'SIGTERM');
      await end('stack', 'SIGKILL');
      await Promise.all([botDatabase.stop(), discordApi.stop(), supabase.stop()]);
      await sql.end({ timeout: 1 });
      await server.stop();
      await simulator.part.stop();
    },
  };
}

/** Faults strike what the bot does in Discord: what it only reads it may ask again, and how it connects has points of its own. */
const isMeant = ({ method }: Passing) => method !== 'GET';

/** Notes each message that Discord made for the bot, also when its answer is lost on the way. */
function noteCreation(
  created: Created[],
  { method, path }: Passing,
  answer: { status: number; body: Buffer },
): void {
  if (method !== 'POST' || answer.status !== 200 || !/\/(webhooks|channels)\//.test(path)) return;
  const message = JSON.parse(answer.body.toString()) as {
    id?: string;
    channel_id?: string;
    content?: string;
  };
  if (message.id && message.channel_id && message.content)
    created.push({ id: message.id, channel: message.channel_id, content: message.content });
}
