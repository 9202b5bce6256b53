import { verifyJwt, type Claims } from '../jwt.ts';
import { roleOfKey } from '../http/caller.ts';
import type { Keys } from '../keys.ts';

export type Token = { claims: Claims } | { code: string; message: string };

/**
 * The claims that a socket's key or a channel's token stands for, or the refusal in Realtime's words (code and text as
 * in supabase/realtime RealtimeWeb.RealtimeChannel and UserSocket).
 */
export function readToken(token: string, keys: Keys): Token {
  const role = roleOfKey(token, keys);
  if (role) return { claims: { role } };
  const verified = verifyJwt(token, keys.jwtSecret);
  if (verified.state === 'malformed') {
    return { code: 'MalformedJWT', message: 'The token provided is not a valid JWT' };
  }
  if (verified.state === 'wrong signature') {
    return { code: 'JwtSignatureError', message: 'Failed to validate JWT signature' };
  }
  const { claims } = verified;
  if (verified.state === 'expired')
    return { code: 'InvalidJWTToken', message: expiredText(verified.secondsAgo) };
  if (!claims.role || !claims.exp) {
    return { code: 'InvalidJWTToken', message: 'Fields `role` and `exp` are required in JWT' };
  }
  return { claims };
}

/** Realtime's words for a token past its time. */
export const expiredText = (secondsAgo: number) => `Token has expired ${secondsAgo} seconds ago`;
