/** Keeps what events, comparisons and look-ups say of members in the order in which Discord said it. */
export type Order = ReturnType<typeof keepOrder>;

/**
 * One write at a time for each guild; guilds do not wait for one another, and work that fails stops nothing behind it.
 * Reading from Discord takes its time and holds nobody up: a reader first watches the guild, and leaves out those of
 * whom an event has spoken meanwhile, since an event is newer than what was read before it.
 */
export function keepOrder() {
  const last = new Map<string, Promise<void>>();
  const watches = new Map<string, Set<Set<string>>>();

  return {
    /** Runs work on a guild after all that was begun for it before. Settles as the work does. */
    inOrder(guildId: string, work: () => Promise<void>): Promise<void> {
      const mine = (last.get(guildId) ?? Promise.resolve()).then(work);
      const ended = mine
        .catch(() => {})
        .then(() => {
          if (last.get(guildId) === ended) last.delete(guildId);
        });
      last.set(guildId, ended);
      return mine;
    },

    /** An event speaks of a member. */
    touch(guildId: string, personId: string): void {
      for (const touched of watches.get(guildId) ?? []) touched.add(personId);
    },

    /** Those of whom events speak from now on, until `work` has ended. */
    async watching(guildId: string, work: (touched: ReadonlySet<string>) => Promise<void>): Promise<void> {
      const touched = new Set<string>();
      const all = watches.get(guildId) ?? new Set();
      watches.set(guildId, all.add(touched));
      try {
        await work(touched);
      } finally {
        all.delete(touched);
        if (all.size === 0) watches.delete(guildId);
      }
    },

    /** Settles when all that was begun is written. */
    async drain(): Promise<void> {
      await Promise.all(last.values());
    },
  };
}
