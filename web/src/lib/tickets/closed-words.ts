import { timeOf } from '#lib/ui/format-time.ts';

/** Why a guild is closed while the bot is away; `seenAt`: when it last knew the guild's roles. */
export const staleWords = (seenAt: string | null): string =>
  `The bot has not been in reach since ${seenAt ? timeOf(seenAt) : 'long ago'}, so nobody knows whether your roles still stand. The server opens by itself once the bot is back.`;
