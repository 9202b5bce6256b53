/** Whether a pull brought anything. */
export type Pulled = 'something' | 'nothing';

export type PullLoop = {
  /** Something changed: pull soon. */
  poke: () => void;
  /**
   * Pull now, or once more right after the pull that is under way. Resolves when a pull that began later has ended: true when it
   * came through.
   */
  now: () => Promise<boolean>;
  /** A hidden page pulls nothing until it is shown again; then at once. */
  setHidden: (isHidden: boolean) => void;
  stop: () => void;
};

type Options = {
  /** Fetches what is newer. A rejection counts as "not reachable" and is tried again. */
  pull: () => Promise<Pulled>;
  /** Milliseconds between a poke and its pull; a spread keeps a thousand desks from asking in the same moment. */
  delay: () => number;
  /**
   * After a pull that brought something, pull again this much later, until one brings nothing; and also while less than this has
   * passed since a poke, for what changes meanwhile is not poked (`private.poke_guild`). Null: never, every change is poked.
   */
  followUpMs: number | null;
  /** Pulled this often without any poke: a poke may be lost. */
  everyMs: number;
  onOutcome?: (isReached: boolean) => void;
};

/** How often what is open is pulled without any poke. */
export const SLOW_MS = 20_000;

/** Waits after the first, second, … failure in a row. */
const BACKOFF_MS = [1000, 2000, 5000, 10_000];

/** Runs one pull at a time, on pokes, on demand and on a slow timer. Starts with nothing scheduled but the timer. */
export function createPullLoop(options: Options): PullLoop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;
  let isRunning = false;
  let isAgain = false;
  let isHidden = false;
  let isStopped = false;
  let failures = 0;
  let pokedAt = -Infinity;
  let waiting: ((isReached: boolean) => void)[] = [];

  function schedule(ms: number): void {
    const at = performance.now() + ms;
    if (isStopped || isHidden || isRunning || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => void run(), ms);
  }

  async function run(): Promise<void> {
    clearTimeout(timer);
    due = Infinity;
    if (isRunning || isStopped) return;
    isRunning = true;
    isAgain = false;
    const served = waiting;
    waiting = [];
    let next = options.everyMs;
    let isReached = true;
    const mayMiss = performance.now() - pokedAt < (options.followUpMs ?? 0);
    try {
      const pulled = await options.pull();
      failures = 0;
      options.onOutcome?.(true);
      if ((pulled === 'something' || mayMiss) && options.followUpMs !== null) next = options.followUpMs;
    } catch {
      next = BACKOFF_MS[Math.min(failures++, BACKOFF_MS.length - 1)] ?? options.everyMs;
      isReached = false;
      options.onOutcome?.(false);
    }
    isRunning = false;
    for (const resolve of served) resolve(isReached);
    schedule(isAgain && failures === 0 ? (options.followUpMs ?? 0) : next);
    if (waiting.length > 0) schedule(0);
  }

  schedule(options.everyMs);
  return {
    poke() {
      pokedAt = performance.now();
      if (isRunning) isAgain = true;
      // Within a run of follow-ups the next one is soon enough.
      else schedule(options.delay());
    },
    now() {
      if (isStopped) return Promise.resolve(false);
      return new Promise<boolean>((resolve) => {
        waiting.push(resolve);
        if (!isRunning) void run();
      });
    },
    setHidden(hidden) {
      if (hidden === isHidden) return;
      isHidden = hidden;
      clearTimeout(timer);
      due = Infinity;
      if (!hidden) schedule(0);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      for (const resolve of waiting) resolve(false);
      waiting = [];
    },
  };
}
