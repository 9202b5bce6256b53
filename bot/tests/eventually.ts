import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks until the answer is neither undefined, null nor false, and gives it. Fails with the words after `ms`: patience for a busy
 * machine, no measure of speed.
 */
export async function eventually<T>(
  words: string,
  ask: () => Promise<T | undefined | null | false>,
  ms = 20_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${words}`);
    await wait(15);
  }
}
