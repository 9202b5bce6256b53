import { RESTJSONErrorCodes as Code } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { channelName } from './channel-name.ts';

/** What the bot was about to do, as the end of "The bot may not …". */
const acts: Record<OutboxEntry['kind'], string> = {
  send_reply: 'write',
  edit_reply: 'change its messages',
  delete_reply: 'delete messages',
  open_channel: 'make channels',
  close_channel: 'change who may write',
  reopen_channel: 'change who may write',
  publish_panel: 'write in the channel of this panel',
  fetch_member: 'look up members',
  set_overwrites: 'change who sees the channel',
  leave_threads: 'take somebody out of threads',
  compare_access: 'read roles and members',
};

/** Why no private thread could be made, or its requester not be let in. */
const threadWords: Partial<Record<number, string>> = {
  [Code.MissingPermissions]:
    'The bot may not make private threads there: it needs Create Private Threads, Send Messages in Threads and Manage Threads',
  [Code.MissingAccess]:
    'The bot or the member cannot see the channel in which these threads open: give both View Channel there',
  [Code.UnknownChannel]: 'The channel in which these threads open is gone in Discord',
  [Code.CannotExecuteActionOnThisChannelType]:
    'Private threads open in text channels only: choose another channel for this category',
  [Code.MaximumActiveThreads]: 'This server has as many active threads as Discord allows',
  [Code.InvalidFormBodyOrContentType]: 'Discord refuses the thread: its name is not allowed',
};

/** Why Discord refused, for the person at the desk (codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). */
export function refusalWords(entry: OutboxEntry, code: number, status: number): string {
  const where = 'ticket' in entry ? ` #${channelName(entry.ticket)}` : '';
  const place = where && ` in${where}`;
  if (entry.kind === 'open_channel' && entry.ticket.channel_kind === 'thread') {
    const words = threadWords[code];
    if (words) return words;
  }
  switch (code) {
    case Code.MissingPermissions:
      return entry.kind === 'open_channel'
        ? 'The bot may not make channels here: it needs Manage Channels, and every permission that it gives there'
        : `The bot may not ${acts[entry.kind]}${place}: it lacks a permission there`;
    case Code.MissingAccess:
      return `The bot cannot see${where || ' the channel'}: give it View Channel there`;
    case Code.UnknownChannel:
      return entry.kind === 'open_channel'
        ? 'The channel category for these tickets is gone in Discord'
        : `The channel${where} is gone in Discord`;
    case Code.UnknownMessage:
      return 'The message is gone in Discord';
    case Code.UnknownGuild:
      return 'The bot is no longer in this server';
    case Code.MaximumNumberOfGuildChannelsReached:
      return 'This server has 500 channels, more are not possible in Discord';
    case Code.MaximumNumberOfWebhooksReached:
      return `The channel${where} has 15 webhooks, more are not possible in Discord: delete one`;
    case Code.CannotSendMessagesToThisUser:
      return 'This person takes no messages from the bot';
    case Code.RequestEntityTooLarge:
      return 'The message is too large for Discord';
    case Code.InvalidFormBodyOrContentType:
      return entry.kind === 'open_channel'
        ? 'Discord refuses the channel: its category in Discord is full (50 channels) or gone, or its name is not allowed'
        : 'Discord refuses the content of this message';
    case Code.MessageWasBlockedByAutomaticModeration:
    case Code.TitleWasBlockedByAutomaticModeration:
      return "The server's AutoMod blocked this message";
    default:
      return `Discord refuses (${code || status})`;
  }
}
