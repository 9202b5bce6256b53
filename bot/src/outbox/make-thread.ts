import {
  ChannelType,
  Routes,
  ThreadAutoArchiveDuration,
  type APIThreadChannel,
  type RESTGetAPIGuildThreadsResult,
} from 'discord.js';
import { byAge } from '../snowflake.ts';
import { channelName } from './channel-name.ts';
import { readMembers } from './compare-thread.ts';
import { discard, untaken, type ChannelEntry } from './make-channel.ts';
import { assertTime, type Lease, type Relay } from './relay.ts';

/**
 * Makes a ticket's private thread in its category's text channel. Only who manages threads may invite into it; the database
 * grants a thread only to a category with a parent.
 */
export async function makeThread(
  relay: Relay,
  { ticket }: ChannelEntry,
  lease: Lease,
): Promise<APIThreadChannel> {
  assertTime(lease);
  const thread = (await relay.rest.post(Routes.threads(ticket.category.channel_parent_id!), {
    reason: `Ticket ${ticket.number}`,
    body: {
      type: ChannelType.PrivateThread,
      name: channelName(ticket),
      invitable: false,
      auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
    },
  })) as APIThreadChannel;
  const isPrivate = thread.type === ChannelType.PrivateThread && !thread.thread_metadata?.invitable;
  if (!isPrivate) await discard(relay, thread.id, 'thread');
  return thread;
}

/**
 * The thread that an attempt made before it was cut off: the bot's own, of the ticket's name, in its place, no other ticket's, and
 * with nobody in it but its requester.
 */
export async function findThread(
  relay: Relay,
  { guild_id, ticket, after_id }: ChannelEntry,
): Promise<APIThreadChannel | undefined> {
  const { threads } = (await relay.rest.get(
    Routes.guildActiveThreads(guild_id),
  )) as RESTGetAPIGuildThreadsResult;
  const alike = (threads as APIThreadChannel[]).filter(
    (thread) =>
      thread.type === ChannelType.PrivateThread &&
      thread.owner_id === relay.applicationId &&
      thread.parent_id === ticket.category.channel_parent_id &&
      thread.name === channelName(ticket) &&
      byAge(thread.id, after_id ?? '0') > 0,
  );
  for (const thread of await untaken(relay, alike)) {
    const members = await readMembers(relay, thread.id);
    if (members.every((id) => id === ticket.requester_id)) return thread;
  }
  return undefined;
}
