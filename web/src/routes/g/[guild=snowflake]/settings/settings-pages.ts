import Ban from '@lucide/svelte/icons/ban';
import History from '@lucide/svelte/icons/history';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Level } from '@ticketflow/supabase/contracts/person.ts';
import { resolve } from '$app/paths';

export type SettingsPage = { id: string; word: string; group: string; Icon: typeof Ban; href: string };

/** The pages of a guild's settings that somebody of this level may open, in order. */
export function pagesOf(guild: string, level: Level | null): SettingsPage[] {
  const roles: SettingsPage = {
    id: 'roles',
    word: 'Roles and levels',
    group: 'Server',
    Icon: ShieldCheck,
    href: resolve('/g/[guild=snowflake]/settings/roles', { guild }),
  };
  const blocks: SettingsPage = {
    id: 'blocks',
    word: 'Block list',
    group: 'Intake',
    Icon: Ban,
    href: resolve('/g/[guild=snowflake]/settings/blocks', { guild }),
  };
  const jobs: SettingsPage = {
    id: 'jobs',
    word: 'Jobs',
    group: 'Record',
    Icon: ListChecks,
    href: resolve('/g/[guild=snowflake]/settings/jobs', { guild }),
  };
  const audit: SettingsPage = {
    id: 'audit',
    word: 'Audit log',
    group: 'Record',
    Icon: History,
    href: resolve('/g/[guild=snowflake]/settings/audit', { guild }),
  };
  if (level === 'admin') return [roles, blocks, jobs, audit];
  return level === 'manager' ? [blocks, jobs] : [];
}
