import { PermissionFlagsBits, type Guild } from 'discord.js';
import { languageOf } from '@ticketflow/supabase/contracts/languages.ts';
import { call } from '../database/call.ts';
import { insist, type Database } from '../database/database.ts';

/**
 * Writes the guild with all its roles as Discord states them now. Only when the members were compared just before does the
 * database take access there as current.
 */
export async function syncGuild(sql: Database, guild: Guild, isCompared: boolean): Promise<void> {
  const state = {
    id: guild.id,
    name: guild.name,
    icon_hash: guild.icon,
    owner_id: guild.ownerId,
    language: languageOf(guild.preferredLocale),
    is_compared: isCompared,
    roles: guild.roles.cache.map((role) => ({
      id: role.id,
      name: role.name,
      color: role.colors.primaryColor,
      position: role.position,
      // has() also counts Administrator.
      can_manage_guild: role.permissions.has(PermissionFlagsBits.ManageGuild),
      is_managed: role.managed,
    })),
  };
  await insist(() => call(sql, 'sync_guild', { guild: state }));
}
