import type { SupabaseClient } from '@supabase/supabase-js';
import { error, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { MyAccess } from '@ticketflow/supabase/contracts/access.ts';
import { Guild, MyGuilds } from '@ticketflow/supabase/contracts/guild.ts';
import { Conversation } from '@ticketflow/supabase/contracts/message.ts';
import { TicketPage } from '@ticketflow/supabase/contracts/ticket.ts';
import { z } from 'zod';
import { log } from './log.ts';

/**
 * Calls a function of the database as the signed-in person and checks the shape of its answer.
 * A refused token leads to sign-in; anything else unexpected is an error page.
 */
export async function read<T extends z.ZodType>(
  supabase: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
  shape: T,
): Promise<z.infer<T>> {
  const answer = await supabase.rpc(name, args);
  if (answer.status === 401) {
    // A session that the database does not take, such as a deleted account's: kept, it would lead around in a circle.
    await supabase.auth.signOut({ scope: 'local' });
    redirect(303, `${resolve('/sign-in')}?problem=ended`);
  }
  if (answer.error) {
    log.error({ rpc: name, status: answer.status, code: answer.error.code }, 'the database refuses');
    error(
      502,
      'The database does not answer as it should. Nothing is lost. Load the page again in a moment.',
    );
  }
  return shape.parse(answer.data);
}

export const readMyGuilds = (supabase: SupabaseClient) => read(supabase, 'my_guilds', {}, MyGuilds);

/** Null when the person's roles do not open the guild. */
export const readGuild = (supabase: SupabaseClient, guild: string) =>
  read(supabase, 'read_guild', { guild }, Guild.nullable());

/** Why a guild is not open to the person, as far as he may know it. */
export const readMyAccess = (supabase: SupabaseClient, guild: string) =>
  read(supabase, 'my_access', { guild }, MyAccess);

export const listTickets = (
  supabase: SupabaseClient,
  args: { guild: string; view: string; category: string | null },
) => read(supabase, 'list_tickets', { ...args, page_size: 50 }, TicketPage);

/** The newest page of a ticket by its number; null when there is none that the person may read. */
export async function readTicketByNumber(supabase: SupabaseClient, guild: string, number: number) {
  const ticket = await read(supabase, 'find_ticket', { guild, number }, z.uuid().nullable());
  return ticket ? read(supabase, 'read_ticket', { ticket, page_size: 50 }, Conversation.nullable()) : null;
}
