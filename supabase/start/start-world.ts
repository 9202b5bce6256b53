import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../local/stack-error.ts';
import { startPostgres } from '../local/postgres.ts';
import { startStack } from '../local/stack.ts';
import { buildPart } from './build-part.ts';
import { demoPeople } from './demo-people.ts';
import { prepareDatabase } from './prepare-database.ts';
import { restoreStory } from './restore-story.ts';
import { runPart, type Part } from './run-part.ts';
import { readOrMakeSecrets } from './secrets.ts';
import type { StartEnvironment } from './start-environment.ts';

export type WorldOptions = {
  /** Where all data of the stand-ins lies. */
  folder: string;
  environment: StartEnvironment;
  /** Any free ports, for tests: several worlds side by side. */
  hasFreePorts?: boolean;
  isDurable?: boolean;
  /** Told what is happening, line by line. */
  say: (line: string) => void;
  /** What the parts print. */
  log: (part: string, line: string) => void;
  /** A part ended by itself. */
  onExit?: (part: string, code: number | null) => void;
  /** Parts left out, for tests that bring their own. */
  without?: ('bot' | 'web')[];
};

export type World = {
  info: StackInfo;
  bot: Part | null;
  web: Part | null;
  simulator: Part | null;
  startBot: () => Promise<Part>;
  startWeb: () => Promise<Part>;
  /** Calls that the stand-ins do not cover. */
  uncovered: () => Promise<string[]>;
  stop: () => Promise<void>;
};

/** What `.local/stack.json` says, so that any tool can drive the running stack. Null where the real service is used. */
export type StackInfo = {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string | null;
  databaseUrl: string | null;
  botDatabaseUrl: string;
  webUrl: string;
  discordApiUrl: string;
  discordWebUrl: string;
  discordControlUrl: string | null;
  botToken: string;
  people: readonly { name: string; discordId: string; may: string }[];
};

const simulatorToken = { id: '1180000000000000900', secret: 'simulated-client-secret' };

