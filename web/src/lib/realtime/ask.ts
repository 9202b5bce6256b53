import { refusalWords } from '@ticketflow/supabase/contracts/refusals.ts';
import type { SupabaseClient } from '@supabase/supabase-js';

/**
 * The answer of the database. `refused`: it understood and said no, for the reason in `words`. `unreachable`: nothing is
 * known about what it did, so the same question may be asked again. `ended`: nobody is signed in any more.
 */
export type Answer<T> =
  | { ok: true; data: T }
  | { ok: false; why: 'refused' | 'unreachable' | 'ended'; code: string; words: string };

/** How long an answer may take before the network counts as away. */
const PATIENCE_MS = 10_000;

/** Calls a public function of the database as the signed-in person. Never throws. */
export async function ask<T>(
  client: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
): Promise<Answer<T>> {
  try {
    const answer = await client.rpc(name, args).abortSignal(AbortSignal.timeout(PATIENCE_MS));
    if (!answer.error) return { ok: true, data: answer.data as T };
    const { code } = answer.error;
    const words = refusalWords(answer.error);
    if (words) return { ok: false, why: 'refused', code, words };
    if (answer.status === 401)
      return { ok: false, why: 'ended', code, words: 'Your session has ended. Sign in again.' };
    if (answer.status === 0 || answer.status >= 500 || answer.status === 408 || answer.status === 429)
      return { ok: false, why: 'unreachable', code, words: 'The desk cannot be reached at the moment.' };
    return {
      ok: false,
      why: 'refused',
      code,
      words: `The database refused this (${code || answer.status}).`,
    };
  } catch {
    return { ok: false, why: 'unreachable', code: '', words: 'The desk cannot be reached at the moment.' };
  }
}
