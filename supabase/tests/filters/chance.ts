/** Numbers that look like chance and come again with the same seed (mulberry32). */
export function chanceOf(seed: number) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    /** True once in n times. */
    oneIn: (n: number) => below(n) === 0,
    pick: <T>(list: readonly T[]): T => list[below(list.length)]!,
    some: <T>(list: readonly T[], most: number): T[] => [
      ...new Set(Array.from({ length: 1 + below(most) }, () => list[below(list.length)]!)),
    ],
  };
}
export type Chance = ReturnType<typeof chanceOf>;
