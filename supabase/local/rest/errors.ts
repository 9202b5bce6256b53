import { inspect } from 'node:util';
import postgres from 'postgres';

/** SQLSTATEs that @supabase/lite answers as PostgREST does; the rest it would answer as a nameless 500. */
const answeredWell = /^(42|22|21|55|53|23502|23503|23505|25006|PT|PGRST)/;

/** HTTP statuses by SQLSTATE or its class (docs.postgrest.org, References, Errors); a longer match wins; 400 without one. */
const statuses: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '54': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  P0001: 400,
  XX: 500,
};

/**
 * Makes of a database error what @supabase/lite answers with PostgREST's status, code, message, details and hint: an
 * error that a function raises with a code of its own must reach the client with that code. The form is PostgREST's for
 * errors that bring their own answer (SQLSTATE 'PGRST', JSON in message and detail).
 */
export function asPostgrestError(error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError)) return inOneLine(error);
  const { code, message, detail, hint } = error;
  if (answeredWell.test(code)) return inOneLine(error);
  const status = statuses[code] ?? statuses[code.slice(0, 2)] ?? 400;
  const answer = JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null });
  const wrapped = Object.assign(new Error(answer), {
    code: 'PGRST',
    detail: JSON.stringify({ status, headers: {} }),
  });
  return inOneLine(wrapped, `${code} ${message}`);
}

/** lite prints every error with its stack; a refusal by the database is no more than a line. */
function inOneLine(error: unknown, line?: string): unknown {
  const isExpected = error instanceof Error && ('code' in error || 'relation' in error);
  if (!isExpected) return error;
  Object.defineProperty(error, inspect.custom, {
    value: () => `data api: ${line ?? error.message}`,
    configurable: true,
  });
  return error;
}
