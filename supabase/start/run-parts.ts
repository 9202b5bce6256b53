import { botFile, compiled } from './build-part.ts';
import { runPart, type Part } from './run-part.ts';
import type { StackInfo, StackOptions } from './stack.ts';

const given = (variables: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

/** A line in which the bot says that it waits: for another process of its shard, or for Discord to let it begin a session. */
const waitsFor = (line: string) =>
  line.includes('"waiting":true') ? (JSON.parse(line) as { msg: string }).msg : null;

/** The bot as a process of its own, ready when it is connected to Discord and the database, or says what it waits for. */
export function runBot(info: StackInfo, options: StackOptions, nodeArguments: string[] = []): Promise<Part> {
  const { environment, log, onExit, isWatching, say } = options;
  const health = new URL(info.botHealthUrl);
  return runPart({
    name: 'The bot',
    // What is loaded before it may change its sources.
    file: isWatching || nodeArguments.length > 0 ? botFile.source : botFile.built,
    // A small young generation: 110 instead of 125 MB at ready, and no measurable time.
    nodeArguments: ['--max-semi-space-size=2', ...(isWatching ? ['--watch'] : []), ...nodeArguments],
    env: given({
      DISCORD_TOKEN: info.botToken,
      DISCORD_API_URL: info.discordApiUrl,
      DISCORD_CDN_URL: info.discordCdnUrl,
      BOT_DATABASE_URL: info.botDatabaseUrl,
      SUPABASE_URL: info.supabaseUrl,
      SUPABASE_SECRET_KEY: info.secretKey,
      WEB_URL: info.webUrl,
      LOG_LEVEL: environment.LOG_LEVEL,
      HEALTH_HOST: health.hostname,
      HEALTH_PORT: health.port,
      DISCORD_SHARDS: environment.DISCORD_SHARDS,
      NODE_COMPILE_CACHE: compiled,
    }),
    isReady: (line) => line.includes('"msg":"ready"') || waitsFor(line) !== null,
    log: (line) => {
      log('bot', line);
      const words = waitsFor(line);
      if (words) say(`The bot: ${words}.`);
    },
    onExit: (code) => onExit?.('bot', code),
    onSpawn: (child) => options.onSpawn?.('bot', child),
  });
}

/** The desk as a process of its own, ready when it listens. */
export function runDesk(info: StackInfo, port: number, options: StackOptions): Promise<Part> {
  const { environment, log, onExit, isWatching } = options;
  return runPart({
    name: 'The desk',
    file: isWatching ? 'web/dev-server.js' : 'web/server.js',
    env: given({
      NODE_ENV: isWatching ? 'development' : 'production',
      HOST: environment.HOST,
      PORT: String(port),
      ORIGIN: info.webUrl,
      PUBLIC_SUPABASE_URL: info.supabaseUrl,
      PUBLIC_SUPABASE_PUBLISHABLE_KEY: info.publishableKey,
      DISCORD_API_URL: info.discordApiUrl,
      PUBLIC_DISCORD_CDN_URL: info.discordCdnUrl,
      PUBLIC_DISCORD_URL: info.discordWebUrl,
      PUBLIC_SENTRY_DSN: environment.PUBLIC_SENTRY_DSN,
      LOG_LEVEL: environment.LOG_LEVEL,
      METRICS_TOKEN: info.metricsToken,
    }),
    isReady: (line) => line.includes('Listening on'),
    log: (line) => log('desk', line),
    onExit: (code) => onExit?.('desk', code),
    onSpawn: (child) => options.onSpawn?.('desk', child),
  });
}
