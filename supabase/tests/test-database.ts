import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { cloneDatabase, dropDatabase } from '../local/clone-database.ts';
import { databaseUrl } from '../local/database-url.ts';

export type Sql = postgres.Sql;
export type Transaction = postgres.TransactionSql;

/** A migrated database of one's own, or a copy of another template. `sql` is the role postgres, as migrations and set-up steps act. */
export async function openTestDatabase(template = process.env.TEST_TEMPLATE) {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server || !template) throw new Error('TEST_POSTGRES_URL is set by supabase/tests/global-setup.ts');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const superuserUrl = await cloneDatabase(server, template, name);
  const url = databaseUrl(superuserUrl, { role: 'postgres' });
  const sql = postgres(url, { max: 4, onnotice: () => {} });
  // The role postgres may not become the bot; the superuser may.
  const superuser = postgres(superuserUrl, { max: 8, onnotice: () => {} });

  /** Runs as a person signed in with Discord (a new account when there is none), as the Data API would. */
  async function as<T>(discordId: string, run: (sql: Transaction) => Promise<T>): Promise<T> {
    const userId = await accountOf(sql, discordId);
    return (await sql.begin(async (transaction) => {
      const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
      await transaction`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true),
        set_config('request.jwt.claim.sub', ${userId}, true), set_config('request.jwt.claim.role', 'authenticated', true)`;
      return run(transaction);
    })) as T;
  }

  /**
   * Runs as a role of the database: anon, service_role, … The bot gets a session of its own: session_user decides who may vouch, and
   * `set role` leaves that at the superuser.
   */
  async function asRole<T>(role: string, run: (sql: Transaction) => Promise<T>): Promise<T> {
    return (await superuser.begin(async (transaction) => {
      const setting = role === 'ticketflow_bot' ? 'session_authorization' : 'role';
      await transaction`select set_config(${setting}, ${role}, true)`;
      return run(transaction);
    })) as T;
  }

  /** Runs as the cluster's superuser: what only Supabase's own services may do. */
  async function asSuperuser<T>(run: (sql: Transaction) => Promise<T>): Promise<T> {
    return (await superuser.begin(run)) as T;
  }

  return {
    name,
    url,
    superuserUrl,
    sql,
    as,
    asRole,
    asSuperuser,
    async [Symbol.asyncDispose]() {
      await Promise.all([sql.end(), superuser.end()]);
      await dropDatabase(server, name);
    },
  };
}

export type TestDatabase = Awaited<ReturnType<typeof openTestDatabase>>;

/** The account that Auth would have made for a Discord id, with its one identity. Returns its id. */
export async function accountOf(sql: Sql, discordId: string): Promise<string> {
  const [known] =
    await sql`select user_id from auth.identities where provider = 'discord' and provider_id = ${discordId}`;
  if (known) return known.user_id as string;
  const id = randomUUID();
  await sql`insert into auth.users (id, aud, role, email, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
    values (${id}, 'authenticated', 'authenticated', null, '{"provider":"discord","providers":["discord"]}', '{}', now(), now())`;
  await sql`insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
    values (${discordId}, ${id}, ${sql.json({ sub: discordId })}, 'discord', now(), now())`;
  return id;
}
