import { json } from '../http/exchange.ts';

/** A refusal as GoTrue words it: HTTP status, error code (supabase/auth internal/api/apierrors/errorcode.go), message. */
export class AuthError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const newFormat = '2024-01-01';

/** The refusal as JSON, in the form that the client's X-Supabase-Api-Version asks for (supabase/auth internal/api/errors.go). */
export function answerAuthError(error: AuthError, request: Request): Response {
  const { status, code, message } = error;
  const headers = { 'x-sb-error-code': code };
  return (request.headers.get('x-supabase-api-version') ?? '') >= newFormat
    ? json(status, { code, message }, { ...headers, 'x-supabase-api-version': newFormat })
    : json(status, { code: status, error_code: code, msg: message }, headers);
}
