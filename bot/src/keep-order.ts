import { describeError, type Log } from './log.ts';

/** Runs work on one guild in the order it came; guilds do not wait for one another. Failed work is logged and told. */
export function keepOrder(log: Log, onFailure: () => void) {
  const last = new Map<string, Promise<void>>();

  return {
    run(guildId: string, work: () => Promise<void>): void {
      const before = last.get(guildId) ?? Promise.resolve();
      const mine = before.then(work).catch((error: unknown) => {
        log.warn(describeError(error), 'a change of members or roles could not be written');
        onFailure();
      });
      last.set(guildId, mine);
      void mine.then(() => {
        if (last.get(guildId) === mine) last.delete(guildId);
      });
    },
    async drain(): Promise<void> {
      await Promise.all(last.values());
    },
  };
}
