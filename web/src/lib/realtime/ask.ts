import type { AnswerOf, Args, FunctionName } from '@ticketflow/supabase/contracts/functions.ts';
import { refusalFacts, refusalWords } from '@ticketflow/supabase/contracts/refusals.ts';
import { t } from '#lib/words/words.ts';

/**
 * The answer of the database. `refused`: it understood and said no, for the reason in `words`. `unreachable` (nothing
 * answers) and `away` (what stands before the database answers, the database does not): nothing is known about what it did,
 * so the same question may be asked again. `ended`: nobody is signed in any more.
 */
export type Answer<T> =
  | { ok: true; data: T }
  | {
      ok: false;
      why: 'refused' | 'unreachable' | 'away' | 'ended';
      code: string;
      words: string;
      /** What a refusal says beside its code: ids, numbers, names of fields. */
      facts?: Record<string, unknown> | null;
    };

/** How a function of the database is asked, by name and arguments. The database's own types say which there are. */
export type Ask = <N extends FunctionName>(name: N, args: Args<N>) => Promise<Answer<AnswerOf<N>>>;

/** The access token; a fresh one when the last one was refused. Null when nobody is signed in; throws when it cannot be known. */
export type ReadToken = (isRefused?: boolean) => Promise<string | null>;

type Where = { supabaseUrl: string; publishableKey: string; readToken: ReadToken };

/** How long an answer may take before the network counts as away. */
const PATIENCE_MS = 10_000;

const unanswered = (why: 'unreachable' | 'away' | 'ended') =>
  ({ ok: false, why, code: '', words: t.asking[why] }) as const;

/**
 * Calls a public function of the database through the Data API, as the signed-in person
 * (https://docs.postgrest.org/en/stable/references/api/functions.html). Never throws.
 */
export async function ask<N extends FunctionName>(
  where: Where,
  name: N,
  args: Args<N>,
): Promise<Answer<AnswerOf<N>>> {
  try {
    const answer = await post(where, name, args, await where.readToken());
    // The clock of a machine that slept may be wrong about how long its token lasts: a fresh one is tried once.
    if (answer?.status !== 401) return await read(answer);
    return await read(await post(where, name, args, await where.readToken(true)));
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError'
      ? unanswered('away')
      : unanswered('unreachable');
  }
}

async function post(
  where: Where,
  name: string,
  args: object,
  token: string | null,
): Promise<Response | null> {
  if (!token) return null;
  return fetch(`${where.supabaseUrl}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: {
      apikey: where.publishableKey,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(args),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

async function read<T>(answer: Response | null): Promise<Answer<T>> {
  if (!answer || answer.status === 401) return unanswered('ended');
  if (answer.status === 204) return { ok: true, data: null as T };
  // Whatever a gateway says in its own words, the database has not said no.
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return unanswered('away');
  const body: unknown = await answer.json();
  return answer.ok ? { ok: true, data: body as T } : refusalOf(answer.status, body);
}

/**
 * Codes of a database that cannot do anything at the moment: no connection, no room, shutting down, read-only
 * (https://www.postgresql.org/docs/17/errcodes-appendix.html, https://docs.postgrest.org/en/stable/references/errors.html).
 */
const AWAY = /^(08|53|57P|25006|PGRST00)/;

/** What an answer that is not a success says, by its status and the database's code. */
function refusalOf(status: number, body: unknown): Answer<never> {
  const words = refusalWords(t.refusals, body);
  const code = body && typeof body === 'object' && 'code' in body ? String(body.code) : '';
  if (words) return { ok: false, why: 'refused', code, words, facts: refusalFacts(body) };
  if (AWAY.test(code)) return unanswered('away');
  const refusal = { code: code || String(status), facts: null };
  return { ok: false, why: 'refused', code: refusal.code, words: wordsOfRefusal(refusal) };
}

/** The words for a refusal that was kept, in the language of the page. */
export function wordsOfRefusal({
  code,
  facts,
}: {
  code: string;
  facts: Record<string, unknown> | null;
}): string {
  const details = facts ? JSON.stringify(facts) : undefined;
  return refusalWords(t.refusals, { code, details }) ?? t.refusals.other(code);
}
