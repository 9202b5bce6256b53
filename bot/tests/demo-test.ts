import { test as base } from 'vitest';
import { startDemo, type Demo } from './start-demo.ts';

type Options<Started, Prepared> = {
  start: () => Promise<Started>;
  /** Does what all tests need. What it gives is found on the demo. */
  prepare: (demo: Started) => Promise<Prepared>;
};

type Cleanup = { onCleanup: (cleanup: () => Promise<void>) => void };

function demoFixture<Started extends Demo, Prepared>({ start, prepare }: Options<Started, Prepared>) {
  // Vitest reads a fixture's needs from this pattern; this one needs none.
  // eslint-disable-next-line no-empty-pattern
  return async ({}, { onCleanup }: Cleanup) => {
    await using stack = new AsyncDisposableStack();
    const demo = stack.use(await start());
    const prepared = Object.assign(demo, await prepare(demo));
    const kept = stack.move();
    onCleanup(() => kept.disposeAsync());
    return prepared;
  };
}

const nothing = async () => {};

/** A `test` for a file whose tests share one demo: `({ demo }) => …`. Unless it is said otherwise, the demo's bot is started. */
export function demoTest<Started extends Demo = Demo, Prepared = void>({
  start = startDemo as () => Promise<Started>,
  prepare = nothing as () => Promise<Prepared>,
}: Partial<Options<Started, Prepared>> = {}) {
  const test = base.extend('demo', { scope: 'file' }, demoFixture({ start, prepare }));
  // In a hook's time, and not in that of the first test.
  test.beforeAll(({ demo }) => void demo);
  return test;
}

/** A `test` whose every run has a demo of its own. */
export function ownDemoTest() {
  const test = base.extend('demo', demoFixture({ start: startDemo, prepare: nothing }));
  test.beforeEach(({ demo }) => void demo);
  return test;
}
