import type { ReasonTexts } from '../../contracts/reasons.ts';
import type { Formats } from '../formats.ts';
import { permissions } from './permissions.ts';

export const reasons = (f: Formats<'en'>): ReasonTexts => {
  const named = (names: (keyof typeof permissions)[]) => f.list(names.map((name) => permissions[name]));
  return {
    byCode: {
      discord_slow: 'Discord answers slowly.',
      discord_away: 'Discord cannot be reached.',
      discord_silent: 'Discord did not answer.',
      discord_broken: ({ status }) => `Discord has a problem on its side (${status}).`,
      storage_away: 'The file storage cannot be reached.',
      overtaken: 'Discord has news about this, so it is read again.',
      lease_lost: 'Another process of the bot took this over.',
      held_back: 'Discord has refused too much, so the bot pauses.',
      token_refused: 'Discord does not accept the bot.',
      rate_limited: 'Discord asks the bot to wait.',

      no_channel: 'This ticket has no channel in Discord.',
      connection_broke: 'The connection broke while this was sent. Look in Discord whether it is there.',
      no_file_key: 'The bot has no key to the file storage, so it cannot send files.',
      file_gone: 'A file of this message is gone from the file storage. Attach it again.',
      storage_refuses: ({ status }) => `The file storage refuses the bot (${status}).`,
      webhook_gone: 'The webhook that wrote this was deleted in Discord, so it cannot be edited any more.',
      not_sent_yet: 'The reply itself has not reached Discord. Send it again.',
      deleted: 'It was deleted.',

      panel_gone: 'The panel was removed.',
      panel_empty: 'No open category is on this panel.',
      panel_channel_gone: 'Its channel was deleted in Discord. Choose another.',
      panel_message_gone: 'Its message was deleted in Discord. Publish it again.',

      missing_permissions: ({ kind }) => forbidden[kind],
      missing_access: 'The bot cannot see the channel. Give it View Channel there.',
      channel_gone: 'The channel is gone in Discord.',
      message_gone: 'The message is gone in Discord.',
      guild_gone: 'The bot is no longer in this server.',
      guild_hidden: 'Discord does not show this server at the moment.',
      channels_full: 'This server has 500 channels. Discord allows no more.',
      webhooks_full: 'The channel has 15 webhooks. Discord allows no more: delete one.',
      dm_closed: 'This person does not accept messages from the bot.',
      too_large: 'The message is too large for Discord.',
      invalid_content: 'Discord refuses the content of this message.',
      automod: 'AutoMod of the server blocked this message.',
      discord: ({ discord_code, status, text }) => `Discord refuses (${discord_code || status}): “${text}”`,

      channel_forbidden:
        'The bot may not make channels here. It needs Manage Channels, and every permission that it gives there.',
      channel_parent_gone: 'The channel category for these tickets is gone in Discord.',
      channel_refused:
        'Discord refuses the channel. Its category in Discord is full (50 channels) or gone, or its name is not allowed.',
      access_not_set:
        "Discord did not set who sees this ticket's channel and who writes there as the bot asked.",
      cannot_hide: (facts) =>
        facts.in === 'category'
          ? `The bot cannot keep this ticket private. It lacks ${named(facts.permissions)} in the channel category of these tickets.`
          : `The bot cannot keep this ticket private. It lacks ${named(facts.permissions)} in this server.`,
      cannot_deny: (facts) =>
        `The bot cannot deny ${named(facts.permissions)} in this ticket's channel. It lacks that itself.`,
      made_open: ({ made }) =>
        made === 'channel'
          ? 'Discord did not make the channel private as the bot asked. The bot deleted it again.'
          : 'Discord did not make the thread private as the bot asked. The bot deleted it again.',
      lock_not_set: ({ is_locked }) =>
        is_locked
          ? "Discord did not lock this ticket's thread as the bot asked."
          : "Discord did not unlock this ticket's thread as the bot asked.",

      thread_forbidden:
        'The bot may not make private threads there. It needs Create Private Threads, Send Messages in Threads and Manage Threads.',
      thread_hidden:
        'The bot or the member cannot see the channel in which these threads open. Give both View Channel there.',
      thread_parent_gone: 'The channel in which these threads open is gone in Discord.',
      thread_wrong_parent:
        'Private threads open in text channels only. Choose another channel for this category.',
      threads_full: 'This server has as many active threads as Discord allows.',
      thread_refused: 'Discord refuses the thread. Its name is not allowed.',

      copy_too_large: 'Larger than the 10 MB that are kept. It is in Discord only.',
      copy_too_late: 'It was gone in Discord before it could be copied.',
      copy_withheld: 'Discord does not give this file out.',
      copy_no_key: 'Files are not copied here. The bot has no key to the file storage.',
      copy_key_refused: "Files are not copied here. The file storage refuses the bot's key.",
      copy_refused: ({ status }) => `The file storage refuses this file (${status}).`,
      copy_unreadable: 'The bot may not read this channel in Discord.',
      copy_waits: 'It cannot be copied at the moment.',

      bug: 'The bot could not do this. Its log says why.',
    },
    other: (code) => `The bot gives a reason that is not known here yet (${code}).`,
  };
};

/** By what the bot may not do. */
const forbidden = {
  send_reply: "The bot may not write in this ticket's channel. It lacks a permission there.",
  edit_reply: "The bot may not edit its messages in this ticket's channel. It lacks a permission there.",
  delete_reply: "The bot may not delete messages in this ticket's channel. It lacks a permission there.",
  open_channel: 'The bot may not make channels. It lacks a permission.',
  close_channel: "The bot may not change who writes in this ticket's channel. It lacks a permission there.",
  reopen_channel: "The bot may not change who writes in this ticket's channel. It lacks a permission there.",
  set_overwrites: "The bot may not change who sees this ticket's channel. It lacks a permission there.",
  publish_panel: 'The bot may not write in the channel of this panel. It lacks a permission there.',
  fetch_member: 'The bot may not look up members. It lacks a permission.',
  leave_threads: 'The bot may not take somebody out of threads. It lacks a permission there.',
  compare_access: 'The bot may not read roles and members. It lacks a permission.',
};
