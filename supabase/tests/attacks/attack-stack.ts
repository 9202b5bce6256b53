import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { startLocalStack } from '../../local/stack.ts';
import { startDiscordLogin, type DiscordPerson } from '../../local/tests/discord-login-server.ts';
import { openDemoDatabase } from '../demo-database.ts';
import type { Sql } from '../test-database.ts';

const desk = 'http://127.0.0.1:3000';

/** What came back over HTTP: the body as text too, since an attack looks for what a text gives away. */
export type Answer = { status: number; headers: Headers; text: string; json: any }; // eslint-disable-line @typescript-eslint/no-explicit-any

/** Somebody at a browser's console: the real client, signed in, and bare requests with their token. */
export type Attacker = {
  userId: string;
  token: string;
  client: SupabaseClient;
  /** A bare request to the stack with the publishable key and their token; other headers outrank these. */
  ask: (path: string, init?: RequestInit) => Promise<Answer>;
  rpc: (name: string, args?: object) => Promise<Answer>;
};

export type AttackStack = {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  /** As the role postgres. */
  sql: Sql;
  /** Signs in as the whole world does: through Discord's page. */
  signIn: (person: string | DiscordPerson) => Promise<Attacker>;
  /** The same with a token of one's own making, or with none. */
  withToken: (token: string | null, userId?: string) => Attacker;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** The real migrations and the demo's story behind the local stack, and a Discord to sign in with. */
export async function startAttackStack(): Promise<AttackStack> {
  const database = await openDemoDatabase();
  const discord = await startDiscordLogin();
  const filesDir = await mkdtemp(join(tmpdir(), 'ticketflow-attack-'));
  const stack = await startLocalStack({
    postgres: { adminUrl: () => database.superuserUrl },
    database: database.name,
    siteUrl: desk,
    redirectUrls: [`${desk}/**`],
    discord,
    filesDir,
    realtimeLimits: { joinRefusalPause: 20, handshakeRefusalPause: 20 },
  });
  const { supabaseUrl, publishableKey } = stack;

  function withToken(token: string | null, userId = ''): Attacker {
    const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
      const headers = new Headers({ apikey: publishableKey, 'content-type': 'application/json' });
      if (token) headers.set('authorization', `Bearer ${token}`);
      for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
      const response = await fetch(new URL(path, supabaseUrl), { redirect: 'manual', ...init, headers });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    };
    return {
      userId,
      token: token ?? '',
      client: createClient(supabaseUrl, publishableKey, {
        auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
        ...(token ? { accessToken: async () => token } : {}),
      }),
      ask,
      rpc: (name, args = {}) => ask(`/rest/v1/rpc/${name}`, { method: 'POST', body: JSON.stringify(args) }),
    };
  }

  async function signIn(person: string | DiscordPerson): Promise<Attacker> {
    discord.signInAs(typeof person === 'string' ? { id: person, username: `person${person}` } : person);
    const kept = new Map<string, string>();
    const client = createClient(supabaseUrl, publishableKey, {
      auth: {
        flowType: 'pkce',
        autoRefreshToken: false,
        detectSessionInUrl: false,
        storage: {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => void kept.set(key, value),
          removeItem: (key) => void kept.delete(key),
        },
      },
    });
    const started = await client.auth.signInWithOAuth({
      provider: 'discord',
      options: { redirectTo: `${desk}/auth/callback`, skipBrowserRedirect: true },
    });
    let at = started.data.url ?? '';
    while (!at.startsWith(desk)) {
      const location = (await fetch(at, { redirect: 'manual' })).headers.get('location');
      if (!location) throw new Error(`Signing in ended at ${at}`);
      at = location;
    }
    const { data, error } = await client.auth.exchangeCodeForSession(
      new URL(at).searchParams.get('code') ?? '',
    );
    if (error) throw error;
    return { ...withToken(data.session.access_token, data.user.id), client };
  }

  return {
    ...stack,
    sql: database.sql,
    signIn,
    withToken,
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await discord.stop();
      await database[Symbol.asyncDispose]();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
