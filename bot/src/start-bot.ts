import { keepOrder } from './access/keep-order.ts';
import { listenToAccess } from './access/listen.ts';
import { listenToInteractions } from './commands/listen.ts';
import { registerCommands } from './commands/register.ts';
import { countQueries } from './database/count-queries.ts';
import { call } from './database/call.ts';
import { openDatabase, reachDatabase } from './database/database.ts';
import { connectClient, createClient, tokenRefused, watchSessions, whenRefused } from './discord/client.ts';
import { createBotPace } from './discord/pace.ts';
import { createReader } from './discord/read-discord.ts';
import { createRelayRest } from './discord/relay-rest.ts';
import { createRequestBudget } from './discord/request-budget.ts';
import type { Env } from './env.ts';
import type { Vitals } from './health/vitals.ts';
import { runJobs } from './jobs/run-jobs.ts';
import { describeError, type Log } from './log.ts';
import { kindOf, type Needs } from './outbox/kinds.ts';
import { openChannel } from './outbox/kinds/open-channel.ts';
import { runOutbox } from './outbox/run-outbox.ts';
import { createWebhooks } from './outbox/webhooks.ts';
import { watchPanels } from './panels/watch-panels.ts';
import { catchUpChannel, createCatchUpLimits } from './resync/catch-up.ts';
import { resyncGuild } from './resync/resync-guild.ts';
import { createResync, type Resync } from './resync/resync.ts';
import { holdShard, type HeldShard } from './shard/hold-shard.ts';
import { openBucket } from './storage/bucket.ts';
import { runFiles } from './storage/run-files.ts';
import { createChannelQueue } from './tickets/channel-queue.ts';
import { followReactions } from './tickets/follow-reactions.ts';
import { listenToTickets } from './tickets/listen.ts';
import { createTicketChannels } from './tickets/ticket-channels.ts';
import { runTimers } from './timers/run-timers.ts';
import { within } from './within.ts';

/**
 * Access is compared before anybody is served, unless it takes longer than this (ms). A gateway answers 120 questions a minute
 * (https://discord.com/developers/docs/events/gateway#rate-limiting), one for each guild: with more guilds than that waiting is in vain.
 */
const comparedFirst = (guilds: number) => (guilds > 120 ? 0 : 500);

export type Bot = {
  /** Finishes or gives back what it holds, and leaves Discord and the database. */
  stop: () => Promise<void>;
};

/**
 * Starts the bot: database, its shard's lease, gateway, comparison, outbox; tickets are caught up while it works already. Throws an
 * Error of one line when it cannot start. `onEnd` hears when Discord, or another process of the same shard, ends it for good.
 */
