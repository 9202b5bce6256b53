import { RESTJSONErrorCodes as Code } from 'discord.js';
import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { shorten } from '../discord/escape.ts';
import type { Refused } from '../discord/read-failure.ts';
import { kindOf } from './kinds.ts';

/** What a refusal means wherever it comes (codes: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json). */
const reasons: Partial<Record<number, Reason>> = {
  [Code.MissingAccess]: { code: 'missing_access' },
  [Code.UnknownChannel]: { code: 'channel_gone' },
  [Code.UnknownMessage]: { code: 'message_gone' },
  [Code.UnknownGuild]: { code: 'guild_gone' },
  [Code.MaximumNumberOfGuildChannelsReached]: { code: 'channels_full' },
  [Code.MaximumNumberOfWebhooksReached]: { code: 'webhooks_full' },
  [Code.CannotSendMessagesToThisUser]: { code: 'dm_closed' },
  [Code.RequestEntityTooLarge]: { code: 'too_large' },
  [Code.InvalidFormBodyOrContentType]: { code: 'invalid_content' },
  [Code.MessageWasBlockedByAutomaticModeration]: { code: 'automod' },
  [Code.TitleWasBlockedByAutomaticModeration]: { code: 'automod' },
};

/** Cut to what a reason takes, without what jsonb refuses. */
const quotable = (text: string) => shorten(text.replaceAll(/\p{Cc}+/gu, ' '), 200).toWellFormed();

/** Why Discord refused an entry. */
export function refusalReason(entry: OutboxEntry, { code, status, text }: Refused): Reason {
  const own = kindOf(entry.kind).refusalReason?.(entry, code);
  if (own) return own;
  if (code === Code.MissingPermissions) return { code: 'missing_permissions', kind: entry.kind };
  return reasons[code] ?? { code: 'discord', discord_code: code, status, text: quotable(text) };
}
