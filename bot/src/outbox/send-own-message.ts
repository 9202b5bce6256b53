import { Routes, type APIMessage, type REST, type RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { nonceOf } from '../discord/nonce.ts';
import { snowflakeAt } from '../discord/snowflake.ts';
import { isNonceKnown } from './is-nonce-known.ts';
import { assertTime, type Lease } from './lease.ts';
import { readSince } from './read-back.ts';

/**
 * Posts a message of the bot's own that belongs to an entry, once: within minutes of the first attempt Discord knows the
 * nonce again; after that the channel is read. `isIt` tells the message from others of the bot's.
 */
export async function sendOwnMessage(
  { rest, applicationId }: { rest: REST; applicationId: string },
  entry: OutboxEntry,
  channelId: string,
  body: RESTPostAPIChannelMessageJSONBody,
  isIt: (message: APIMessage) => boolean,
  lease: Lease,
): Promise<APIMessage> {
  if (entry.was_attempted && !isNonceKnown(entry)) {
    const since = await readSince(rest, channelId, placeOf(entry));
    const found = since?.find((message) => message.author.id === applicationId && isIt(message));
    if (found) return found;
  }
  assertTime(lease);
  return (await rest.post(Routes.channelMessages(channelId), {
    body: { ...body, nonce: nonceOf(entry.id), enforce_nonce: true },
  })) as APIMessage;
}

/** After which place the entry's message stands. What belongs to no ticket is told by the clocks, an hour apart at most. */
function placeOf({ after_id, attempted_at }: OutboxEntry): string {
  return after_id ?? snowflakeAt(Date.parse(attempted_at!) - 3_600_000);
}
