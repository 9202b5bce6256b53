import { Client, GatewayCloseCodes, GatewayIntentBits, Options } from 'discord.js';
import type { Env } from '../env.ts';
import { awaitIdentify, throttleIdentifies, type Waiting } from './await-identify.ts';
import { refuseKnown } from './known-refusals.ts';
import { createRequestBudget, type RequestBudget } from './request-budget.ts';

/**
 * The client. Messages and members are taken from the gateway's own packets (`tickets/listen.ts`, `access/listen.ts`), so
 * nothing that decides depends on what a cache happens to hold. No GuildMember partial: with it a lost last role can
 * arrive as no event at all.
 */
export function createClient(
  env: Env,
  waiting: Waiting,
  budget: RequestBudget = createRequestBudget(),
): Client {
  const client: Client = new Client({
    shards: [env.DISCORD_SHARDS.id],
    shardCount: env.DISCORD_SHARDS.count,
    ws: throttleIdentifies(() => client.rest, waiting),
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMembers,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.MessageContent,
    ],
    rest: {
      api: env.DISCORD_API_URL,
      cdn: env.DISCORD_CDN_URL,
      makeRequest: refuseKnown(() => client, { client: 'gateway' }, budget.guard('gateway', patience)),
    },
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
  return client;
}

/** How long a request of the client waits for its turn when Discord has refused many (ms): less than its timeout of 15 s. */
const patience = 10_000;

/** Logs in and answers when every guild is there. Throws an Error of one line that says what to do. */
export async function connectClient(client: Client, token: string, waiting: Waiting): Promise<Client<true>> {
  const refuse = (error: Error) => {
    throw new Error(explainLogin(error), { cause: error });
  };
  await awaitIdentify(client.rest.setToken(token), waiting).catch(refuse);
  const ready = new Promise<Client<true>>((resolve, reject) => {
    client.once('clientReady', resolve);
    whenRefused(client, (words) => reject(new Error(words)));
  });
  // The gateway may refuse before login answers; neither promise may be left to reject unheard.
  const [, connected] = await Promise.all([client.login(token).catch(refuse), ready]);
  return connected;
}

/**
 * Tells when the gateway has started a new session, which replays nothing, and since when (ms since 1970) something may have
 * been missed: the last heartbeat that Discord answered before the connection broke. A resumed session misses nothing.
 */
export function watchSessions(client: Client<true>, onFreshSession: (since: number) => void): void {
  const brokenSince = new Map<number, number>();
  client.on('shardReconnecting', (id) => {
    const heard = client.ws.shards.get(id)?.lastPingTimestamp ?? -1;
    if (!brokenSince.has(id)) brokenSince.set(id, Math.max(heard, client.readyTimestamp));
  });
  client.on('shardResume', (id) => brokenSince.delete(id));
  client.on('shardReady', (id) => {
    onFreshSession(brokenSince.get(id) ?? client.readyTimestamp);
    brokenSince.delete(id);
  });
}

export const tokenRefused =
  "Discord does not accept DISCORD_TOKEN: copy the bot's token from the developer portal again";

function explainLogin(error: Error & { code?: string; status?: number }): string {
  if (error.code === 'TokenInvalid' || error.status === 401) return tokenRefused;
  return `Discord cannot be reached (${error.code ?? error.message}): check the connection, and DISCORD_API_URL`;
}

/** Tells when Discord closed the gateway and will not have it back; after other codes discord.js tries again. */
export function whenRefused(client: Client, onRefused: (words: string) => void): void {
  client.on('shardDisconnect', ({ code }) => onRefused(explainClose(code)));
}

/** Why the gateway closed for good (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway). */
function explainClose(code: number): string {
  if (code === GatewayCloseCodes.AuthenticationFailed) return tokenRefused;
  if (code === GatewayCloseCodes.DisallowedIntents || code === GatewayCloseCodes.InvalidIntents)
    return "Discord refuses the bot's intents: switch on Server Members Intent and Message Content Intent in the developer portal";
  if (code === GatewayCloseCodes.ShardingRequired || code === GatewayCloseCodes.InvalidShard)
    return 'Discord wants this bot to be split into more shards: start one process for each, with DISCORD_SHARDS';
  return `Discord closed the connection for good (${code})`;
}
