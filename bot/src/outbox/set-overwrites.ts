import { Routes, type APIOverwrite, type APITextChannel } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { channelName } from './channel-name.ts';
import { compareThread } from './compare-thread.ts';
import { isAsMeant, permissionNames, type Overwrites } from './fit-overwrites.ts';
import { ticketOverwrites } from './overwrites.ts';
import { assertTime, NotPrivate, type Lease, type Relay } from './relay.ts';
import { settleEntry } from './settle.ts';

export type OverwritesEntry = Extract<OutboxEntry, { kind: 'set_overwrites' }>;
type Written = Pick<OverwritesEntry, 'guild_id' | 'ticket'>;

/**
 * Lets into a ticket's channel whom its grants, its restriction and the names on it let in now, and nobody else. A channel's
 * overwrites are written anew as a whole, by one request; a thread has none, but members. Throws what REST throws.
 */
export async function setOverwrites(relay: Relay, entry: OverwritesEntry, lease: Lease): Promise<void> {
  const { ticket } = entry;
  if (!ticket.channel_id || ticket.channel_state !== 'open')
    return settleEntry(relay.sql, entry, 'dropped', 'no channel');
  assertTime(lease);
  if (ticket.channel_kind === 'thread') await compareThread(relay, ticket, ticket.channel_id);
  else await writeOverwrites(relay, entry, ticket.channel_id);
  await settleEntry(relay.sql, entry, 'done');
}

/** One request. Throws NotPrivate when the channel is not as it was meant after it. */
export async function writeOverwrites(relay: Relay, entry: Written, channelId: string): Promise<void> {
  const overwrites = ticketOverwrites(relay, entry, channelId);
  const answer = (await relay.rest.patch(Routes.channel(channelId), {
    body: { permission_overwrites: overwrites.sent },
    reason: `Ticket ${entry.ticket.number}`,
  })) as APITextChannel;
  assertWritten(answer.permission_overwrites, overwrites, entry);
}

/** Throws NotPrivate when what Discord has is not what was meant. */
export function assertWritten(
  found: APIOverwrite[] | undefined,
  overwrites: Overwrites,
  { ticket }: Pick<Written, 'ticket'>,
): void {
  if (isAsMeant(found, overwrites)) return;
  const where = `#${channelName(ticket)}`;
  throw new NotPrivate(
    overwrites.lacking
      ? `The bot cannot deny ${permissionNames(overwrites.lacking)} in ${where}: it lacks that itself`
      : `Discord did not set who sees ${where} and who writes there as the bot asked`,
  );
}
