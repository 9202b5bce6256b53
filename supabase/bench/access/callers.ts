import { signJwt } from '../../local/jwt.ts';
import type { Database } from './database.ts';

export type Request = {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
};
export type Answered = { ms: number; rows: unknown; headers: Headers };
export type Caller = { ask: (request: Request) => Promise<Answered>; token: string; userId: string | null };

/** Asks the Data API with the headers that the desk sends. Throws when the answer is not a success. */
function callerOf({ stack }: Database, key: string, token: string, userId: string | null): Caller {
  return {
    token,
    userId,
    ask: async ({ method, path, body, headers }) => {
      const from = performance.now();
      const answer = await fetch(`${stack.supabaseUrl}/rest/v1/${path}`, {
        method,
        headers: {
          apikey: key,
          ...(token === key ? {} : { authorization: `Bearer ${token}` }),
          'content-type': 'application/json',
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const ms = performance.now() - from;
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return { ms, rows: JSON.parse(text) as unknown, headers: answer.headers };
    },
  };
}

/** Who calls as a person signed in with Discord: a token as Auth gives it, good for two hours. */
export async function signIn(database: Database, discordId: string): Promise<Caller> {
  const [account] =
    await database.sql`select user_id from auth.identities where provider = 'discord' and provider_id = ${discordId}`;
  const now = Math.floor(Date.now() / 1000);
  const sub = account!.user_id as string;
  const token = signJwt(
    { sub, role: 'authenticated', aud: 'authenticated', iat: now, exp: now + 7200 },
    database.stack.jwtSecret,
  );
  return callerOf(database, database.stack.publishableKey, token, sub);
}

/** Who calls with the secret key: as service_role, past every policy. */
export const asService = (database: Database): Caller =>
  callerOf(database, database.stack.secretKey, database.stack.secretKey, null);
