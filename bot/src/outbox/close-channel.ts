import {
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
  type APIEmbed,
  type APITextChannel,
  type APIThreadChannel,
} from 'discord.js';
import { plain } from '../escape.ts';
import { channelName } from './channel-name.ts';
import { compareThread } from './compare-thread.ts';
import type { ChannelEntry } from './make-channel.ts';
import { closedOverwrite } from './overwrites.ts';
import { assertTime, NotPrivate, type Lease, type Relay } from './relay.ts';
import { sendFurniture } from './send-furniture.ts';
import { assertWritten, writeOverwrites } from './set-overwrites.ts';
import { settleEntry } from './settle.ts';

const gray = 0x8b9aa5;
const green = 0x4fbf83;

/** Takes the requester's right to write and says who closed the ticket and why. Throws what REST throws. */
export async function closeChannel(relay: Relay, entry: ChannelEntry, lease: Lease): Promise<void> {
  const { closed_by_name, close_reason } = entry.ticket;
  const title = closed_by_name ? `Closed by ${plain(closed_by_name)}` : 'This ticket is closed';
  await changeChannel(relay, entry, lease, {
    color: gray,
    title,
    description: close_reason ? plain(close_reason) : undefined,
  });
}

/** Gives the requester his right to write back and says so. Throws what REST throws. */
export async function reopenChannel(relay: Relay, entry: ChannelEntry, lease: Lease): Promise<void> {
  const { requester_id } = entry.ticket;
  await changeChannel(relay, entry, lease, {
    color: green,
    title: 'This ticket is open again',
    description: `<@${requester_id}>, you can write here again.`,
  });
}

async function changeChannel(
  relay: Relay,
  entry: ChannelEntry,
  lease: Lease,
  embed: APIEmbed,
): Promise<void> {
  const { ticket } = entry;
  if (!ticket.channel_id || ticket.channel_state !== 'open')
    return settleEntry(relay.sql, entry, 'dropped', 'no channel');
  const channelId = ticket.channel_id;
  const isOpen = entry.kind === 'reopen_channel';
  assertTime(lease);
  // Whoever cannot be kept from writing any more is told all the same.
  const change = () => setWriting(relay, entry, channelId, isOpen).then(() => null, onlyUnwritten);
  const isIt = (message: { embeds: APIEmbed[] }) => message.embeds[0]?.title === embed.title;
  const say = () =>
    sendFurniture(relay, entry, channelId, { embeds: [embed], allowed_mentions: { parse: [] } }, isIt, lease);
  let refusal: DiscordAPIError | NotPrivate | null;
  if (ticket.channel_kind === 'thread' && !isOpen) {
    // A message would wake the thread again.
    await say();
    refusal = await change();
  } else {
    refusal = await change();
    await say();
  }
  // What was said while it was closed and the bot away has not been caught up.
  if (isOpen) relay.onBound(entry.guild_id, ticket.channel_id, true);
  if (refusal) throw refusal;
  await settleEntry(relay.sql, entry, 'done');
}

/** Lets the requester write, or not any more, and lets in who belongs in a channel that is open again: its grants may be others now. */
async function setWriting(
  relay: Relay,
  entry: ChannelEntry,
  channelId: string,
  isOpen: boolean,
): Promise<void> {
  const { ticket } = entry;
  const reason = `Ticket ${ticket.number}`;
  if (ticket.channel_kind === 'thread') {
    const setLock = async () => {
      const state = { body: { archived: !isOpen, locked: !isOpen }, reason };
      const answer = (await relay.rest.patch(Routes.channel(channelId), state)) as APIThreadChannel;
      if (answer.thread_metadata?.locked === !isOpen) return;
      const act = isOpen ? 'unlock' : 'lock';
      throw new NotPrivate(`Discord did not ${act} #${channelName(ticket)} as the bot asked`);
    };
    if (isOpen) await setLock();
    await compareThread(relay, ticket, channelId);
    if (!isOpen) await setLock();
  } else if (isOpen) {
    await writeOverwrites(relay, entry, channelId);
  } else {
    const overwrites = closedOverwrite(relay, entry, channelId);
    const { id, ...body } = overwrites.sent[0]!;
    await relay.rest.put(Routes.channelPermission(channelId, id), { body, reason });
    // Its answer is empty.
    const { permission_overwrites } = (await relay.rest.get(Routes.channel(channelId))) as APITextChannel;
    const found = permission_overwrites?.filter((overwrite) => overwrite.id === id);
    assertWritten(found, overwrites, entry);
  }
}

function onlyUnwritten(error: unknown): DiscordAPIError | NotPrivate {
  if (error instanceof NotPrivate) return error;
  if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.MissingPermissions) return error;
  throw error;
}
