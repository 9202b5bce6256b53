import { defineEnvVars } from '@sveltejs/kit/env';

/** A variable that holds an address; the server stops at once when it is missing (and has no default) or malformed. */
const address =
  (fallback?: string) =>
  (value: string | undefined): string => {
    const text = value || fallback;
    if (!text) throw new Error('is not set: give an address such as https://example.com');
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
      throw new Error(`is not an http address: ${JSON.stringify(text)}`);
    return text.replace(/\/+$/, '');
  };

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export const variables = defineEnvVars({
  PUBLIC_SUPABASE_URL: {
    public: true,
    schema: address(),
    description: 'Where Supabase answers, for this server and for the browser',
  },
  PUBLIC_SUPABASE_PUBLISHABLE_KEY: {
    public: true,
    schema: (value) => {
      if (!value) throw new Error('is not set: copy the publishable key of the Supabase project');
      if (value.startsWith('sb_secret_'))
        throw new Error('is a secret key: the desk only ever takes the publishable one');
      return value;
    },
    description: 'The publishable key of the Supabase project',
  },
  DISCORD_API_URL: {
    schema: address('https://discord.com/api'),
    description: "Discord's REST address: read once at sign-in, for the list of guilds",
  },
  PUBLIC_DISCORD_CDN_URL: {
    public: true,
    schema: address('https://cdn.discordapp.com'),
    description: 'Where avatars come from, through this server',
  },
  PUBLIC_DISCORD_URL: {
    public: true,
    schema: address('https://discord.com'),
    description: 'Where a link to a channel leads',
  },
  LOG_LEVEL: {
    schema: (value) => {
      const level = value || 'info';
      if (!levels.includes(level)) throw new Error(`is not one of ${levels.join(', ')}`);
      return level;
    },
    description: 'What the log of this server tells',
  },
  METRICS_TOKEN: {
    schema: (value) => {
      if (value && value.length < 16)
        throw new Error('is too short to be a secret: give 16 characters or more');
      return value || undefined;
    },
    description: 'Opens /metrics to clients that send it as a bearer token; without it there is no such page',
  },
  PUBLIC_SENTRY_DSN: {
    public: true,
    schema: (value) => {
      if (value && !URL.canParse(value))
        throw new Error('is not a DSN: copy it from the project in Sentry, or leave it out');
      return value || undefined;
    },
    description: 'Reports errors of server and browser to Sentry when set',
  },
});
