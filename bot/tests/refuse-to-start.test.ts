import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { spawnBot } from './run-bot.ts';
import { startDemo, type Demo } from './start-demo.ts';

const test = demoTest({ start: () => startDemo(undefined, { isBotStarted: false }) });

/** Starts with some variables changed (null: not set) and gives what it said last. */
async function lastWords(demo: Demo, change: Record<string, string | null>): Promise<string> {
  const env = Object.fromEntries(
    Object.entries({ ...demo.env, ...change }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  );
  const { exited, lines } = spawnBot(env);
  expect(await exited).toBe(1);
  return lines.at(-1) ?? '';
}

test.for<[string, Record<string, string | null>, string]>([
  ['a missing token', { DISCORD_TOKEN: null }, 'DISCORD_TOKEN is missing'],
  ['a token with a space', { DISCORD_TOKEN: 'not a token at all, sorry' }, 'DISCORD_TOKEN must be'],
  ['a misspelled variable', { DISCORD_TOKN: 'x' }, 'DISCORD_TOKN is not a variable of the bot'],
  ['an invalid address', { DISCORD_API_URL: 'discord' }, 'DISCORD_API_URL must be an address'],
  ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
  ['a file storage that is nowhere', { SUPABASE_SECRET_KEY: 'sb_secret_x' }, 'SUPABASE_URL is missing'],
  ['a missing database', { BOT_DATABASE_URL: null }, 'BOT_DATABASE_URL is missing'],
])('%s stops the process with one line that names it', async ([, change, words], { demo }) => {
  expect(await lastWords(demo, change)).toContain(words);
});

test('a token that Discord does not know stops the process with words', async ({ demo }) => {
  expect(await lastWords(demo, { DISCORD_TOKEN: 'MTE4.abcdefghijklmnop.qrstuvwxyz' })).toContain(
    'Discord does not accept DISCORD_TOKEN',
  );
});

test('intents that are switched off stop the process with words', async ({ demo }) => {
  await demo.discord.changeSettings({
    privilegedIntents: { messageContent: false, guildMembers: true, presences: true },
  });
  expect(await lastWords(demo, {})).toContain('switch on Server Members Intent and Message Content Intent');
  await demo.discord.changeSettings({
    privilegedIntents: { messageContent: true, guildMembers: true, presences: true },
  });
});
