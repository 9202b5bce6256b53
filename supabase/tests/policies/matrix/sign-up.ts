import { accountOf, type Sql } from '../../test-database.ts';
import { ids, type Accounts, type Person } from './people.ts';

/** An account for each person, as Auth would have made it. */
export async function signUp(sql: Sql): Promise<Accounts> {
  const accounts: Accounts = {};
  for (const [person, id] of Object.entries(ids)) accounts[person as Person] = await accountOf(sql, id);
  await sql`insert into auth.identities (provider_id, user_id, identity_data, provider)
    values ('1999999999999999999', ${accounts.doubled!}, '{}', 'discord')`;
  await sql`update auth.identities set provider = 'github', provider_id = ${ids.keeper}
    where user_id = ${accounts.imposter!}`;
  return accounts;
}
