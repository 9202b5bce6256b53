import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks until the answer is neither undefined nor false, and returns it. Throws after `deadline` milliseconds: patience for a busy
 * machine, no measure of speed.
 */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  deadline = 15_000,
): Promise<T> {
  for (const end = Date.now() + deadline; ;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`It did not happen within ${deadline} ms: ${what}`);
    await wait(10);
  }
}
