import type { Client, Guild } from 'discord.js';
import type { Database } from '../database.ts';
import { fromGuildMember } from './to-member.ts';
import { syncGuild } from './sync-guild.ts';

/** Ids that fit one gateway request (https://discord.com/developers/docs/events/gateway-events#request-guild-members). */
const idsPerRequest = 100;

/** A gateway takes 120 requests a minute (https://discord.com/developers/docs/events/gateway#rate-limiting); discord.js waits its turn. */
const patience = 90_000;

/**
 * Compares what decides access in a guild with Discord: the roles of all people who are mirrored, and the guild with its
 * roles. People come first: the guild's sync opens a verdict that had closed.
 */
export async function resyncGuild(sql: Database, guild: Guild): Promise<void> {
  const isKnown = await compareMembers(sql, guild);
  await syncGuild(sql, guild);
  if (!isKnown) await compareMembers(sql, guild);
}

/** False when the database does not know the guild yet. */
async function compareMembers(sql: Database, guild: Guild): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`select private.staff_to_compare(${guild.id}) as id`;
  const ids = rows.map((row) => row.id);
  for (let from = 0; from < ids.length; from += idsPerRequest) {
    const asked = ids.slice(from, from + idsPerRequest);
    const found = await guild.members.fetch({ user: asked, time: patience });
    for (const id of asked) {
      const member = found.get(id);
      if (member) {
        await sql`select private.set_member_roles(${guild.id}, ${sql.json(fromGuildMember(member))}, true)`;
      } else {
        await sql`select private.remove_member(${guild.id}, ${id})`;
      }
    }
  }
  return ids.length > 0;
}

/** Guilds that removed the bot while it was away. */
export async function markAbsentGuilds(sql: Database, client: Client<true>): Promise<void> {
  const present = [...client.guilds.cache.keys()];
  await sql`
    select private.set_guild_status(g.id, 'left') from public.guilds g
    where g.status <> 'left' and g.id <> all (${present})`;
}
