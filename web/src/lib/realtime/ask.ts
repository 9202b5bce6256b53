import { refusalWords } from '@ticketflow/supabase/contracts/refusals.ts';

/**
 * The answer of the database. `refused`: it understood and said no, for the reason in `words`. `unreachable`: nothing is
 * known about what it did, so the same question may be asked again. `ended`: nobody is signed in any more.
 */
export type Answer<T> =
  | { ok: true; data: T }
  | { ok: false; why: 'refused' | 'unreachable' | 'ended'; code: string; words: string };

/** How a function of the database is asked, by name and arguments. */
export type Ask = <T>(name: string, args: Record<string, unknown>) => Promise<Answer<T>>;

type Where = { supabaseUrl: string; publishableKey: string; readToken: () => Promise<string | null> };

/** How long an answer may take before the network counts as away. */
const PATIENCE_MS = 10_000;

const unreachable = {
  ok: false,
  why: 'unreachable',
  code: '',
  words: 'The desk cannot be reached at the moment.',
} as const;
const ended = { ok: false, why: 'ended', code: '', words: 'Your session has ended. Sign in again.' } as const;

/**
 * Calls a public function of the database through the Data API, as the signed-in person
 * (https://docs.postgrest.org/en/stable/references/api/functions.html). Never throws.
 */
export async function ask<T>(where: Where, name: string, args: Record<string, unknown>): Promise<Answer<T>> {
  try {
    const token = await where.readToken();
    if (!token) return ended;
    const answer = await fetch(`${where.supabaseUrl}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: where.publishableKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 204) return { ok: true, data: null as T };
    const body: unknown = await answer.json();
    return answer.ok ? { ok: true, data: body as T } : refusalOf(answer.status, body);
  } catch {
    return unreachable;
  }
}

/** What an answer that is no success says, by its status and the database's code. */
function refusalOf(status: number, body: unknown): Answer<never> {
  if (status === 401) return ended;
  const words = refusalWords(body);
  const code = body && typeof body === 'object' && 'code' in body ? String(body.code) : '';
  if (words) return { ok: false, why: 'refused', code, words };
  if (status >= 500 || status === 408 || status === 429) return unreachable;
  return { ok: false, why: 'refused', code, words: `The database refused this (${code || status}).` };
}
