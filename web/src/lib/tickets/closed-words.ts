import { timeOf } from '#lib/ui/format-time.ts';
import { t } from '#lib/words/words.ts';

/** Why a guild is closed while the bot is away; `seenAt`: when it last knew the guild's roles. */
export const staleWords = (seenAt: string | null): string =>
  seenAt ? t.closed.since(timeOf(seenAt)) : t.closed.sinceLong;
