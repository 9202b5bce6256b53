import {
  GatewayDispatchEvents,
  type Client,
  type GatewayGuildMemberAddDispatchData,
  type GatewayGuildMemberRemoveDispatchData,
  type GatewayGuildMemberUpdateDispatchData,
  type Guild,
} from 'discord.js';
import { call } from '../database/call.ts';
import { insist, type Database } from '../database/database.ts';
import { toMember } from '../discord/to-member.ts';
import type { Order } from './keep-order.ts';
import { syncGuild } from './sync-guild.ts';

type Given = {
  sql: Database;
  client: Client;
  order: Order;
  /** Compares what decides access in a guild as a whole. */
  resyncGuild: (guild: Guild) => Promise<void>;
  /** What an event said could not be written. */
  onFailure: (error: unknown) => void;
  /** A guild is here that was not since then (ms since 1970): its tickets are to be caught up. */
  onGuildHere: (since: number, guildId: string) => void;
};

/**
 * The fast path of access: what Discord says of guilds, roles and members goes to the database at once.
 * Member events are read from the packet, which always carries the whole list of roles.
 */
export function listenToAccess({ sql, client, order, resyncGuild, onFailure, onGuildHere }: Given): void {
  const write = (guildId: string, work: () => Promise<void>) =>
    void order.inOrder(guildId, work).catch(onFailure);
  const writeMember = (data: { guild_id: string; user: { id: string } }, work: () => Promise<void>) => {
    order.touch(data.guild_id, data.user.id);
    write(data.guild_id, work);
  };
  const onMember = (data: GatewayGuildMemberAddDispatchData | GatewayGuildMemberUpdateDispatchData) =>
    writeMember(data, () => updateMember(sql, data));
  client.ws.on(GatewayDispatchEvents.GuildMemberUpdate, onMember);
  client.ws.on(GatewayDispatchEvents.GuildMemberAdd, onMember);
  client.ws.on(GatewayDispatchEvents.GuildMemberRemove, (data: GatewayGuildMemberRemoveDispatchData) =>
    writeMember(data, async () => {
      await insist(() => call(sql, 'remove_member', { guild: data.guild_id, person: data.user.id }));
    }),
  );

  const onGuild = (guild: Guild) => write(guild.id, () => syncGuild(sql, guild, false));
  client.on('roleCreate', (role) => onGuild(role.guild));
  client.on('roleUpdate', (_, role) => onGuild(role.guild));
  client.on('roleDelete', (role) => onGuild(role.guild));
  client.on('guildUpdate', (_, guild) => onGuild(guild));

  const awaySince = new Map<string, number>();
  const onHere = (guild: Guild) => {
    if (!client.isReady()) return;
    const since = awaySince.get(guild.id) ?? Date.now();
    awaySince.delete(guild.id);
    resyncGuild(guild).then(() => onGuildHere(since, guild.id), onFailure);
  };
  client.on('guildCreate', onHere);
  client.on('guildAvailable', onHere);
  const onStatus = (guild: Guild, status: string) =>
    write(guild.id, async () => {
      await call(sql, 'set_guild_status', { guild: guild.id, status });
    });
  client.on('guildUnavailable', (guild) => {
    awaySince.set(guild.id, Date.now());
    onStatus(guild, 'unavailable');
  });
  client.on('guildDelete', (guild) => onStatus(guild, 'left'));
}

async function updateMember(
  sql: Database,
  data: GatewayGuildMemberAddDispatchData | GatewayGuildMemberUpdateDispatchData,
): Promise<void> {
  const member = toMember(data, data.user);
  await insist(() => call(sql, 'update_member', { guild: data.guild_id, member }));
}
