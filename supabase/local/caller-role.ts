import type postgres from 'postgres';
import { isRequestRole } from './http/caller.ts';
import type { Claims } from './jwt.ts';

/**
 * The settings under which a request runs, as PostgREST, Storage and Realtime make them: role (from an allow-list, anon
 * for anything else) and claims, in the form of today and of earlier versions that auth.uid() and auth.role() still read.
 */
export function callerSettings(claims: Claims): Record<string, string> {
  const role = isRequestRole(claims.role) ? claims.role : 'anon';
  return {
    role,
    'request.jwt.claims': JSON.stringify({ ...claims, role }),
    'request.jwt.claim.sub': claims.sub ?? '',
    'request.jwt.claim.role': role,
  };
}

/** Takes settings on until the transaction ends, in one statement. */
export function takeOn(transaction: postgres.TransactionSql, settings: Record<string, string>) {
  return transaction`
    select set_config(name, value, true)
    from jsonb_each_text(${transaction.json(settings)}) as setting (name, value)`;
}
