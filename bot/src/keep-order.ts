/** Runs work on a guild after all that was begun for it before. Settles as the work does. */
export type InOrder = (guildId: string, work: () => Promise<void>) => Promise<void>;

/**
 * One thing at a time for each guild: what an event says of a member must not be overtaken by a comparison that was read
 * before it. Guilds do not wait for one another, and work that fails stops nothing behind it.
 */
export function keepOrder(): { inOrder: InOrder; drain: () => Promise<void> } {
  const last = new Map<string, Promise<void>>();

  return {
    inOrder(guildId, work) {
      const mine = (last.get(guildId) ?? Promise.resolve()).then(work);
      const ended = mine
        .catch(() => {})
        .then(() => {
          if (last.get(guildId) === ended) last.delete(guildId);
        });
      last.set(guildId, ended);
      return mine;
    },
    async drain() {
      await Promise.all(last.values());
    },
  };
}
