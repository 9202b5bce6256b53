import {
  ChannelType,
  Routes,
  ThreadAutoArchiveDuration,
  type APIThreadChannel,
  type REST,
  type RESTGetAPIGuildThreadsResult,
} from 'discord.js';
import type { Database } from '../database/database.ts';
import { byAge } from '../discord/snowflake.ts';
import { wordsFor } from '../words/words-for.ts';
import { channelName } from './channel-name.ts';
import { readMembers } from './compare-thread.ts';
import { assertTime, type Lease } from './lease.ts';
import { discard, untaken, type ChannelEntry } from './make-channel.ts';

/**
 * Makes a ticket's private thread in its category's text channel. Only who manages threads may invite into it; the database
 * grants a thread only to a category with a parent.
 */
export async function makeThread(
  { rest }: { rest: REST },
  { ticket, language }: ChannelEntry,
  lease: Lease,
): Promise<APIThreadChannel> {
  assertTime(lease);
  const thread = (await rest.post(Routes.threads(ticket.category.channel_parent_id!), {
    reason: wordsFor(language).channel.auditReason(ticket.number),
    body: {
      type: ChannelType.PrivateThread,
      name: channelName(ticket),
      invitable: false,
      auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
    },
  })) as APIThreadChannel;
  const isPrivate = thread.type === ChannelType.PrivateThread && !thread.thread_metadata?.invitable;
  if (!isPrivate) await discard(rest, thread.id, 'thread');
  return thread;
}

/**
 * The thread that an attempt made before it was cut off: the bot's own, of the ticket's name, in its place, no other ticket's, and
 * with nobody in it but its requester.
 */
export async function findThread(
  given: { sql: Database; rest: REST; applicationId: string },
  { guild_id, ticket, after_id }: ChannelEntry,
): Promise<APIThreadChannel | undefined> {
  const { threads } = (await given.rest.get(
    Routes.guildActiveThreads(guild_id),
  )) as RESTGetAPIGuildThreadsResult;
  const alike = (threads as APIThreadChannel[]).filter(
    (thread) =>
      thread.type === ChannelType.PrivateThread &&
      thread.owner_id === given.applicationId &&
      thread.parent_id === ticket.category.channel_parent_id &&
      thread.name === channelName(ticket) &&
      byAge(thread.id, after_id ?? '0') > 0,
  );
  for (const thread of await untaken(given.sql, alike)) {
    const members = await readMembers(given, thread.id);
    if (members.every((id) => id === ticket.requester_id)) return thread;
  }
  return undefined;
}
