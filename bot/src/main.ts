import { readEnv } from './env.ts';
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

const bot = await startBot(env, log, giveUp).catch((error: unknown) => giveUp(oneLine(error)));
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
