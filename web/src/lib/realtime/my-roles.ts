import type { SupabaseClient } from '@supabase/supabase-js';
import type { Guild } from '@ticketflow/supabase/contracts/guild.ts';

/** The person's own roles in the guild: ids, and the names of those that could be read. */
export type MyRoles = { ids: string[]; names: ReadonlyMap<string, string> };

/**
 * Reads the signed-in person's roles, so that the desk can name one that is taken away. After that only the ids can be
 * read: names are for staff. Null when nothing could be read; it is a nicety, and nothing waits for it.
 */
export async function readMyRoles(client: SupabaseClient | null, guild: Guild): Promise<MyRoles | null> {
  if (!client) return null;
  const [member, roles] = await Promise.all([
    client.from('members').select('role_ids').eq('guild_id', guild.id).eq('person_id', guild.me.id).maybeSingle(),
    client.from('roles').select('id, name').eq('guild_id', guild.id),
  ]);
  if (!member.data) return null;
  return {
    ids: member.data.role_ids as string[],
    names: new Map((roles.data ?? []).map((role) => [role.id as string, role.name as string])),
  };
}

/** The names of the roles that were held before and are not now. */
export function lostSince(before: MyRoles | null, after: MyRoles | null): string[] {
  if (!before || !after) return [];
  return before.ids.filter((id) => !after.ids.includes(id)).flatMap((id) => before.names.get(id) ?? []);
}
