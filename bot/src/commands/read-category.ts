import { z } from 'zod';
import { Form } from '@ticketflow/supabase/contracts/form.ts';
import type { Database } from '../database/database.ts';

const OpenCategory = z.object({ id: z.uuid(), name: z.string(), form: Form });
export type OpenCategory = z.infer<typeof OpenCategory>;

/** A category of the guild that takes tickets, with its form, by its id or name; null when there is none. */
export async function readCategory(
  sql: Database,
  guildId: string,
  chosen: string,
): Promise<OpenCategory | null> {
  const [row] = await sql`
    select id, name, form from public.categories
    where guild_id = ${guildId} and is_active and (id::text = ${chosen} or lower(name) = lower(${chosen}))
    order by id::text = ${chosen} desc limit 1`;
  return row ? OpenCategory.parse(row) : null;
}

/** Categories of the guild whose names hold the words, as many as Discord shows (25). */
export async function findCategories(
  sql: Database,
  guildId: string,
  words: string,
): Promise<{ id: string; name: string }[]> {
  return sql<{ id: string; name: string }[]>`
    select id, name from public.categories
    where guild_id = ${guildId} and is_active and strpos(lower(name), lower(${words.trim()})) > 0
    order by place, name limit 25`;
}
