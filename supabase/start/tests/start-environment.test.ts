import { expect, test } from 'vitest';
import { parseStartEnvironment } from '../start-environment.ts';

const supabase = {
  PUBLIC_SUPABASE_URL: 'https://project.supabase.co',
  PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
  SUPABASE_SECRET_KEY: 'sb_secret_x',
  BOT_DATABASE_URL: 'postgresql://ticketflow_bot:x@127.0.0.1:5432/postgres',
};

test('an empty environment is whole: everything is a stand-in', () => {
  expect(parseStartEnvironment({ DISCORD_TOKEN: '', PORT: ' ' })).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
  });
});

test.each([
  ['an invalid port', { PORT: 'http' }, /^PORT must be a port/],
  [
    'a port out of range',
    { LOCAL_POSTGRES_PORT: '70000' },
    /^LOCAL_POSTGRES_PORT must be a port from 1 to 65535/,
  ],
  ['an invalid address', { DISCORD_API_URL: 'discord' }, /^DISCORD_API_URL must be an address/],
  ['an address of another kind', { WEB_URL: 'ftp://x.org' }, /^WEB_URL must be an address/],
  ['an unknown log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be debug, info, warn or error/],
  [
    'an invalid database address',
    { ...supabase, BOT_DATABASE_URL: 'mysql://x' },
    /^BOT_DATABASE_URL must be an address/,
  ],
  [
    'half a Supabase project',
    { PUBLIC_SUPABASE_URL: 'https://x.co' },
    /^PUBLIC_SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY, BOT_DATABASE_URL are missing/,
  ],
  [
    'a real bot on the embedded stack without its application',
    { DISCORD_TOKEN: 'x' },
    /^DISCORD_CLIENT_ID is missing/,
  ],
])('%s is one line that names the variable', (_, environment, words) => {
  expect(() => parseStartEnvironment(environment)).toThrow(words);
  try {
    parseStartEnvironment(environment);
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});

test('a whole Supabase project with a real bot needs no more', () => {
  expect(parseStartEnvironment({ ...supabase, DISCORD_TOKEN: 'x' })).toMatchObject(supabase);
});
