import type { SupabaseClient } from '@supabase/supabase-js';
import { error, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import type { Database } from '@ticketflow/supabase/contracts/database.types.ts';
import type { Filter } from '@ticketflow/supabase/contracts/filter.ts';
import { answers, type AnswerOf, type Args } from '@ticketflow/supabase/contracts/functions.ts';
import { viewFilters } from '@ticketflow/supabase/contracts/views.ts';
import { t } from '#lib/words/words.ts';
import { log } from './log.ts';

/**
 * Calls a function of the database as the signed-in person and checks the shape of its answer.
 * A refused token leads to sign-in; anything else unexpected is an error page.
 */
export async function read<N extends keyof typeof answers>(
  supabase: SupabaseClient<Database>,
  name: N,
  args: Args<N>,
): Promise<AnswerOf<N>> {
  const answer = await supabase.rpc(name, args);
  if (answer.status === 401) {
    // A session that the database does not take, such as a deleted account's: kept, it would lead around in a circle.
    await supabase.auth.signOut({ scope: 'local' });
    redirect(303, `${resolve('/sign-in')}?problem=ended`);
  }
  if (answer.error) {
    log.error({ rpc: name, status: answer.status, code: answer.error.code }, 'the database refuses');
    error(502, t.broken.database);
  }
  return answers[name].parse(answer.data) as AnswerOf<N>;
}

export const readMyGuilds = (supabase: SupabaseClient<Database>) => read(supabase, 'my_guilds', {});

/** Null when the person's roles do not open the guild. */
export const readGuild = (supabase: SupabaseClient<Database>, guild: string) =>
  read(supabase, 'read_guild', { guild, views: viewFilters });

/** Why a guild is not open to the person, as far as they may know it. */
export const readMyAccess = (supabase: SupabaseClient<Database>, guild: string) =>
  read(supabase, 'my_access', { guild });

export const listTickets = (supabase: SupabaseClient<Database>, guild: string, filter: Filter) =>
  read(supabase, 'list_tickets', { guild, filter, page_size: 50 });

/** The newest page of a ticket by its number; null when there is none that the person may read. */
export async function readTicketByNumber(supabase: SupabaseClient<Database>, guild: string, number: number) {
  const ticket = await read(supabase, 'find_ticket', { guild, number });
  return ticket ? read(supabase, 'read_ticket', { ticket, page_size: 50 }) : null;
}
