import Ban from '@lucide/svelte/icons/ban';
import Languages from '@lucide/svelte/icons/languages';
import History from '@lucide/svelte/icons/history';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Tag from '@lucide/svelte/icons/tag';
import type { Level } from '@ticketflow/supabase/contracts/person.ts';
import { resolve } from '$app/paths';
import { t } from '#lib/words/words.ts';

type Group = keyof typeof t.settings.groups;
export type SettingsPage = { id: string; word: string; group: Group; Icon: typeof Ban; href: string };

/** The pages of a guild's settings that somebody of this level may open, in order. */
export function pagesOf(guild: string, level: Level | null): SettingsPage[] {
  const page = (word: string, group: Group, Icon: typeof Ban, href: string): SettingsPage => ({
    ...{ id: href.slice(href.lastIndexOf('/') + 1), word, group, Icon, href },
  });
  const roles = page(
    t.roles.title,
    'server',
    ShieldCheck,
    resolve('/g/[guild=snowflake]/settings/roles', { guild }),
  );
  const language = page(
    t.serverLanguage.title,
    'server',
    Languages,
    resolve('/g/[guild=snowflake]/settings/language', { guild }),
  );
  const managers = [
    page(t.blocks.title, 'intake', Ban, resolve('/g/[guild=snowflake]/settings/blocks', { guild })),
    page(t.labels.title, 'work', Tag, resolve('/g/[guild=snowflake]/settings/labels', { guild })),
  ];
  const jobs = page(
    t.jobs.title,
    'record',
    ListChecks,
    resolve('/g/[guild=snowflake]/settings/jobs', { guild }),
  );
  const audit = page(
    t.audit.title,
    'record',
    History,
    resolve('/g/[guild=snowflake]/settings/audit', { guild }),
  );
  if (level === 'admin') return [roles, language, ...managers, jobs, audit];
  return level === 'manager' ? [...managers, jobs] : [];
}