export async function startBot(
  env: Env,
  log: Log,
  vitals: Vitals,
  onEnd: (words: string) => void,
): Promise<Bot> {
  const stopping = new AbortController();
  const { sql, count } = countQueries(openDatabase(env.BOT_DATABASE_URL));
  const budget = createRequestBudget({ onTokenRefused: () => onEnd(tokenRefused) });
  const onWait = (words: string | null) => (vitals.waiting = words);
  const waiting = { log, onWait };
  const client = createClient(env, waiting, budget);
  Object.assign(vitals, { sql, client, budget, pool: count });
  let resync: Resync | null = null;
  const onMissed = (since: number, guildId?: string) => void resync?.resyncSince(since, guildId);

  // What is known is asked of the database again whenever something may have been missed.
  const channels = createTicketChannels(sql);
  const queue = createChannelQueue({ sql, channels, log, onMissed });
  const order = keepOrder();
  const pace = createBotPace();
  const read = createReader(client, pace);
  const reactions = followReactions({
    read,
    queue,
    channels,
    log,
    signal: stopping.signal,
    onMissed,
  });
  const onFailure = (error: unknown) => {
    log.warn(describeError(error), 'a change of members or roles could not be written');
    onMissed(Date.now());
  };
  const panels = watchPanels({ sql, onFailure });
  listenToTickets({ client, queue, channels, reactions, panels, log });
  listenToAccess({
    sql,
    client,
    order,
    resyncGuild: (guild) => resyncGuild(sql, guild, order),
    onFailure,
    onGuildHere: onMissed,
  });
  client.on('error', (error) => log.warn(describeError(error), 'discord.js'));
  client.on('shardError', (error) => log.warn(describeError(error), 'the gateway'));

  const onMarked = () => {
    const missed = queue.takeMissed();
    if (missed) log.info({ missed }, 'events were dropped; they are caught up now');
  };

  let leave = async () => client.destroy();
  let held: HeldShard | null = null;
  try {
    await reachDatabase(sql, env.BOT_DATABASE_URL, log);
    const { shard, worker } = vitals;
    // Before anything is asked of Discord: a second process begins no session that would take events from the first.
    held = await holdShard({ sql, shard, worker, log, onWait, onLost: (words) => void lose(words) });
    vitals.held = held;
    await Promise.all([channels.load(), panels.load()]);
    // Before the first live message is: what was missed lies after what was recorded last.
    await call(sql, 'mark_catch_up', { since: null, guild: null });
    const connected = await connectClient(client, env.DISCORD_TOKEN, waiting);
    whenRefused(client, onEnd);
    watchSessions(connected, onMissed);

    const catchUp = { sql, client: connected, read, reactions, log, ...createCatchUpLimits() };
    const rest = createRelayRest(env, connected, budget, pace);
    const cdnUrl = env.DISCORD_CDN_URL;
    const bucket = openBucket(env);
    const needs: Needs = {
      sql,
      rest,
      webhooks: createWebhooks(rest, connected.application.id),
      applicationId: connected.application.id,
      cdnUrl,
      bucket,
      worker,
      guild: (id) => client.guilds.cache.get(id),
      order,
      async compareGuild(id) {
        const guild = client.guilds.cache.get(id);
        return guild !== undefined && resync !== null && resync.compareGuild(guild);
      },
      log,
      onBound(guildId, channelId, isLate) {
        channels.add(channelId);
        const guild = client.guilds.cache.get(guildId);
        if (isLate && guild)
          catchUpChannel(catchUp, guild, channelId).catch(() => onMissed(Date.now(), guildId));
      },
      onPublished: (channelId) => panels.add(channelId),
    };
    const interactions = listenToInteractions(client, {
      sql,
      log,
      worker,
      openChannel: (entry, lease) => openChannel.work(needs, entry, lease),
    });
    resync = createResync({ ...catchUp, signal: stopping.signal, order, onMarked });
    const compared = resync.compareAccess().catch((error: unknown) => {
      log.warn(describeError(error), 'access could not be compared');
      onMissed(Date.now());
    });
    await Promise.all([
      within(comparedFirst(client.guilds.cache.size), compared),
      // Tickets can be answered without commands.
      registerCommands(connected, pace, log).catch((error: unknown) =>
        log.error(describeError(error), 'commands are not registered'),
      ),
    ]);
    const working = { sql, log, worker, holdsShard: held.isHeld };
    const outbox = runOutbox({
      ...working,
      deliver: (entry, lease) => kindOf(entry.kind).work(needs, entry, lease),
    });
    const files = runFiles({ sql, rest, cdnUrl, bucket, log });
    const timers = runTimers(working);
    const jobs = runJobs(working);
    vitals.isStarted = true;
    void resync.catchUp();
    leave = async () => {
      await Promise.all([
        outbox.stop(4000),
        within(4000, Promise.all([interactions.drain(), timers.stop(), jobs.stop()])),
        within(2000, files.stop()),
      ]);
      await client.destroy();
      await within(2000, Promise.all([queue.drain(), order.drain()]));
    };
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop() {
    stopping.abort();
    await leave();
    // The next process begins where this one has ended.
    await within(1000, held?.release().catch(() => {}) ?? Promise.resolve());
    await sql.end({ timeout: 1 });
  }

  /** What is under way ends within the leases of its lanes. */
  async function lose(words: string) {
    log.error(words);
    await stop();
    onEnd(words);
  }
}
