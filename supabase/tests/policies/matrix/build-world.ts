import type { Sql } from '../../test-database.ts';
import { fillTickets } from './fill-tickets.ts';
import { ids, type Accounts } from './people.ts';
import { signUp } from './sign-up.ts';
import {
  categoryId,
  members,
  owners,
  roleId,
  roles,
  serverNames,
  serverOf,
  servers,
  type Category,
} from './world.ts';

/** Fills an empty migrated database, as the role postgres. Returns the account of each person. */
export async function buildWorld(sql: Sql): Promise<Accounts> {
  const people = Object.entries(ids).map(([name, id]) => ({ id, username: name, display_name: name }));
  await sql`insert into public.people ${sql(people.filter(({ username }) => username !== 'stranger'))}`;
  await sql`insert into public.guilds ${sql(
    serverNames.map((name) => ({
      id: servers[name],
      name,
      owner_id: ids[owners[name]],
      status: name === 'left' ? 'left' : 'active',
    })),
  )}`;
  await sql`update public.guilds set access_seen_at = case name when 'stale' then now() - interval '2 hours' else now() end
    where name <> 'unseen'`;
  await sql`insert into public.categories ${sql(
    Object.entries(serverOf).map(([name, server]) => ({
      guild_id: servers[server],
      id: categoryId(name as Category),
      name,
    })),
  )}`;
  await sql`insert into public.roles ${sql(
    roles.map(({ server, name, manages }) => ({
      guild_id: servers[server],
      id: roleId(server, name),
      name,
      can_manage_guild: manages ?? false,
    })),
  )}`;
  await sql`insert into public.grants ${sql(
    roles
      .filter(({ gives }) => gives)
      .map(({ server, name, gives, in: category }) => ({
        guild_id: servers[server],
        role_id: roleId(server, name),
        level: gives!,
        category_id: category ? categoryId(category) : null,
      })),
  )}`;
  await sql`insert into public.members ${sql(
    members.map(({ person, server, roles: held = [], isKept = true, hasLeft }) => ({
      guild_id: servers[server],
      person_id: ids[person],
      role_ids: held,
      is_mirrored: isKept,
      left_at: hasLeft ? new Date() : null,
    })),
  )}`;
  await fillTickets(sql);
  const accounts = await signUp(sql);
  await sql`select private.set_member_roles(${servers.home}, ${sql.json({
    person: { id: ids.demoted, username: 'demoted', display_name: 'demoted' },
    nick: null,
    role_ids: [],
  })}, true)`;
  return accounts;
}
