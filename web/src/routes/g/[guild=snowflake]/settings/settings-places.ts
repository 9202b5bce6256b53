import Ban from '@lucide/svelte/icons/ban';
import History from '@lucide/svelte/icons/history';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Level } from '@ticketflow/supabase/contracts/person.ts';
import { resolve } from '$app/paths';

export type Place = { id: string; word: string; group: string; Icon: typeof Ban; href: string };

/** The pages of a guild's settings that somebody of this level may open, in order. */
export function placesOf(guild: string, level: Level | null): Place[] {
  const roles: Place = {
    id: 'roles',
    word: 'Roles and levels',
    group: 'Guild',
    Icon: ShieldCheck,
    href: resolve('/g/[guild=snowflake]/settings/roles', { guild }),
  };
  const blocks: Place = {
    id: 'blocks',
    word: 'Block list',
    group: 'Intake',
    Icon: Ban,
    href: resolve('/g/[guild=snowflake]/settings/blocks', { guild }),
  };
  const audit: Place = {
    id: 'audit',
    word: 'Audit log',
    group: 'Record',
    Icon: History,
    href: resolve('/g/[guild=snowflake]/settings/audit', { guild }),
  };
  if (level === 'admin') return [roles, blocks, audit];
  return level === 'manager' ? [blocks] : [];
}
