import { json } from '../http/exchange.ts';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { readBody } from './grants.ts';
import { readUser } from './user-json.ts';

/** GET /admin/users/:id, for the secret key only. */
export async function getUserById(incoming: AuthRequest, context: AuthContext): Promise<Response> {
  requireService(incoming);
  return json(200, await readUser(context.sql, checkedId(incoming)));
}

/**
 * DELETE /admin/users/:id, for the secret key only: the user with identities, sessions and tokens. `undefined` for a
 * soft deletion, which is not covered.
 */
export async function deleteUser(incoming: AuthRequest, context: AuthContext): Promise<Response | undefined> {
  requireService(incoming);
  const id = checkedId(incoming);
  const { should_soft_delete: isSoft } = await readBody(incoming.request);
  if (isSoft) return undefined;
  await readUser(context.sql, id);
  await context.sql.begin(async (sql) => {
    await sql`delete from auth.refresh_tokens where user_id = ${id}`;
    await sql`delete from auth.users where id = ${id}`;
  });
  return json(200, {});
}

function requireService({ caller }: AuthRequest): void {
  if (caller.claims.role !== 'service_role') throw new AuthError(403, 'not_admin', 'User not allowed');
}

function checkedId({ id = '' }: AuthRequest): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new AuthError(404, 'validation_failed', 'user_id must be an UUID');
  }
  return id;
}