/** Starts everything that the environment does not name as running elsewhere, in order, and says how to reach it. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, environment, say, log } = options;
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StackError(`The folder ${folder} cannot be written (${error.code}). Make it writable for yourself and start again.`);
  });
  const secrets = await readOrMakeSecrets(folder).catch((error: NodeJS.ErrnoException) => {
    throw new StackError(`The folder ${folder} cannot be written (${error.code}). Make it writable for yourself and start again.`);
  });
  const port = (wanted: number) => (options.hasFreePorts ? 0 : wanted);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const usesSimulator = !environment.DISCORD_TOKEN;
    const builds = Promise.all([
      options.without?.includes('web') || buildPart({ ...webBuild, log: say }),
      usesSimulator && buildPart({ ...clientBuild, log: say }),
    ]);
    builds.catch(() => {});

    // Discord first: who signs in, and the bot, need it.
    const simulator = usesSimulator ? await startSimulator() : null;
    const discordUrl = simulator?.url ?? (environment.PUBLIC_DISCORD_URL ?? 'https://discord.com');
    const webPort = options.hasFreePorts ? await freePort() : environment.PORT;
    const webUrl = options.hasFreePorts ? `http://127.0.0.1:${webPort}` : (environment.WEB_URL ?? `http://127.0.0.1:${webPort}`);

    const database = environment.PUBLIC_SUPABASE_URL ? null : await startDatabase();
    const supabase = database
      ? await startLocalSupabase(database.server, webUrl, discordUrl)
      : {
          supabaseUrl: environment.PUBLIC_SUPABASE_URL!,
          publishableKey: environment.PUBLIC_SUPABASE_PUBLISHABLE_KEY!,
          secretKey: environment.SUPABASE_SECRET_KEY!,
          uncovered: () => [],
        };
    const info: StackInfo = {
      supabaseUrl: supabase.supabaseUrl,
      publishableKey: supabase.publishableKey,
      secretKey: supabase.secretKey,
      databaseUrl: database?.ownerUrl ?? null,
      botDatabaseUrl: database?.botUrl ?? environment.BOT_DATABASE_URL!,
      webUrl,
      discordApiUrl: simulator ? `${simulator.url}/api` : (environment.DISCORD_API_URL ?? 'https://discord.com/api'),
      discordWebUrl: discordUrl,
      discordControlUrl: simulator ? `${simulator.url}/control` : null,
      botToken: environment.DISCORD_TOKEN ?? simulator!.botToken,
      people: simulator ? demoPeople : [],
    };
    if (simulator && database) await restoreStory(database.ownerUrl, info.discordControlUrl!);
    await builds;

    const discordEnvironment = {
      DISCORD_API_URL: info.discordApiUrl,
      DISCORD_CDN_URL: simulator ? `${simulator.url}/cdn` : (environment.DISCORD_CDN_URL ?? 'https://cdn.discordapp.com'),
    };
    const world: World = {
      info,
      simulator: simulator?.part ?? null,
      bot: null,
      web: null,
      startBot: async () => {
        world.bot = await runPart({
          name: 'bot',
          file: 'bot/src/main.ts',
          env: {
            ...discordEnvironment,
            DISCORD_TOKEN: info.botToken,
            BOT_DATABASE_URL: info.botDatabaseUrl,
            WEB_URL: webUrl,
            ...(environment.LOG_LEVEL ? { LOG_LEVEL: environment.LOG_LEVEL } : {}),
          },
          isReady: (line) => line.includes('"ready"'),
          log: (line) => log('bot', line),
          onExit: (code) => options.onExit?.('bot', code),
        });
        return world.bot;
      },
      startWeb: async () => {
        world.web = await runPart({
          name: 'desk',
          file: 'web/server.js',
          env: {
            NODE_ENV: 'production',
            HOST: environment.HOST,
            PORT: String(webPort),
            ORIGIN: webUrl,
            PUBLIC_SUPABASE_URL: info.supabaseUrl,
            PUBLIC_SUPABASE_PUBLISHABLE_KEY: info.publishableKey,
            DISCORD_API_URL: info.discordApiUrl,
            PUBLIC_DISCORD_CDN_URL: discordEnvironment.DISCORD_CDN_URL,
            PUBLIC_DISCORD_URL: discordUrl,
            ...(environment.PUBLIC_SENTRY_DSN ? { PUBLIC_SENTRY_DSN: environment.PUBLIC_SENTRY_DSN } : {}),
          },
          isReady: (line) => line.includes('Listening on'),
          log: (line) => log('desk', line),
          onExit: (code) => options.onExit?.('desk', code),
        });
        return world.web;
      },
      uncovered: async () => [...supabase.uncovered(), ...(simulator ? await simulator.uncovered() : [])],
      stop,
    };
    // Stopped together and first, while what they stand on still answers.
    stops.push(async () => {
      await Promise.all([world.bot?.stop(), world.web?.stop()]);
    });
    await Promise.all([
      options.without?.includes('bot') || world.startBot(),
      options.without?.includes('web') || world.startWeb(),
    ]);
    await writeWhole(join(folder, 'stack.json'), JSON.stringify(info, null, 2));
    return world;
  } catch (error) {
    await stop();
    throw error;
  }

  async function startSimulator() {
    const secret = simulatorToken.secret;
    let url = '';
    const part = await runPart({
      name: 'simulated Discord',
      file: 'bot/simulator/main.ts',
      env: {
        SIMULATOR_PORT: String(port(environment.LOCAL_DISCORD_PORT)),
        SIMULATOR_SNAPSHOT: join(folder, 'discord.json'),
        SIMULATOR_CLIENT_DIR: clientBuild.output,
      },
      isReady: (line) => {
        url = /listening on (http\S+)/i.exec(line)?.[1] ?? url;
        return url !== '';
      },
      log: (line) => log('discord', line),
      onExit: (code) => options.onExit?.('simulated Discord', code),
    });
    stops.push(part.stop);
    const state = (await (await fetch(`${url}/control/info`)).json()) as { botToken: string; clientId: string; clientSecret: string };
    return {
      part,
      url,
      ...state,
      secret,
      uncovered: async () => (await (await fetch(`${url}/control/uncovered`)).json()) as string[],
    };
  }

  async function startDatabase() {
    say('Starting Postgres …');
    const server = await startPostgres({
      dataDir: join(folder, 'postgres'),
      port: port(environment.LOCAL_POSTGRES_PORT),
      isDurable: options.isDurable ?? true,
      log: (line) => log('postgres', line),
    });
    stops.push(server.stop);
    const prepared = await prepareDatabase(server, secrets.botPassword, true);
    if (prepared.isNew) say('Told the demo guild its story.');
    else if (prepared.applied.length > 0) say(`Applied ${prepared.applied.length} migrations.`);
    return { server, ...prepared };
  }

  async function startLocalSupabase(server: Awaited<ReturnType<typeof startPostgres>>, webUrl: string, discordUrl: string) {
    const client = environment.DISCORD_TOKEN
      ? { clientId: environment.DISCORD_CLIENT_ID!, clientSecret: environment.DISCORD_CLIENT_SECRET! }
      : { clientId: simulatorToken.id, clientSecret: simulatorToken.secret };
    const stack = await startStack({
      postgres: server,
      database: 'postgres',
      port: port(environment.LOCAL_SUPABASE_PORT),
      siteUrl: webUrl,
      redirectUrls: [`${webUrl}/**`],
      discord: { url: discordUrl, ...client },
      filesDir: join(folder, 'files'),
      jwtSecret: secrets.jwtSecret,
      publishableKey: secrets.publishableKey,
      secretKey: secrets.secretKey,
      log: (line) => log('supabase', line),
    });
    stops.push(stack.stop);
    return stack;
  }
}

const webBuild = {
  name: 'desk',
  folder: 'web',
  sources: ['web/src', 'web/static', 'web/vite.config.ts', 'web/package.json', 'supabase/contracts'],
  output: 'web/build',
};
const clientBuild = {
  name: 'simulated Discord',
  folder: 'bot/simulator/client',
  sources: ['bot/simulator/client', 'bot/simulator/protocol.ts'],
  output: 'bot/simulator/client/dist',
};

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
