import { findChromium } from '../../web/e2e/find-chromium.ts';
import { buildBot, buildClient, buildDesk } from './build-part.ts';
import { findTests, inHalves } from './find-tests.ts';
import { runChecks } from './run-checks.ts';
import { runPlaywright, runVitest } from './run-tests.ts';
import { createTally } from './tally.ts';

// npm test: everything that must hold, and a last line that counts it. `npm test -- outbox reconnect.spec` runs the test files alone
// whose path has one of the words in it.
const words = process.argv.slice(2);
const main = '.config/vitest.config.ts';
const client = 'bot/simulator/client/vitest.config.ts';
const tally = createTally();

async function runAll(): Promise<void> {
  await runChecks(tally);
  await runVitest(tally, main);
  // Built before runs that would each build it.
  await Promise.all([buildDesk, buildClient, buildBot].map((build) => build((line) => console.log(line))));
  // The packaged Chromium unpacks itself on its first use: several runs would start one that another is still writing.
  await findChromium();
  const halves = inHalves(findTests(['web/e2e/']).playwright);
  await Promise.all([
    ...halves.map((files, n) => runPlaywright(tally, files, `.local/e2e/${n + 1}`)),
    runVitest(tally, client).then(() =>
      // Everything dies and comes back, always in the same plan: `npm run chaos` does so for longer, and with other seeds.
      tally.check('chaos', ['supabase/chaos/main.ts', '--short', '--seed', '4', '--seconds', '15']),
    ),
  ]);
}

async function runSome(): Promise<void> {
  const files = findTests(words);
  if (files.vitest.length > 0) await runVitest(tally, main, files.vitest);
  if (files.client.length > 0) await runVitest(tally, client, files.client);
  if (files.playwright.length > 0) await runPlaywright(tally, files.playwright);
}

try {
  await (words.length > 0 ? runSome() : runAll());
} catch (error) {
  console.error((error as Error).message);
  tally.count.failed += 1;
}
tally.end();
