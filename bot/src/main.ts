import { randomUUID } from 'node:crypto';
import { readEnv } from './env.ts';
import { serveHealth } from './health/serve-health.ts';
import { createVitals } from './health/vitals.ts';
import { createLog, describeError } from './log.ts';
import { startBot } from './start-bot.ts';

/** Ends the process with one line that says what to do. */
function giveUp(words: string): never {
  process.stderr.write(`bot: ${words}\n`);
  process.exit(1);
}

const oneLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

let env;
try {
  env = readEnv(process.env);
} catch (error) {
  giveUp(oneLine(error));
}

const log = createLog(env.LOG_LEVEL);
process.on('unhandledRejection', (error) => log.error(describeError(error), 'unhandled'));
process.on('uncaughtException', (error) => {
  log.fatal(describeError(error), 'the bot ends');
  giveUp(`it ends after an error of its own: ${oneLine(error)}`);
});

const vitals = createVitals(env.DISCORD_SHARDS, randomUUID());
if (env.HEALTH_PORT !== undefined) {
  const { HEALTH_HOST: host, HEALTH_PORT: wanted } = env;
  const port = await serveHealth(vitals, { host, port: wanted }).catch((error: unknown) =>
    giveUp(oneLine(error)),
  );
  log.info({ host, port }, 'health is served');
}

const bot = await startBot(env, log, vitals, giveUp).catch((error: unknown) => giveUp(oneLine(error)));
log.info({ ms: Math.round(performance.now()), rss: process.memoryUsage().rss }, 'ready');

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping');
    bot.stop().then(
      () => process.exit(0),
      (error: unknown) => giveUp(oneLine(error)),
    );
  });
}
