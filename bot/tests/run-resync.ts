import { pino } from 'pino';
import { keepOrder } from '../src/access/keep-order.ts';
import { openDatabase } from '../src/database/database.ts';
import { connectClient, createClient } from '../src/discord/client.ts';
import { createBotPace } from '../src/discord/pace.ts';
import { createReader } from '../src/discord/read-discord.ts';
import { readEnv } from '../src/env.ts';
import { createCatchUpLimits } from '../src/resync/catch-up.ts';
import { createResync } from '../src/resync/resync.ts';
import { createChannelQueue } from '../src/tickets/channel-queue.ts';
import { followReactions } from '../src/tickets/follow-reactions.ts';
import { createTicketChannels } from '../src/tickets/ticket-channels.ts';
import { startDemo } from './start-demo.ts';

/** The bot's gateway and its resync, in this process and without live events: its timers need not be waited for. */
export async function runResync() {
  const demo = await startDemo(undefined, { isBotStarted: false });
  const env = readEnv(demo.env);
  const sql = openDatabase(env.BOT_DATABASE_URL);
  const log = pino({ level: 'silent' });
  const stopping = new AbortController();
  const { signal } = stopping;
  const waiting = { log, onWait: () => {} };
  const client = await connectClient(createClient(env, waiting), env.DISCORD_TOKEN, waiting);
  const read = createReader(client, createBotPace());
  const channels = createTicketChannels(sql);
  const queue = createChannelQueue({ sql, channels, log, onMissed: () => {} });
  const reactions = followReactions({ read, queue, channels, log, signal, onMissed: () => {} });
  const resync = createResync({
    sql,
    client,
    read,
    reactions,
    log,
    ...createCatchUpLimits(),
    signal,
    order: keepOrder(),
    onMarked: () => {},
  });
  return {
    ...demo,
    client,
    reactions,
    resync,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await client.destroy();
      await sql.end({ timeout: 1 });
      await demo[Symbol.asyncDispose]();
    },
  };
}
