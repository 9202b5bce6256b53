import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killsAtEachPoint, killsOfLongRun, readOptions } from './read-options.ts';
import { runChaos } from './run-chaos.ts';

// npm run chaos: people write on both sides while everything that can die dies; at the end what everybody was told is compared.
const options = readOptions(process.argv.slice(2));
const { seed, isShort, variant } = options;
const since = Date.now();
const say = (line: string) =>
  console.log(`${((Date.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const given = process.argv.slice(2);
const replay = [...given, ...(given.includes('--seed') ? [] : ['--seed', String(seed)])].join(' ');
const folder = await mkdtemp(join(tmpdir(), 'ticketflow-chaos-'));
say(`Seed ${seed}${isShort ? ', short' : ''}${variant === 'none' ? '' : `, variant ${variant}`}`);
try {
  const outcome = await runChaos(options, folder, say);
  console.log(`\nKilled with -9:\n  ${outcome.kills.join('\n  ')}`);
  console.log('\nWent wrong beside:');
  for (const [name, times] of outcome.disturbed) console.log(`  ${name.padEnd(46)} ${times}`);
  console.log(
    `\nRefused: ${[...outcome.refused].map(([what, times]) => `${what} × ${times}`).join(', ') || 'nothing'}`,
  );
  console.log(
    `${outcome.total} kills, ${outcome.replies} replies, ${outcome.said} messages; level ${(outcome.levelAfter / 1000).toFixed(1)} s after the last fault`,
  );
  console.log(outcome.timekeeping);
  console.log(`Of unknown delivery: ${outcome.unknown}`);
  const { findings } = outcome;
  for (const { what, where } of findings.slice(0, 20)) console.log(`${what}: ${where}`);
  const isEnough =
    isShort ||
    options.kills < killsOfLongRun ||
    (outcome.total >= killsOfLongRun && outcome.least >= killsAtEachPoint);
  if (!isEnough)
    console.log(
      `Too few kills: ${outcome.total} of ${killsOfLongRun}, ${outcome.least} of ${killsAtEachPoint} at some point`,
    );
  if (variant !== 'none') {
    // A bot that is known to be bad: the checker must say so.
    console.log(findings.length > 0 ? `\nFound out: ${findings.length} findings.` : '\nNot found out.');
    process.exitCode = findings.length > 0 ? 0 : 1;
  } else if (findings.length === 0 && outcome.unknown === 0 && isEnough)
    console.log('\nNothing lost, nothing doubled, nothing out of order.');
  else {
    console.log(`\n${findings.length} findings. Replay: npm run chaos -- ${replay}`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
