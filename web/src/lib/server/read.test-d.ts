import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '@ticketflow/supabase/contracts/database.types.ts';
import type { Conversation } from '@ticketflow/supabase/contracts/message.ts';
import { read } from './read.ts';

// Checked by the compiler alone: a line marked as an error that no longer is one fails svelte-check.
declare const supabase: SupabaseClient<Database>;
const ticket = '0b7a6a3e-0000-4000-8000-000000000000';

export async function reads() {
  (await read(supabase, 'read_ticket', { ticket })) satisfies Conversation | null;
  // @ts-expect-error -- no such function
  await read(supabase, 'read_tickets', { ticket });
  // @ts-expect-error -- an argument is missing
  await read(supabase, 'read_ticket', {});
  // @ts-expect-error -- no such argument
  await read(supabase, 'read_ticket', { ticket, pagesize: 50 });
  // @ts-expect-error -- a function without an answer is not read
  await read(supabase, 'mark_read', { ticket, revision: 1 });
  // @ts-expect-error -- the client itself knows the functions, too
  await supabase.rpc('look_me_up', { guilds: [] });
}
