/** A tab that was put to sleep by its system may hold a lock for good: after this much waiting the work is done without. */
const PATIENCE_MS = 15_000;

/**
 * Does work while no other tab of this browser does any under the same name (Web Locks: a closed tab's lock is free at
 * once). In a browser without them, and when the lock does not come, the work is done all the same: it must be harmless to
 * do twice, only not tidy.
 */
export async function aloneAmongTabs<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Only secure pages have it: https, and this machine.
  if (!('locks' in navigator)) return work();
  let began: Promise<T> | null = null;
  try {
    return await navigator.locks.request(
      `ticketflow:${name}`,
      { signal: AbortSignal.timeout(PATIENCE_MS) },
      () => (began = work()),
    );
  } catch (error) {
    if (began) throw error;
    return work();
  }
}
