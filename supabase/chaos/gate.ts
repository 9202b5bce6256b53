import type { PartName, Strike } from './points.ts';

/** What a proxy does with what has reached a point: hands it on, or cuts the connection. */
export type Verdict = 'go' | 'cut';

/**
 * Where the proxies ask before they let something pass. When the point of a strike is reached, its part is killed and whatever was
 * there is cut off.
 */
export function createGate(kill: (part: PartName) => Promise<void>) {
  const armed = new Map<Strike, () => void>();

  return {
    async reach(point: string): Promise<Verdict> {
      for (const [strike, struck] of armed) {
        if (strike.point !== point) continue;
        armed.delete(strike);
        await kill(strike.part);
        struck();
        return 'cut';
      }
      return 'go';
    },

    /** Arms a strike and answers whether it came to it within `patience` ms. */
    async strike(strike: Strike, patience: number): Promise<boolean> {
      const done = Promise.withResolvers<boolean>();
      armed.set(strike, () => done.resolve(true));
      // Reached already, and being killed: it counts.
      const timer = setTimeout(() => armed.delete(strike) && done.resolve(false), patience);
      return done.promise.finally(() => clearTimeout(timer));
    },
  };
}
export type Gate = ReturnType<typeof createGate>;
