import { setTimeout as wait } from 'node:timers/promises';
import {
  Routes,
  SimpleIdentifyThrottler,
  type APIGatewayBotInfo,
  type REST,
  type WebSocketOptions,
} from 'discord.js';
import { identifiesLeft } from '../health/metrics.ts';
import { describeError, type Log } from '../log.ts';

/** Asked again at least this often (ms): an operator may have reset the token meanwhile. */
const askEvery = 600_000;

export type Waiting = {
  log: Log;
  /** Hears what is waited for, in words; null when nothing is any more. */
  onWait: (words: string | null) => void;
};

/**
 * Waits while Discord lets the bot begin only few more sessions. It allows 1,000 a day and resets the token of a bot that takes more
 * (https://discord.com/developers/docs/events/gateway#session-start-limit-object): whatever makes it identify over and over must end
 * before that, and the last hundredth is left to anyone who mends it. Throws what REST throws.
 */
export async function awaitIdentify(
  rest: REST,
  { log, onWait }: Waiting,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const { session_start_limit } = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
    const { total, remaining, reset_after } = session_start_limit;
    identifiesLeft.set(remaining);
    if (remaining >= Math.max(1, total / 100)) break;
    const until = new Date(Date.now() + reset_after).toISOString();
    const words = `Discord lets this bot begin only ${remaining} more of ${total} sessions: waiting until ${until}`;
    onWait(words);
    log.error({ remaining, total, seconds: Math.ceil(reset_after / 1000), waiting: true }, words);
    await wait(Math.min(reset_after, askEvery), undefined, { signal });
  }
  onWait(null);
}

/** The same before each later identify of a running client; the first has been waited for before its login. */
export function throttleIdentifies(rest: () => REST, waiting: Waiting): WebSocketOptions {
  let isFirst = true;
  return {
    async buildIdentifyThrottler(manager) {
      const { session_start_limit } = await manager.fetchGatewayInformation();
      const throttler = new SimpleIdentifyThrottler(session_start_limit.max_concurrency);
      return {
        async waitForIdentify(shardId, signal) {
          if (!isFirst)
            await awaitIdentify(rest(), waiting, signal).catch((error: unknown) => {
              if (signal.aborted) throw error;
              // Discord does not say: the gateway itself will.
              waiting.log.warn(describeError(error), 'it is not known how many sessions may be begun');
            });
          isFirst = false;
          await throttler.waitForIdentify(shardId, signal);
        },
      };
    },
  };
}
