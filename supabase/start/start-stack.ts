import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../local/postgres/free-port.ts';
import { StackError } from '../local/stack-error.ts';
import { clearLeftover } from '../local/postgres/leftover.ts';
import { awaitPorts } from './await-ports.ts';
import { buildBot, buildClient, buildDesk } from './build-part.ts';
import { demoPeople } from './demo-people.ts';
import { moveForeignDataAside } from './local-data.ts';
import { restoreStory } from './restore-story.ts';
import { runBot, runDesk } from './run-parts.ts';
import { readOrMakeSecrets } from './secrets.ts';
import { startLocalSupabase } from './start-local-supabase.ts';
import { startSimulatedDiscord } from './start-simulated-discord.ts';
import type { StackInfo, Stack, StackOptions } from './stack.ts';

/**
 * Starts, in order, everything that the environment does not name as running elsewhere, writes `stack.json` into the
 * folder, and says how to reach it all. Demo, tests and benchmarks start by this one function.
 * Throws a StackError of one line for what a person can mend; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, environment, say } = options;
  const secrets = await openFolder(options);
  if (!options.hasFreePorts) await awaitPorts(environment);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const builds = Promise.all([
      options.without?.includes('desk') || options.isWatching || buildDesk(say),
      environment.DISCORD_TOKEN || buildClient(say),
      options.without?.includes('bot') || options.isWatching || buildBot(say),
    ]);
    // Awaited below; until then a failure waits here.
    builds.catch(() => {});

    const discordStart = environment.DISCORD_TOKEN ? null : startSimulatedDiscord(options);
    discordStart?.catch(() => {});
    stops.push(async () => (await discordStart?.catch(() => null))?.part.stop());
    const webPort = options.hasFreePorts ? await freePort() : environment.PORT;
    const webUrl = (!options.hasFreePorts && environment.WEB_URL) || `http://127.0.0.1:${webPort}`;
    const healthPort = options.hasFreePorts ? await freePort() : environment.HEALTH_PORT;
    const realDiscordUrl = environment.PUBLIC_DISCORD_URL ?? 'https://discord.com';
    // Known when the simulated Discord listens, needed when the database is ready: both are begun at once.
    const readLogin = async () => {
      const simulated = await discordStart;
      return {
        webUrl,
        discordUrl: simulated?.url ?? realDiscordUrl,
        clientId: simulated?.clientId ?? environment.DISCORD_CLIENT_ID!,
        clientSecret: simulated?.clientSecret ?? environment.DISCORD_CLIENT_SECRET!,
      };
    };
    const local = environment.PUBLIC_SUPABASE_URL
      ? null
      : await startLocalSupabase(options, secrets, readLogin);
    if (local) stops.push(local.stop);
    const discord = await discordStart;
    if (local && discord) await restoreStory(local.databaseUrl, discord.controlUrl);

    const info: StackInfo = {
      supabaseUrl: local?.supabaseUrl ?? environment.PUBLIC_SUPABASE_URL!,
      publishableKey: local?.publishableKey ?? environment.PUBLIC_SUPABASE_PUBLISHABLE_KEY!,
      secretKey: local?.secretKey ?? environment.SUPABASE_SECRET_KEY!,
      databaseUrl: local?.databaseUrl ?? null,
      botDatabaseUrl: local?.botDatabaseUrl ?? environment.BOT_DATABASE_URL!,
      webUrl,
      discordApiUrl: discord
        ? `${discord.url}/api`
        : (environment.DISCORD_API_URL ?? 'https://discord.com/api'),
      discordCdnUrl: discord
        ? `${discord.url}/cdn`
        : (environment.DISCORD_CDN_URL ?? 'https://cdn.discordapp.com'),
      discordWebUrl: discord?.url ?? realDiscordUrl,
      discordControlUrl: discord?.controlUrl ?? null,
      botToken: environment.DISCORD_TOKEN ?? discord!.botToken,
      botHealthUrl: `http://${environment.HEALTH_HOST}:${healthPort}`,
      metricsToken: environment.METRICS_TOKEN ?? randomBytes(24).toString('base64url'),
      people: discord ? demoPeople : [],
    };
    const stack: Stack = {
      info,
      parts: discord ? { 'simulated Discord': discord.part } : {},
      supabase: local && { stop: local.stopServices, start: local.startServices },
      startBot: async () => (stack.parts.bot = await runBot(info, options)),
      startDesk: async () => (stack.parts.desk = await runDesk(info, webPort, options)),
      uncovered: async () => [...(local?.uncovered() ?? []), ...((await discord?.uncovered()) ?? [])],
      stop,
    };
    // Stopped first and together, while what they stand on still answers.
    stops.push(async () => {
      await Promise.all([stack.parts.bot?.stop(), stack.parts.desk?.stop()]);
    });
    await builds;
    await Promise.all([
      options.without?.includes('bot') || stack.startBot(),
      options.without?.includes('desk') || stack.startDesk(),
    ]);
    await writeWhole(join(folder, 'stack.json'), JSON.stringify(info, null, 2));
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openFolder({ folder, environment, say }: StackOptions) {
  try {
    await mkdir(folder, { recursive: true });
    // Says so when TicketFlow runs on this folder already, before anything is started twice.
    await clearLeftover(join(folder, 'postgres'));
    const aside = environment.PUBLIC_SUPABASE_URL ? null : await moveForeignDataAside(folder);
    if (aside)
      say(
        `The data here was made by other migrations: it is kept in ${aside}, and this start begins from scratch.`,
      );
    return await readOrMakeSecrets(folder);
  } catch (error) {
    if (error instanceof StackError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new StackError(
      `The folder ${folder} cannot be written (${code}). Make it writable for yourself and start again.`,
    );
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
