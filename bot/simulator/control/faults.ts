/** What goes wrong with the next requests that match. */
export interface Fault {
  method?: string;
  /** Exact path without `/api/v10`, or a part of it, or a regular expression in slashes: `/messages$/`. */
  path?: string;
  /** How many requests; default 1. */
  times?: number;
  /** Answer this instead of doing anything. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Cut the connection: `before` anything is done, or `after` it was, so that only the answer is lost. */
  reset?: 'before' | 'after';
  delayMs?: number;
}

export interface Faults {
  add(fault: Fault): void;
  take(method: string, path: string): Fault | null;
  list(): Fault[];
  clear(): void;
}

/** Faults wait here for the requests that they are meant for; the oldest that fits is taken. */
export function createFaults(): Faults {
  let waiting: (Fault & { left: number })[] = [];
  return {
    add: (fault) => void waiting.push({ ...fault, left: fault.times ?? 1 }),
    take(method, path) {
      const fault = waiting.find((one) => (one.method ?? method) === method && fits(one.path, path));
      if (!fault) return null;
      fault.left -= 1;
      if (fault.left <= 0) waiting = waiting.filter((one) => one !== fault);
      return fault;
    },
    list: () => waiting,
    clear: () => void (waiting = []),
  };
}

function fits(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  const regular = /^\/(.+)\/$/.exec(pattern);
  return regular ? new RegExp(regular[1]!).test(path) : path.includes(pattern);
}
