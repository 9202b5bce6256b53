import type { GuildMember } from 'discord.js';
import { z } from 'zod';
import { Form } from '@ticketflow/supabase/contracts/form.ts';
import type { Database } from '../database/database.ts';
import { readAs } from './as-member.ts';

const OpenCategory = z.object({ id: z.uuid(), name: z.string(), form: Form });
export type OpenCategory = z.infer<typeof OpenCategory>;

/**
 * A category that takes this member's tickets, with its form, by its id or name; null when there is none. Refused with TF016 for one
 * on the block list.
 */
export async function readCategory(
  sql: Database,
  member: GuildMember,
  chosen: string,
): Promise<OpenCategory | null> {
  return OpenCategory.nullable().parse(await readAs(sql, member, 'category', { chosen }));
}

const Choices = z.array(z.object({ id: z.uuid(), name: z.string() }));

/** Categories that take this member's tickets and whose names hold the words, as many as Discord shows (25). */
export async function findCategories(
  sql: Database,
  member: GuildMember,
  words: string,
): Promise<z.infer<typeof Choices>> {
  return Choices.parse(await readAs(sql, member, 'categories', { words }));
}
