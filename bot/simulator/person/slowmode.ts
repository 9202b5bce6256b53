import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Snowflake } from '../protocol.ts';
import { Refusal } from '../rest/refusal.ts';
import { channelPermissions } from '../state/permissions.ts';
import type { Channel, State } from '../state/state.ts';

const lastSaid = new WeakMap<State, Map<string, number>>();

/** Slow mode: people wait between messages; those with Manage Messages, Manage Channels or Bypass Slowmode do not. Code 20016. */
export function requireSlowmode(state: State, channel: Channel, userId: Snowflake): void {
  if (channel.rate_limit_per_user === 0) return;
  const permissions = channelPermissions(state, channel, userId);
  if (permissions & (P.ManageMessages | P.ManageChannels | P.BypassSlowmode)) return;
  const said = lastSaid.get(state) ?? new Map<string, number>();
  lastSaid.set(state, said);
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
