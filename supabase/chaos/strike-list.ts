import { strikes, type PartName, type Strike } from './points.ts';
import type { Random } from './random.ts';

/** How often each part was killed at each point. Chooses what comes next: what has come least, so that all come about as often. */
export function createStrikeList(random: Random) {
  const counts = new Map(strikes.map((strike) => [keyOf(strike), { ...strike, times: 0, missed: 0 }]));

  return {
    /** What comes next among these parts. */
    next(parts: PartName[]): Strike {
      const rank = ({ times, missed }: { times: number; missed: number }) => times + missed / 4;
      const own = [...counts.values()].filter(({ part }) => parts.includes(part));
      const least = Math.min(...own.map(rank));
      const { part, point } = random.pick(own.filter((one) => rank(one) <= least + 1));
      return { part, point };
    },
    note(strike: Strike, isStruck: boolean): void {
      const count = counts.get(keyOf(strike))!;
      if (isStruck) count.times += 1;
      else count.missed += 1;
    },
    total: () => [...counts.values()].reduce((sum, { times }) => sum + times, 0),
    least: () => Math.min(...[...counts.values()].map(({ times }) => times)),
    lines: () =>
      [...counts.values()].map(({ part, point, times }) => `${part.padEnd(9)} ${point.padEnd(24)} ${times}`),
  };
}

const keyOf = ({ part, point }: Strike) => `${part} ${point}`;
