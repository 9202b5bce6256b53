import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { AuthError } from './auth-error.ts';
import type { Profile } from './discord-profile.ts';

type Transaction = postgres.TransactionSql;

/**
 * The user that a Discord profile signs in as, made or linked when it is new, as GoTrue decides it (supabase/auth
 * internal/models/linking.go): the same identity is the same user; a verified e-mail that one user has links to them;
 * else a new user. Returns the user's id. Throws an AuthError where GoTrue refuses.
 */
export async function signInAccount(
  sql: Transaction,
  profile: Profile,
  isEmailOptional: boolean,
): Promise<string> {
  if (!profile.email && !isEmailOptional) {
    throw new AuthError(500, 'unexpected_failure', 'Error getting user email from external provider');
  }
  const known = await findIdentity(sql, profile);
  if (known) return refreshAccount(sql, known, profile);
  const isUnverified = profile.email !== '' && !profile.isEmailVerified;
  if (isUnverified) {
    throw new AuthError(
      401,
      'provider_email_needs_verification',
      'Unverified email with discord. A confirmation email has been sent to your discord email',
    );
  }
  const userId = (await findByVerifiedEmail(sql, profile)) ?? (await addUser(sql, profile));
  await addIdentity(sql, userId, profile);
  await updateProviders(sql, userId);
  return userId;
}

async function findIdentity(sql: Transaction, { discordId }: Profile): Promise<string | undefined> {
  const [row] = await sql<{ user_id: string }[]>`
    select user_id from auth.identities where provider = 'discord' and provider_id = ${discordId}`;
  return row?.user_id;
}

async function refreshAccount(sql: Transaction, userId: string, profile: Profile): Promise<string> {
  const data = sql.json(profile.data as postgres.JSONValue);
  await sql`
    update auth.identities set identity_data = ${data}, last_sign_in_at = now(), updated_at = now()
    where provider = 'discord' and provider_id = ${profile.discordId}`;
  await sql`
    update auth.users set raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || ${data}::jsonb, updated_at = now()
    where id = ${userId}`;
  await updateProviders(sql, userId);
  return userId;
}

async function findByVerifiedEmail(
  sql: Transaction,
  { email, isEmailVerified }: Profile,
): Promise<string | undefined> {
  if (!email || !isEmailVerified) return undefined;
  const rows = await sql<{ id: string }[]>`
    select user_id as id from auth.identities where email = ${email}
    union select id from auth.users where email = ${email} and not is_sso_user`;
  if (rows.length > 1) {
    throw new AuthError(
      500,
      'unexpected_failure',
      'Multiple accounts with the same email address in the same linking domain detected: default',
    );
  }
  return rows[0]?.id;
}

async function addUser(sql: Transaction, { email, data }: Profile): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into auth.users (
      instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, confirmation_token, recovery_token,
      email_change_token_new, email_change, raw_app_meta_data, raw_user_meta_data, created_at, updated_at
    ) values (
      '00000000-0000-0000-0000-000000000000', ${id}, 'authenticated', 'authenticated', ${email || null}, null, now(),
      '', '', '', '', '{"provider": "discord", "providers": ["discord"]}', ${sql.json(data as postgres.JSONValue)},
      now(), now()
    )`;
  return id;
}

async function addIdentity(sql: Transaction, userId: string, { discordId, data }: Profile): Promise<void> {
  await sql`
    insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
    values (${discordId}, ${userId}, ${sql.json(data as postgres.JSONValue)}, 'discord', now(), now(), now())`;
}

/** `providers` lists every identity's provider; `provider` stays the first. */
async function updateProviders(sql: Transaction, userId: string): Promise<void> {
  await sql`
    update auth.users set raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || jsonb_build_object(
      'provider', coalesce(raw_app_meta_data ->> 'provider', 'discord'),
      'providers', (select jsonb_agg(distinct provider) from auth.identities where user_id = ${userId})
    ), updated_at = now()
    where id = ${userId}`;
}
