import { z } from 'zod';

/*
 * Why something could not be done, as it is stored: a code with facts, which are ids, numbers and kinds, never names or words of people.
 * SQL: `private.is_reason`. The words: words/en/reasons.ts.
 */

const plain = z.enum([
  // It is tried again.
  'discord_slow',
  'discord_away',
  'discord_silent',
  'storage_away',
  'overtaken',
  'lease_lost',
  'held_back',
  'token_refused',
  'rate_limited',
  // A reply, or a change of one.
  'no_channel',
  'connection_broke',
  'no_file_key',
  'file_gone',
  'webhook_gone',
  'not_sent_yet',
  'deleted',
  // A panel.
  'panel_gone',
  'panel_empty',
  'panel_channel_gone',
  'panel_message_gone',
  // What Discord refuses anywhere.
  'missing_access',
  'channel_gone',
  'message_gone',
  'guild_gone',
  'guild_hidden',
  'channels_full',
  'webhooks_full',
  'dm_closed',
  'too_large',
  'invalid_content',
  'automod',
  // A ticket's channel.
  'channel_forbidden',
  'channel_parent_gone',
  'channel_refused',
  'access_not_set',
  // A ticket's private thread.
  'thread_forbidden',
  'thread_hidden',
  'thread_parent_gone',
  'thread_wrong_parent',
  'threads_full',
  'thread_refused',
  // A copy of a file.
  'copy_too_large',
  'copy_too_late',
  'copy_withheld',
  'copy_no_key',
  'copy_key_refused',
  'copy_unreadable',
  'copy_waits',
  // The bot's own trouble.
  'bug',
]);

/** The permissions of Discord's that a ticket's channel takes from somebody, by their names in Discord's API. */
export const deniedPermissions = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'AddReactions',
] as const;
export type DeniedPermission = (typeof deniedPermissions)[number];
const permissions = z.array(z.enum(deniedPermissions));

/** What an entry of the outbox does (contracts/outbox-entry.ts). */
const kind = z.enum([
  'send_reply',
  'edit_reply',
  'delete_reply',
  'open_channel',
  'close_channel',
  'reopen_channel',
  'set_overwrites',
  'publish_panel',
  'fetch_member',
  'leave_threads',
  'compare_access',
]);

/** An HTTP status. */
const status = z.int();

export const Reason = z.discriminatedUnion('code', [
  z.object({ code: plain }),
  z.object({ code: z.literal('discord_broken'), status }),
  z.object({ code: z.literal('storage_refuses'), status }),
  z.object({ code: z.literal('copy_refused'), status }),
  z.object({ code: z.literal('missing_permissions'), kind }),
  /** The bot cannot deny these where the channel is to be: in the tickets' channel category, or in the server. */
  z.object({ code: z.literal('cannot_hide'), permissions, in: z.enum(['category', 'guild']) }),
  /** The same in a channel that stands. */
  z.object({ code: z.literal('cannot_deny'), permissions }),
  z.object({ code: z.literal('made_open'), made: z.enum(['channel', 'thread']) }),
  z.object({ code: z.literal('lock_not_set'), is_locked: z.boolean() }),
  /** What Discord says beyond this list, in its own words: cut, and shown as a quotation. */
  z.object({ code: z.literal('discord'), discord_code: z.int(), status, text: z.string().max(200) }),
]);
export type Reason = z.infer<typeof Reason>;

/** A reason as it is read: a newer bot may have written a code that is not known here. */
export const StoredReason = z.object({ code: z.string() }).catchall(z.json());
export type StoredReason = z.infer<typeof StoredReason>;

type FactsOf<R extends Reason> = Omit<R, 'code'>;

/** Words for each reason: a sentence, or a function of its facts. */
export type ReasonTexts = {
  byCode: {
    [R in Reason as R['code']]: keyof FactsOf<R> extends never ? string : (facts: FactsOf<R>) => string;
  };
  /** For a code that is not known here. */
  other: (code: string) => string;
};
