import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StackError } from '../local/stack-error.ts';
import { demoGuildId, demoHelpChannelId } from './demo-people.ts';
import { parseStartEnvironment } from './start-environment.ts';
import { startStack } from './start-stack.ts';
import type { PartName, StackInfo, Stack } from './stack.ts';

// npm start: everything, or whatever part of it the environment does not name as running elsewhere.
const root = fileURLToPath(new URL('../..', import.meta.url));
const isWatching = process.argv.includes('--watch');
const since = Date.now();
const say = (line: string) =>
  console.log(`${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s  ${line}`);
let stack: Stack | null = null;
let isStopping = false;

async function stop(code: number) {
  if (isStopping) return;
  isStopping = true;
  console.log('\nStopping …');
  await stack?.stop();
  process.exit(code);
}

/** A part that ended by itself is started again; its data is in the database, so nothing is lost by it. */
function startAgain(part: PartName, code: number | null) {
  if (isStopping || !stack) return;
  if (part === 'simulated Discord') {
    console.error(
      `The simulated Discord ended (${code ?? 'killed'}). Run npm start again: what was said in it is kept.`,
    );
    void stop(1);
    return;
  }
  say(`The ${part} ended (${code ?? 'killed'}); starting it again.`);
  const start = part === 'bot' ? stack.startBot : stack.startDesk;
  setTimeout(() => {
    start().catch((error: Error) => {
      console.error(error.message);
      void stop(1);
    });
  }, 1000);
}

function tellHow(info: StackInfo) {
  const person = (id: string) => `${info.discordWebUrl}/#/${id}/${demoGuildId}/${demoHelpChannelId}`;
  console.log(`
  TicketFlow is up, after ${((Date.now() - since) / 1000).toFixed(1)} s.

  Desk       ${info.webUrl}
             Continue with Discord, choose Noor (admin), Theo (agent) or Sam (manager).`);
  if (info.discordControlUrl) {
    console.log(`
  Discord    ${person('1180000000000000201')}
             You are Marlowe. Press a button in #get-help, then write in the channel that opens.`);
  }
  console.log(`
  Supabase   ${info.supabaseUrl}
             Addresses, keys and people for tools: .local/stack.json

  Ctrl-C stops everything and keeps the data; npm run reset starts from scratch.
`);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
try {
  if (existsSync(`${root}.env`)) process.loadEnvFile(`${root}.env`);
  const environment = parseStartEnvironment(process.env);
  const isVerbose = environment.LOG_LEVEL === 'debug';
  stack = await startStack({
    folder: resolve(root, environment.LOCAL_FOLDER),
    environment,
    isWatching,
    say,
    log: (part, line) => {
      if (isVerbose || isWatching || /"level":(50|60)|error/i.test(line)) console.log(`${part}: ${line}`);
    },
    onExit: startAgain,
  });
  tellHow(stack.info);
} catch (error) {
  // What a person can mend is one line; anything else is a defect and shows where.
  console.error(error instanceof StackError ? error.message : error);
  process.exit(1);
}
