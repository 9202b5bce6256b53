import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import { Refusal } from '../rest/refusal.ts';
import { channelPermissions } from '../state/permissions.ts';
import type { Channel, World } from '../state/world.ts';

const lastSaid = new WeakMap<World, Map<string, number>>();

/** Slow mode: people wait between messages; those with Manage Messages, Manage Channels or Bypass Slowmode do not. Code 20016. */
export function requireSlowmode(world: World, channel: Channel, userId: Snowflake): void {
  if (channel.rate_limit_per_user === 0) return;
  const permissions = channelPermissions(world, channel, userId);
  if (permissions & (P.ManageMessages | P.ManageChannels | P.BypassSlowmode)) return;
  const said = lastSaid.get(world) ?? new Map<string, number>();
  lastSaid.set(world, said);
  const key = `${channel.id} ${userId}`;
  const left = (said.get(key) ?? 0) + channel.rate_limit_per_user * 1000 - Date.now();
  if (left > 0) {
    const body = {
      message: 'This action cannot be performed due to slowmode rate limit',
      code: 20016,
      retry_after: left / 1000,
    };
    throw new Refusal(429, body);
  }
  said.set(key, Date.now());
}
