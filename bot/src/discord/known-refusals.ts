import {
  ChannelType,
  PermissionFlagsBits as P,
  RESTJSONErrorCodes as Code,
  Status,
  type Client,
  type Guild,
  type GuildBasedChannel,
  type PermissionsBitField,
  type RESTOptions,
} from 'discord.js';
import { requests } from '../health/metrics.ts';

type Send = RESTOptions['makeRequest'];
type Need = { method: string; path: RegExp; permission: bigint; inThreads?: bigint };

/**
 * What a request asks of the bot in its channel, beside seeing it (https://discord.com/developers/docs/resources/channel,
 * …/message, …/webhook), and in a thread where that is something else; 0n: Discord alone knows.
 */
const needs: Need[] = [
  // Without it Discord shows an empty channel, which would pass for one whose messages are all deleted.
  { method: 'GET', path: /\/messages(\/\d+)?$/, permission: P.ReadMessageHistory },
  { method: 'POST', path: /\/messages$/, permission: P.SendMessages, inThreads: P.SendMessagesInThreads },
  { method: 'GET', path: /\/webhooks$/, permission: P.ManageWebhooks },
  { method: 'POST', path: /\/webhooks$/, permission: P.ManageWebhooks },
  { method: 'POST', path: /\/threads$/, permission: P.CreatePrivateThreads },
  { method: 'PUT', path: /\/permissions\/\d+$/, permission: P.ManageRoles },
  { method: 'PATCH', path: /\/channels\/\d+$/, permission: P.ManageChannels, inThreads: 0n },
];

const words = { [Code.MissingAccess]: 'Missing Access', [Code.MissingPermissions]: 'Missing Permissions' };

/**
 * A way to send that answers as Discord would what Discord is known to refuse, without asking it: the gateway tells the bot's
 * permissions in each channel. What is not known for sure is asked.
 */
export function refuseKnown(client: () => Client, label: { client: 'gateway' | 'relay' }, send: Send): Send {
  return async (url, init) => {
    const code = knownRefusal(client(), init.method ?? 'GET', new URL(url).pathname);
    if (!code) return send(url, init);
    requests.inc({ ...label, status: 'unsent' });
    const refusal = Response.json({ code, message: words[code] }, { status: 403 });
    return refusal as Awaited<ReturnType<Send>>;
  };
}

function knownRefusal(client: Client, method: string, path: string): keyof typeof words | null {
  const [, id] = /\/channels\/(\d+)(?:\/|$)/.exec(path) ?? [];
  if (id) return refusalInChannel(client.channels.cache.get(id), method, path);
  const [, guildId] = /\/guilds\/(\d+)\/channels$/.exec(path) ?? [];
  const guild = guildId ? client.guilds.cache.get(guildId) : undefined;
  if (method !== 'POST' || !guild || !isCurrent(guild)) return null;
  const may = (permissions: Readonly<PermissionsBitField> | null | undefined) =>
    permissions?.has(P.ManageChannels) ?? true;
  // A category may give what the guild does not.
  const mayAnywhere =
    may(guild.members.me?.permissions) || guild.channels.cache.some((channel) => may(permissionsIn(channel)));
  return mayAnywhere ? null : Code.MissingPermissions;
}

function refusalInChannel(
  channel: ReturnType<Client['channels']['cache']['get']>,
  method: string,
  path: string,
): keyof typeof words | null {
  if (!channel || channel.isDMBased() || !isCurrent(channel.guild)) return null;
  const permissions = permissionsIn(channel);
  if (!permissions) return null;
  if (!permissions.has(P.ViewChannel)) return Code.MissingAccess;
  const need = needs.find((one) => one.method === method && one.path.test(path));
  if (!need) return null;
  // Other channels take no threads at all, which is another refusal.
  if (need.permission === P.CreatePrivateThreads && channel.type !== ChannelType.GuildText) return null;
  const permission = (channel.isThread() ? need.inThreads : undefined) ?? need.permission;
  return permissions.has(permission) ? null : Code.MissingPermissions;
}

/** Null while it is not known. */
const permissionsIn = (channel: GuildBasedChannel) => {
  const { me } = channel.guild.members;
  return me && channel.permissionsFor(me);
};

/** Nothing that changed is still on its way: the guild is in no outage, and its shard hears Discord. */
export const isCurrent = (guild: Guild): boolean => guild.available && guild.shard.status === Status.Ready;
