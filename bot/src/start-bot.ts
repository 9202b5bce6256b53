import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { listenToAccess } from './access/listen.ts';
import { listenToInteractions } from './commands/listen.ts';
import { registerCommands } from './commands/register.ts';
import { openDatabase, reachDatabase } from './database.ts';
import { connectClient, createClient, watchSessions, whenRefused } from './discord.ts';
import type { Env } from './env.ts';
import { keepLevel, type Level } from './keep-level.ts';
import { describeError, type Log } from './log.ts';
import { keepOrder } from './keep-order.ts';
import { createRelayRest, type Relay } from './outbox/relay.ts';
import { runOutbox } from './outbox/run-outbox.ts';
import { createWebhooks } from './outbox/webhooks.ts';
import { catchUpChannel } from './tickets/catch-up.ts';
import { createChannelQueue } from './tickets/channel-queue.ts';
import { listenToTickets } from './tickets/listen.ts';
import { createTicketChannels } from './tickets/ticket-channels.ts';

/** Waits for work to end, but no longer than this (ms). */
const within = (ms: number, work: Promise<unknown>) =>
  Promise.race([work, wait(ms, undefined, { ref: false })]);

export type Bot = {
  /** Finishes or gives back what it holds, and leaves Discord and the database. */
  stop: () => Promise<void>;
};

/**
 * Starts the bot: database, gateway, comparison, outbox; tickets are caught up while it works already. Throws an Error of
 * one line when it cannot start. `onEnd` hears when Discord closes the connection for good.
 */
export async function startBot(env: Env, log: Log, onEnd: (words: string) => void): Promise<Bot> {
  const stopping = new AbortController();
  const sql = openDatabase(env.BOT_DATABASE_URL);
  const client = createClient(env);
  let level: Level | null = null;
  const comeLevel = (since: number) => void level?.comeLevel(since);

  // What is known is asked of the database again whenever something may have been missed.
  const channels = createTicketChannels(sql);
  const queue = createChannelQueue({ sql, channels, log, onMissed: comeLevel });
  const order = keepOrder();
  const onFailure = (error: unknown) => {
    log.warn(describeError(error), 'a change of members or roles could not be written');
    comeLevel(Date.now());
  };
  listenToTickets({ client, queue, channels, log });
  listenToAccess({ sql, client, order, onFailure, onGuildHere: comeLevel });
  client.on('error', (error) => log.warn(describeError(error), 'discord.js'));
  client.on('shardError', (error) => log.warn(describeError(error), 'the gateway'));

  const onMarked = () => {
    const missed = queue.takeMissed();
    if (missed) log.info({ missed }, 'events were dropped; they are caught up now');
  };

  try {
    await reachDatabase(sql, env.BOT_DATABASE_URL, log);
    await channels.load();
    // Before the first live message is: what was missed lies after what was recorded last.
    await sql`select private.mark_catch_up(null)`;
    const connected = await connectClient(client, env.DISCORD_TOKEN);
    whenRefused(client, onEnd);
    watchSessions(connected, comeLevel);

    const rest = createRelayRest(env);
    const relay: Relay = {
      sql,
      rest,
      webhooks: createWebhooks(rest, connected.application.id),
      applicationId: connected.application.id,
      cdnUrl: env.DISCORD_CDN_URL,
      worker: randomUUID(),
      guild: (id) => client.guilds.cache.get(id),
      order,
      async compareGuild(id) {
        const guild = client.guilds.cache.get(id);
        return guild !== undefined && level !== null && level.compareGuild(guild);
      },
      log,
      onBound(guildId, channelId, isLate) {
        channels.add(channelId);
        const guild = client.guilds.cache.get(guildId);
        if (isLate && guild)
          catchUpChannel({ sql, client: connected, log }, guild, channelId).catch(() =>
            comeLevel(Date.now()),
          );
      },
    };
    const interactions = listenToInteractions(client, { sql, relay, log });
    level = keepLevel({ sql, client: connected, log, signal: stopping.signal, order, onMarked });
    await Promise.all([
      level.compareAccess(),
      // Tickets can be answered without commands.
      registerCommands(connected, log).catch((error: unknown) =>
        log.error(describeError(error), 'commands are not registered'),
      ),
    ]);
    const outbox = runOutbox(relay);
    void level.catchUp();
    return { stop };

    async function stop() {
      stopping.abort();
      await Promise.all([outbox.stop(4000), within(4000, interactions.drain())]);
      await client.destroy();
      await within(2000, Promise.all([queue.drain(), order.drain()]));
      await sql.end({ timeout: 1 });
    }
  } catch (error) {
    stopping.abort();
    await Promise.allSettled([client.destroy(), sql.end({ timeout: 1 })]);
    throw error;
  }
}
