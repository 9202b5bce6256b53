import { runNode } from './run-node.ts';

/** Counts what passed and what failed of a whole run, and ends it with a line that says so. */
export function createTally() {
  const since = Date.now();
  const count = { passed: 0, failed: 0 };
  return {
    count,
    /** A script that is good or not: counted as one. What it said is shown when it is not. */
    async check(name: string, args: string[], options: { cwd?: string } = {}): Promise<void> {
      const from = Date.now();
      const { code, output } = await runNode(args, options);
      const isGood = code === 0;
      count[isGood ? 'passed' : 'failed'] += 1;
      console.log(`${isGood ? '✓' : '✗'} ${name}  ${((Date.now() - from) / 1000).toFixed(1)} s`);
      if (!isGood) console.log(output);
    },
    end(): void {
      console.log(`\nAfter ${Math.round((Date.now() - since) / 1000)} s:`);
      console.log(`${count.passed} passed, ${count.failed} failed`);
      process.exitCode = count.failed > 0 ? 1 : 0;
    },
  };
}

export type Tally = ReturnType<typeof createTally>;
