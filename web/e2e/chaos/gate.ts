import type { PartName, Strike } from './points.ts';

/** What a proxy does with what has reached a point: hands it on, or cuts the connection. */
export type Verdict = 'go' | 'cut';

/**
 * Where the proxies ask before they let something pass. One strike is armed at a time; when its point is reached, the part is
 * killed and whatever was there is cut off.
 */
export function createGate(kill: (part: PartName) => Promise<void>) {
  let armed: { strike: Strike; struck: () => void } | null = null;

  return {
    async reach(point: string): Promise<Verdict> {
      if (armed?.strike.point !== point) return 'go';
      const { strike, struck } = armed;
      armed = null;
      await kill(strike.part);
      struck();
      return 'cut';
    },

    /** Arms a strike and answers whether it came to it within `patience` ms. */
    async strike(strike: Strike, patience: number): Promise<boolean> {
      const done = Promise.withResolvers<boolean>();
      const mine = { strike, struck: () => done.resolve(true) };
      armed = mine;
      const timer = setTimeout(() => {
        // Reached already, and being killed: it counts.
        if (armed === mine) done.resolve(false);
      }, patience);
      const isStruck = await done.promise;
      clearTimeout(timer);
      if (armed === mine) armed = null;
      return isStruck;
    },
  };
}
export type Gate = ReturnType<typeof createGate>;
