const gate = 'spares a stranger the whole table; what the rows lead to decides the same';
const shortcut =
  'spares the terms after it: anyone who reads a ticket that they did not open reads it as staff';
const everybodys = 'everybody may look into schema public; what lies in it is granted by name';

/** Mutations that change nothing, each with the reason why what they switch off is there all the same. */
export const redundant: Record<string, string> = {
  '"people read the files of their messages, and what they reserved" on public.files, without ((guild_id)::text = ANY (( SELECT private.reachable_guilds() AS reachable_guilds)::text[]))':
    gate,
  '"people read tickets of their categories, given or asked" on public.tickets, without ((guild_id)::text = ANY (( SELECT private.known_guilds() AS known_guilds)::text[]))':
    gate,
  '"people read the words of their tickets, notes as staff" on public.messages, without ((guild_id)::text = ANY (( SELECT private.known_guilds() AS known_guilds)::text[]))':
    gate,
  '"people read the words of their tickets, notes as staff" on public.messages, without ((t.requester_id)::text IS DISTINCT FROM ( SELECT private.actor() AS actor))':
    shortcut,
  '"people read the names of those in their guilds" on public.people, without ( SELECT private.is_known() AS is_known)':
    gate,
  '"people read the names of those in their guilds" on public.people, without ((m.guild_id)::text = ANY (( SELECT private.reachable_guilds() AS reachable_guilds)::text[]))':
    gate,
  '"people read the heads of tickets they may read" on public.ticket_heads, without ( SELECT private.is_known() AS is_known)':
    gate,
  '"people read the heads of tickets they may read" on public.ticket_heads, without ((guild_id)::text = ANY (( SELECT private.known_guilds() AS known_guilds)::text[]))':
    gate,
  '"agents upload where they have reserved" on storage.objects, without ((f.uploader_id)::text = ( SELECT private.actor() AS actor))':
    'files shows what is reserved to its uploader alone; said here again where the bytes go in',
  'usage on schema public, taken from anon': everybodys,
  'usage on schema public, taken from authenticated': everybodys,
  'usage on schema public, taken from service_role': everybodys,
  'usage on schema public, taken from ticketflow_bot': everybodys,
};
