import { RESTJSONErrorCodes as Code } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { channelName } from './channel-name.ts';
import { kindOf } from './kinds.ts';

/** Why Discord refused, for the person at the desk (codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). */
export function refusalWords(entry: OutboxEntry, code: number, status: number): string {
  const where = 'ticket' in entry ? ` #${channelName(entry.ticket)}` : '';
  const place = where && ` in${where}`;
  const kind = kindOf(entry.kind);
  const own = kind.refusalWords?.(entry, code);
  if (own) return own;
  switch (code) {
    case Code.MissingPermissions:
      return `The bot may not ${kind.mayNot}${place}: it lacks a permission there`;
    case Code.MissingAccess:
      return `The bot cannot see${where || ' the channel'}: give it View Channel there`;
    case Code.UnknownChannel:
      return `The channel${where} is gone in Discord`;
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
      return 'Discord refuses the content of this message';
    case Code.MessageWasBlockedByAutomaticModeration:
    case Code.TitleWasBlockedByAutomaticModeration:
      return "The server's AutoMod blocked this message";
    default:
      return `Discord refuses (${code || status})`;
  }
}
