import { verifyJwt, type Claims, type Verified } from '../jwt.ts';
import type { Keys } from '../keys.ts';

export type Role = 'anon' | 'authenticated' | 'service_role';

/** Who asks: the role of the key, and the claims that the call runs under. */
export type Caller = {
  /** Role of the API key: undefined without a key or with an unknown one. */
  keyRole?: 'anon' | 'service_role';
  hasKey: boolean;
  /** A JWT from the Authorization header, checked; undefined when only a key was sent. */
  token?: Verified;
  /** The token's claims, or the key's role as claims. */
  claims: Claims;
};

/**
 * What Supabase's gateway makes of a request's `apikey` (header or query) and `Authorization`. The opaque keys
 * sb_publishable_… and sb_secret_… stand for the roles anon and service_role; a JWT in Authorization outranks them.
 */
export function readCaller(request: Request, keys: Keys): Caller {
  const bearer = /^bearer\s+(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]?.trim();
  const key = request.headers.get('apikey') ?? new URL(request.url).searchParams.get('apikey') ?? undefined;
  const keyRole = roleOfKey(key, keys);
  const hasToken = bearer !== undefined && !bearer.startsWith('sb_') && bearer !== key;
  const token = hasToken ? verifyJwt(bearer, keys.jwtSecret) : undefined;
  const claims = token?.state === 'valid' ? token.claims : { role: keyRole ?? 'anon' };
  return { keyRole, hasKey: key !== undefined, token, claims };
}

/** The role that an API key stands for; undefined for an unknown one. */
export function roleOfKey(key: string | undefined, keys: Keys): 'anon' | 'service_role' | undefined {
  if (key === keys.publishableKey) return 'anon';
  return key === keys.secretKey ? 'service_role' : undefined;
}

/** Whether a role is one that requests may run as. */
export function isRequestRole(role: unknown): role is Role {
  return role === 'anon' || role === 'authenticated' || role === 'service_role';
}
