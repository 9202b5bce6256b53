import { runChecks } from './run-checks.ts';
import { createTally } from './tally.ts';

// npm run check: format, lint and types, without the tests.
const tally = createTally();
await runChecks(tally);
tally.end();
