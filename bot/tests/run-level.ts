import { pino } from 'pino';
import { openDatabase } from '../src/database/database.ts';
import { connectClient, createClient } from '../src/discord/client.ts';
import { readEnv } from '../src/env.ts';
import { keepLevel } from '../src/resync/keep-level.ts';
import { keepOrder } from '../src/access/keep-order.ts';
import { createBotPace } from '../src/discord/pace.ts';
import { createCatchUpLimits } from '../src/resync/catch-up.ts';
import { createChannelQueue } from '../src/tickets/channel-queue.ts';
import { followReactions } from '../src/tickets/follow-reactions.ts';
import { createReader } from '../src/discord/read-discord.ts';
import { createTicketChannels } from '../src/tickets/ticket-channels.ts';
import { startWorld } from './start-world.ts';

/** The bot's gateway and what keeps it level, in this process and without live events: its timers need not be waited for. */
export async function runLevel() {
  const world = await startWorld(undefined, { isBotStarted: false });
  const env = readEnv(world.env);
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
  const level = keepLevel({
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
    ...world,
    client,
    reactions,
    level,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await client.destroy();
      await sql.end({ timeout: 1 });
      await world[Symbol.asyncDispose]();
    },
  };
}
