import { createClient } from '@supabase/supabase-js';
import type { Database } from '../contracts/database.types.ts';
import type { StackInfo } from './stack.ts';

/**
 * The real supabase-js client, signed in by the whole way that a browser goes: Auth's address, the simulated Discord's page with
 * this person picked, the callback, the exchange of the code. For tests and benchmarks that need no page.
 */
export async function signInClient(info: StackInfo, discordId: string, fetchIt: typeof fetch = fetch) {
  const kept = new Map<string, string>();
  const supabase = createClient<Database>(info.supabaseUrl, info.publishableKey, {
    global: { fetch: fetchIt },
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
  const { data, error } = await supabase.auth.signInWithOAuth({
    provider: 'discord',
    options: { redirectTo: `${info.webUrl}/auth/callback`, skipBrowserRedirect: true },
  });
  if (error) throw error;
  const page = await follow(data.url);
  const back = await follow(page, { person: discordId, answer: 'authorize' });
  const desk = await follow(back);
  const code = new URL(desk).searchParams.get('code');
  if (!code) throw new Error(`Signing in ended at ${desk}`);
  const exchanged = await supabase.auth.exchangeCodeForSession(code);
  if (exchanged.error) throw exchanged.error;
  await supabase.realtime.setAuth();
  return supabase;
}

async function follow(address: string, form?: Record<string, string>): Promise<string> {
  const response = await fetch(address, {
    redirect: 'manual',
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  const location = response.headers.get('location');
  if (!location)
    throw new Error(`${new URL(address).pathname} answered ${response.status} and leads nowhere`);
  return new URL(location, address).href;
}
