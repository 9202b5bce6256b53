import type postgres from 'postgres';
import { AuthError } from './auth-error.ts';

export type User = {
  id: string;
  aud: string;
  role: string;
  email: string;
  phone: string;
  app_metadata: Record<string, unknown>;
  user_metadata: Record<string, unknown>;
  identities: unknown[];
  [field: string]: unknown;
};

/** A user as GoTrue writes them in its answers, identities included. Throws an AuthError when there is none of that id. */
export async function readUser(sql: postgres.ISql, id: string): Promise<User> {
  const [row] = await sql<{ user: User }[]>`
    select jsonb_strip_nulls(jsonb_build_object(
      'id', u.id, 'aud', u.aud, 'role', u.role, 'email_confirmed_at', u.email_confirmed_at,
      'confirmed_at', u.confirmed_at, 'last_sign_in_at', u.last_sign_in_at,
      'created_at', u.created_at, 'updated_at', u.updated_at, 'banned_until', u.banned_until
    )) || jsonb_build_object(
      'email', coalesce(u.email, ''), 'phone', coalesce(u.phone, ''), 'is_anonymous', u.is_anonymous,
      'app_metadata', coalesce(u.raw_app_meta_data, '{}'), 'user_metadata', coalesce(u.raw_user_meta_data, '{}'),
      'identities', coalesce((
        select jsonb_agg(jsonb_build_object(
          'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'identity_data', i.identity_data,
          'provider', i.provider, 'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at,
          'updated_at', i.updated_at, 'email', i.email
        ) order by i.created_at) from auth.identities i where i.user_id = u.id
      ), '[]')
    ) as "user"
    from auth.users u where u.id::text = ${id} and u.deleted_at is null`;
  if (!row) throw new AuthError(404, 'user_not_found', 'User not found');
  return row.user;
}
