import { z } from 'zod';

/** The bot's variables. Every one of them is listed in .env.example. */
const Env = z.object({
  DISCORD_TOKEN: z
    .string({ error: "is missing: set it to the bot token from Discord's developer portal" })
    .regex(/^\S{20,}$/, "must be the bot token from Discord's developer portal, without spaces"),
  BOT_DATABASE_URL: z
    .string({ error: 'is missing: set it to the Postgres address of the role ticketflow_bot' })
    .regex(
      /^postgres(ql)?:\/\/\S+$/,
      'must be an address such as postgresql://ticketflow_bot:…@host:5432/postgres',
    ),
  DISCORD_API_URL: z
    .url({ error: 'must be an address such as https://discord.com/api' })
    .default('https://discord.com/api'),
  DISCORD_CDN_URL: z
    .url({ error: 'must be an address such as https://cdn.discordapp.com' })
    .default('https://cdn.discordapp.com'),
  /** Where files lie. Without address and key none are copied or sent, and the desk says so. */
  SUPABASE_URL: z.url({ error: 'must be an address such as https://<project>.supabase.co' }).optional(),
  SUPABASE_SECRET_KEY: z.string().optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  DISCORD_SHARDS: z
    .string()
    .regex(/^\d{1,4}\/\d{1,4}$/, 'must be a shard and the number of shards, such as 0/1 or 3/4')
    .transform((text): Shard => {
      const [id = 0, count = 1] = text.split('/').map(Number);
      return { id, count };
    })
    .refine(({ id, count }) => id < count, 'counts shards from 0: the first of two is 0/2, the second 1/2')
    .default({ id: 0, count: 1 }),
  HEALTH_PORT: z.coerce
    .number({ error: 'must be a port from 0 to 65535' })
    .int('must be a port from 0 to 65535')
    .min(0, 'must be a port from 0 to 65535')
    .max(65535, 'must be a port from 0 to 65535')
    .optional(),
  HEALTH_HOST: z.string().default('127.0.0.1'),
});
export type Env = z.infer<typeof Env>;

/** Which part of the bot's guilds a process works for. */
export type Shard = { id: number; count: number };

/** Belong to the sign-in and may stand in the same file. */
const ofOthers = new Set(['DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET']);

/** Reads the bot's variables. Throws an Error of one line that names the variable and says what to do. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  for (const name of Object.keys(source)) {
    if (/^(DISCORD|BOT|HEALTH)_/.test(name) && !(name in Env.shape) && !ofOthers.has(name))
      throw new Error(`${name} is not a variable of the bot: remove it, or correct its name (${known()})`);
  }
  // An empty line in .env means "not set".
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  // One .env serves the desk too, which names the same address in public.
  const parsed = Env.safeParse({ SUPABASE_URL: set.PUBLIC_SUPABASE_URL, ...set });
  if (parsed.success && parsed.data.SUPABASE_SECRET_KEY && !parsed.data.SUPABASE_URL)
    throw new Error(
      'SUPABASE_URL is missing: set it to the address of the project that SUPABASE_SECRET_KEY opens',
    );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${String(issue?.path[0])} ${issue?.message}`);
}

const known = () => Object.keys(Env.shape).join(', ');
