import { json } from '../http/exchange.ts';
import { isRequestRole, type Caller } from '../http/caller.ts';
import type { Answer } from './lite.ts';

/**
 * Answers a request below /rest/v1, or `undefined` when it is not covered (the OpenAPI description at the root). A
 * missing or unknown key and a bad token are refused as the gateway and PostgREST refuse them.
 */
export async function answerRest(
  request: Request,
  caller: Caller,
  answer: Answer,
): Promise<Response | undefined> {
  const path = new URL(request.url).pathname.slice('/rest/v1'.length);
  if (!/^\/(rpc\/)?[^/]+$/.test(path)) return undefined;
  return refuseCaller(caller) ?? answer(request, caller.claims);
}

/** The gateway's and PostgREST's refusals of credentials (PostgREST: errors PGRST301 and PGRST303); else `undefined`. */
export function refuseCaller({ hasKey, keyRole, token, claims }: Caller): Response | undefined {
  if (!hasKey) {
    const hint = 'No `apikey` request header or url param was found.';
    return json(401, { message: 'No API key found in request', hint });
  }
  if (!keyRole)
    return json(401, {
      message: 'Invalid API key',
      hint: 'Double check your Supabase `anon` or `service_role` API key.',
    });
  if (token?.state === 'expired') return refuse(401, 'PGRST303', 'JWT expired');
  if (token?.state === 'malformed') return refuse(401, 'PGRST301', 'Expected 3 parts in JWT; got 1');
  if (token?.state === 'wrong signature') {
    return refuse(
      401,
      'PGRST301',
      'No suitable key or wrong key type',
      'None of the keys was able to decode the JWT',
    );
  }
  if (!isRequestRole(claims.role))
    return refuse(401, '42501', `permission denied to set role "${String(claims.role)}"`);
  return undefined;
}

function refuse(status: number, code: string, message: string, details: string | null = null): Response {
  return json(
    status,
    { code, message, details, hint: null },
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  );
}
