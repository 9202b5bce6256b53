/** Waits until all have ended, since one that fails stops no other; then throws the first failure. */
export async function allEnded(works: Promise<unknown>[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(works.map((work) => work.catch((error: unknown) => failures.push(error))));
  if (failures.length) throw failures[0];
}
