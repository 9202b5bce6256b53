/** Lets at most `count` pieces of work run at the same time; the others wait their turn. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

export function createLimit(count: number): Limit {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
