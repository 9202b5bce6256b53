import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnBot } from './run-bot.ts';
import { startWorld, type World } from './start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(undefined, { isBotStarted: false });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Starts with some variables changed (null: not set) and gives what it said last. */
async function lastWords(change: Record<string, string | null>): Promise<string> {
  const env = Object.fromEntries(
    Object.entries({ ...world.env, ...change }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  );
  const { exited, lines } = spawnBot(env);
  expect(await exited).toBe(1);
  return lines.at(-1) ?? '';
}

test.each([
  ['a missing token', { DISCORD_TOKEN: null }, 'DISCORD_TOKEN is missing'],
  ['a token with a space', { DISCORD_TOKEN: 'not a token at all, sorry' }, 'DISCORD_TOKEN must be'],
  ['a misspelled variable', { DISCORD_TOKN: 'x' }, 'DISCORD_TOKN is not a variable of the bot'],
  ['an address that is none', { DISCORD_API_URL: 'discord' }, 'DISCORD_API_URL must be an address'],
  ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
  ['a file storage that is nowhere', { SUPABASE_SECRET_KEY: 'sb_secret_x' }, 'SUPABASE_URL is missing'],
  ['a missing database', { BOT_DATABASE_URL: null }, 'BOT_DATABASE_URL is missing'],
])('%s stops the process with one line that names it', async (_, change, words) => {
  expect(await lastWords(change)).toContain(words);
});

test('a token that Discord does not know stops the process with words', async () => {
  expect(await lastWords({ DISCORD_TOKEN: 'MTE4.abcdefghijklmnop.qrstuvwxyz' })).toContain(
    'Discord does not accept DISCORD_TOKEN',
  );
});

test('intents that are switched off stop the process with words', async () => {
  await world.discord.changeSettings({
    privilegedIntents: { messageContent: false, guildMembers: true, presences: true },
  });
  expect(await lastWords({})).toContain('switch on Server Members Intent and Message Content Intent');
  await world.discord.changeSettings({
    privilegedIntents: { messageContent: true, guildMembers: true, presences: true },
  });
});
