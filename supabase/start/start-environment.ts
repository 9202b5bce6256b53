import { z } from 'zod';
import { StackError } from '../local/stack-error.ts';

const address = z.url({ protocol: /^https?$/, error: 'must be an address such as https://example.org' });
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int()
  .min(1, 'must be a port from 1 to 65535')
  .max(65535, 'must be a port from 1 to 65535');

const Environment = z.object({
  PUBLIC_SUPABASE_URL: address.optional(),
  PUBLIC_SUPABASE_PUBLISHABLE_KEY: z.string().optional(),
  SUPABASE_SECRET_KEY: z.string().optional(),
  BOT_DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be an address such as postgresql://user:password@host:5432/postgres',
    })
    .optional(),
  DISCORD_TOKEN: z.string().optional(),
  DISCORD_CLIENT_ID: z
    .string()
    .regex(/^[0-9]{17,20}$/, 'must be the application id from the Developer Portal')
    .optional(),
  DISCORD_CLIENT_SECRET: z.string().optional(),
  DISCORD_API_URL: address.optional(),
  DISCORD_CDN_URL: address.optional(),
  PUBLIC_DISCORD_URL: address.optional(),
  WEB_URL: address.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: port.default(9464),
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  DISCORD_SHARDS: z.string().optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })
    .optional(),
  PUBLIC_SENTRY_DSN: address.optional(),
  LOCAL_SUPABASE_PORT: port.default(54321),
  LOCAL_POSTGRES_PORT: port.default(54322),
  LOCAL_DISCORD_PORT: port.default(4400),
  LOCAL_FOLDER: z.string().default('.local'),
});
export type StartEnvironment = z.infer<typeof Environment>;

const supabaseVariables = [
  'PUBLIC_SUPABASE_URL',
  'PUBLIC_SUPABASE_PUBLISHABLE_KEY',
  'SUPABASE_SECRET_KEY',
  'BOT_DATABASE_URL',
] as const;

/**
 * The variables of .env.example, parsed. Throws a StackError of one line that names the variable and what to do: for a
 * malformed one, and for a part of the four that a Supabase project needs.
 */
export function parseStartEnvironment(source: Record<string, string | undefined>): StartEnvironment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StackError(`${String(issue?.path[0])} ${issue?.message}. See .env.example.`);
  }
  const environment = parsed.data;
  const missing = supabaseVariables.filter((name) => !environment[name]);
  if (missing.length > 0 && missing.length < supabaseVariables.length) {
    throw new StackError(
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: a Supabase project needs all four (see .env.example), the embedded stack none.`,
    );
  }
  const usesLocalSupabase = !environment.PUBLIC_SUPABASE_URL;
  if (environment.DISCORD_TOKEN && usesLocalSupabase) {
    for (const name of ['DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET'] as const) {
      if (!environment[name])
        throw new StackError(
          `${name} is missing: the embedded stack signs people in with it. See .env.example.`,
        );
    }
  }
  return environment;
}
