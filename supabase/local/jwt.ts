import { createHmac, timingSafeEqual } from 'node:crypto';

export type Claims = {
  role?: string;
  sub?: string;
  exp?: number;
  session_id?: string;
  [name: string]: unknown;
};

export type Verified =
  | { state: 'valid'; claims: Claims }
  | { state: 'expired'; claims: Claims; secondsAgo: number }
  | { state: 'malformed' }
  | { state: 'wrong signature' };

/** A JSON Web Token signed with HS256, as Supabase signs with a project's shared secret. */
export function signJwt(claims: Claims, secret: string): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${signature(body, secret)}`;
}

/** Checks form, signature (HS256 only) and expiry. Never throws. */
export function verifyJwt(token: string, secret: string): Verified {
  const [header, payload, signed, ...rest] = token.split('.');
  if (!header || !payload || !signed || rest.length > 0) return { state: 'malformed' };
  const [algorithm, claims] = [decode(header)?.alg, decode(payload) as Claims | undefined];
  if (algorithm === undefined || !claims) return { state: 'malformed' };
  if (algorithm !== 'HS256') return { state: 'wrong signature' };
  const expected = Buffer.from(signature(`${header}.${payload}`, secret));
  const given = Buffer.from(signed);
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    return { state: 'wrong signature' };
  const secondsAgo = typeof claims.exp === 'number' ? Math.floor(Date.now() / 1000) - claims.exp : -1;
  return secondsAgo >= 0 ? { state: 'expired', claims, secondsAgo } : { state: 'valid', claims };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (body: string, secret: string) =>
  createHmac('sha256', secret).update(body).digest('base64url');

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return value && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
