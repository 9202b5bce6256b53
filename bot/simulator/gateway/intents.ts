import { GatewayIntentBits as I } from 'discord-api-types/v10';
import type { Settings } from '../settings.ts';
import type { StateEvent } from '../state/state.ts';

/** Which intent lets an event through (events/gateway: List of Intents); direct messages have their own. */
const INTENT_OF: Record<string, number | [guild: number, direct: number]> = {
  GUILD_CREATE: I.Guilds,
  GUILD_UPDATE: I.Guilds,
  GUILD_DELETE: I.Guilds,
  GUILD_ROLE_CREATE: I.Guilds,
  GUILD_ROLE_UPDATE: I.Guilds,
  GUILD_ROLE_DELETE: I.Guilds,
  CHANNEL_CREATE: I.Guilds,
  CHANNEL_UPDATE: I.Guilds,
  CHANNEL_DELETE: I.Guilds,
  CHANNEL_PINS_UPDATE: [I.Guilds, I.DirectMessages],
  THREAD_CREATE: I.Guilds,
  THREAD_UPDATE: I.Guilds,
  THREAD_DELETE: I.Guilds,
  THREAD_LIST_SYNC: I.Guilds,
  GUILD_MEMBER_ADD: I.GuildMembers,
  GUILD_MEMBER_UPDATE: I.GuildMembers,
  GUILD_MEMBER_REMOVE: I.GuildMembers,
  THREAD_MEMBERS_UPDATE: I.GuildMembers,
  GUILD_AUDIT_LOG_ENTRY_CREATE: I.GuildModeration,
  WEBHOOKS_UPDATE: I.GuildWebhooks,
  PRESENCE_UPDATE: I.GuildPresences,
  MESSAGE_CREATE: [I.GuildMessages, I.DirectMessages],
  MESSAGE_UPDATE: [I.GuildMessages, I.DirectMessages],
  MESSAGE_DELETE: [I.GuildMessages, I.DirectMessages],
  MESSAGE_DELETE_BULK: I.GuildMessages,
  MESSAGE_REACTION_ADD: [I.GuildMessageReactions, I.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE: [I.GuildMessageReactions, I.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE_ALL: [I.GuildMessageReactions, I.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE_EMOJI: [I.GuildMessageReactions, I.DirectMessageReactions],
  TYPING_START: [I.GuildMessageTyping, I.DirectMessageTyping],
};

/** What the bot always hears about itself, whatever it asked for. */
const ABOUT_ONESELF = new Set(['GUILD_MEMBER_UPDATE', 'THREAD_MEMBERS_UPDATE']);

/** Do these intents let the event through? Events that need none (INTERACTION_CREATE) always pass. */
export function passesIntents(intents: number, event: StateEvent, botId: string): boolean {
  const needed = INTENT_OF[event.t];
  if (needed === undefined) return true;
  const bit = typeof needed === 'number' ? needed : needed[event.guild_id ? 0 : 1];
  if ((intents & bit) !== 0) return true;
  const isOwn = event.user_id === botId && ABOUT_ONESELF.has(event.t);
  return isOwn && (intents & I.Guilds) !== 0;
}

const KNOWN = Object.values(I).reduce<number>((all, bit) => (typeof bit === 'number' ? all | bit : all), 0);

/** 4013 for bits that do not exist, 4014 for privileged ones that the portal has off, else null. */
export function refusedIntents(intents: unknown, settings: Settings): 4013 | 4014 | null {
  if (typeof intents !== 'number' || !Number.isInteger(intents) || (intents & ~KNOWN) !== 0) return 4013;
  const { messageContent, guildMembers, presences } = settings.privilegedIntents;
  if (!messageContent && intents & I.MessageContent) return 4014;
  if (!guildMembers && intents & I.GuildMembers) return 4014;
  if (!presences && intents & I.GuildPresences) return 4014;
  return null;
}
