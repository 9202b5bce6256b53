import { randomBytes } from 'node:crypto';
import type { Snowflake } from '../protocol.ts';
import type { State } from '../state/state.ts';

interface Code {
  user_id: Snowflake;
  scopes: string[];
  redirect_uri: string;
  expires_at: number;
}

/** Codes wait here for their one exchange. Their lifetime is not documented; ten minutes is OAuth2's own ceiling (RFC 6749). */
const waiting = new WeakMap<State, Map<string, Code>>();
const LIFETIME_MS = 600_000;

export function giveCode(state: State, user_id: Snowflake, scopes: string[], redirect_uri: string): string {
  const codes = waiting.get(state) ?? new Map<string, Code>();
  waiting.set(state, codes);
  const code = randomBytes(22).toString('base64url');
  codes.set(code, { user_id, scopes, redirect_uri, expires_at: Date.now() + LIFETIME_MS });
  return code;
}

/** The code's person and scopes, once; null when it is unknown, used or old. */
export function takeCode(state: State, code: string): Code | null {
  const codes = waiting.get(state);
  const found = codes?.get(code);
  codes?.delete(code);
  return found && found.expires_at > Date.now() ? found : null;
}
