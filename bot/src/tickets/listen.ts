import {
  GatewayDispatchEvents,
  Routes,
  type APIMessage,
  type Client,
  type GatewayChannelDeleteDispatchData,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageDeleteBulkDispatchData,
  type GatewayMessageDeleteDispatchData,
  type GatewayMessageReactionAddDispatchData,
  type GatewayMessageReactionRemoveAllDispatchData,
  type GatewayMessageReactionRemoveDispatchData,
  type GatewayMessageReactionRemoveEmojiDispatchData,
  type GatewayMessageUpdateDispatchData,
  type GatewayThreadDeleteDispatchData,
} from 'discord.js';
import { timeOf } from '../discord/snowflake.ts';
import { isSaid, toDiscordMessage } from '../discord/to-discord-message.ts';
import { describeError, type Log } from '../log.ts';
import type { PanelMessages } from '../panels/watch-panels.ts';
import type { ChannelQueue } from './channel-queue.ts';
import type { Reactions } from './follow-reactions.ts';
import type { TicketChannels } from './ticket-channels.ts';

type Given = {
  client: Client;
  queue: ChannelQueue;
  channels: TicketChannels;
  reactions: Reactions;
  panels: PanelMessages;
  log: Log;
};

type ReactionData =
  | GatewayMessageReactionAddDispatchData
  | GatewayMessageReactionRemoveDispatchData
  | GatewayMessageReactionRemoveAllDispatchData
  | GatewayMessageReactionRemoveEmojiDispatchData;

/**
 * F1: what is written, edited, deleted and reacted to in tickets' channels, and panels deleted by hand. The packets are read as they come, from the first moment
 * on: discord.js holds its own events back until it is ready, and gives an edit of a message that it has not cached in parts.
 */
export function listenToTickets({ client, queue, channels, reactions, panels, log }: Given): void {
  /** A packet that the bot cannot read must not end it: discord.js lets a listener's error through. */
  const on = <T>(event: GatewayDispatchEvents, listener: (data: T) => void) =>
    client.ws.on(event as Parameters<typeof client.ws.on>[0], (data: T) => {
      try {
        listener(data);
      } catch (error) {
        log.error({ event, ...describeError(error) }, 'a packet could not be read');
      }
    });

  const onMessage = (data: GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData) => {
    if (!data.guild_id || channels.recall(data.channel_id) === false) return;
    // An edit that tells only a part of the message (Discord does so for some updates): ask for the whole.
    if (!data.author || data.content === undefined) return void fetchWhole(data, data.guild_id);
    if (!isSaid(data)) return;
    const member = data.member ? { nick: data.member.nick ?? null, role_ids: data.member.roles ?? [] } : null;
    add(data as unknown as APIMessage, data.guild_id, member);
  };

  function add(
    message: APIMessage,
    guildId: string,
    member: { nick: string | null; role_ids: string[] } | null,
  ) {
    const applicationId = client.application?.id ?? '';
    queue.add(guildId, message.channel_id, {
      kind: 'message',
      message: toDiscordMessage(message, { guildId, applicationId, member, isRead: false }),
    });
  }

  async function fetchWhole({ channel_id, id }: { channel_id: string; id: string }, guildId: string) {
    try {
      if (!(channels.recall(channel_id) ?? (await channels.ask(channel_id, timeOf(id))))) return;
      add((await client.rest.get(Routes.channelMessage(channel_id, id))) as APIMessage, guildId, null);
    } catch (error) {
      log.warn(describeError(error), 'an edited message could not be read');
    }
  }

  function onDeleted(guildId: string, channelId: string, ids: string[]): void {
    queue.add(guildId, channelId, { kind: 'deletions', ids });
    panels.messagesGone(guildId, channelId, ids);
  }

  on(GatewayDispatchEvents.MessageCreate, onMessage);
  on(GatewayDispatchEvents.MessageUpdate, onMessage);
  on(GatewayDispatchEvents.MessageDelete, (data: GatewayMessageDeleteDispatchData) => {
    if (data.guild_id) onDeleted(data.guild_id, data.channel_id, [data.id]);
  });
  on(GatewayDispatchEvents.MessageDeleteBulk, (data: GatewayMessageDeleteBulkDispatchData) => {
    if (data.guild_id) onDeleted(data.guild_id, data.channel_id, data.ids);
  });
  const onReaction = (data: ReactionData) => {
    if (data.guild_id) reactions.look(data.guild_id, data.channel_id, data.message_id);
  };
  on(GatewayDispatchEvents.MessageReactionAdd, onReaction);
  on(GatewayDispatchEvents.MessageReactionRemove, onReaction);
  on(GatewayDispatchEvents.MessageReactionRemoveAll, onReaction);
  on(GatewayDispatchEvents.MessageReactionRemoveEmoji, onReaction);
  const onGone = (data: GatewayChannelDeleteDispatchData | GatewayThreadDeleteDispatchData) => {
    if (!('guild_id' in data && data.guild_id)) return;
    queue.add(data.guild_id, data.id, { kind: 'channel-gone' });
    panels.channelGone(data.guild_id, data.id);
  };
  on(GatewayDispatchEvents.ChannelDelete, onGone);
  on(GatewayDispatchEvents.ThreadDelete, onGone);
}
