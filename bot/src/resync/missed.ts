/** Where something may have been missed, and since when (ms since 1970). A guild's id, or null: everywhere. */
export type Missed = {
  places: { guildId: string | null; since: number }[];
  /** Whether a guild is among them. */
  isOf: (guildId: string) => boolean;
};

/** Gathers what may have been missed until it is made up for. Of one place, the earliest moment counts. */
export function createMissed() {
  const earliest = new Map<string | null, number>();

  function add(since: number, guildId: string | null): void {
    earliest.set(guildId, Math.min(earliest.get(guildId) ?? Infinity, since));
  }

  return {
    add,
    /** Returns what has gathered, and empties it. */
    take(): Missed {
      const taken = new Map(earliest);
      earliest.clear();
      return {
        places: [...taken].map(([guildId, since]) => ({ guildId, since })),
        isOf: (guildId) => taken.has(null) || taken.has(guildId),
      };
    },
    /** It was not made up for after all. */
    putBack({ places }: Missed): void {
      for (const { since, guildId } of places) add(since, guildId);
    },
  };
}
