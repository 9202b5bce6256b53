-- What the desk may call: shells in public, run as the caller, over the functions behind them.

-- The shells.
create function public.my_guilds() returns jsonb
language sql stable set search_path = '' as $$ select private.my_guilds() $$;

create function public.read_guild(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_guild(guild) $$;

create function public.list_tickets(
  guild text, view text default 'open', category uuid default null, before_at timestamptz default null, before_id uuid default null,
  page_size integer default 50
) returns jsonb
language sql stable set search_path = '' as $$
  select private.list_tickets(guild, view, category, before_at, before_id, page_size)
$$;

-- 100 rows a page.
create function public.changes_since(guild text, cursor text, epoch bigint) returns jsonb
language sql stable set search_path = '' as $$ select private.changes_since(guild, cursor, epoch, 100) $$;

-- Volatile, since reading a closed ticket is noted; the reading itself is one stable call and sees one state of the database.
create function public.read_ticket(ticket uuid, after_revision bigint default null, before_position text default null, page_size integer default 50)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.note_reading(ticket) where after_revision is null;
  select private.read_ticket(ticket, after_revision, before_position, page_size);
$$;

-- A ticket's id by its number, or null when there is none that the person may read.
create function public.find_ticket(guild text, number integer) returns uuid
language sql stable set search_path = '' as $$
  select t.id from public.tickets t where t.guild_id = guild and t.number = find_ticket.number
$$;

-- Words as people write them into a search box: all of them, "in this order", or -without. Before a place (created_at, id): the next page.
-- Whoever may not read anything in the guild finds nothing. Shape: contracts/search.ts.
create function public.search_messages(
  guild text, words text, before_at timestamptz default null, before_id uuid default null, page_size integer default 50
) returns jsonb
language sql stable set search_path = '' as $$
  select private.search_messages(guild, words, before_at, before_id, page_size)
$$;

create function public.find_people(guild text, search text) returns jsonb
language sql stable set search_path = '' as $$ select private.find_people(guild, search) $$;

create function public.post_reply(ticket uuid, message uuid, body text, reply_to uuid default null, files uuid[] default '{}') returns bigint
language sql set search_path = '' as $$ select private.write_message(ticket, message, 'reply', body, reply_to, files) $$;

create function public.add_note(ticket uuid, message uuid, body text, files uuid[] default '{}') returns bigint
language sql set search_path = '' as $$ select private.write_message(ticket, message, 'note', body, null, files) $$;

create function public.edit_message(message uuid, body text) returns bigint
language sql set search_path = '' as $$ select private.edit_message(message, body) $$;

create function public.delete_message(message uuid) returns bigint
language sql set search_path = '' as $$ select private.delete_message(message) $$;

create function public.retry_delivery(message uuid) returns bigint
language sql set search_path = '' as $$ select private.retry_delivery(message) $$;

create function public.reserve_upload(ticket uuid, name text, size integer, content_type text) returns jsonb
language sql set search_path = '' as $$ select private.reserve_upload(ticket, name, size, content_type) $$;

create function public.close_ticket(ticket uuid, reason text default null) returns boolean
language sql set search_path = '' as $$ select private.close_ticket(ticket, reason) $$;

create function public.reopen_ticket(ticket uuid) returns boolean
language sql set search_path = '' as $$ select private.reopen_ticket(ticket) $$;

create function public.claim_ticket(ticket uuid) returns text
language sql set search_path = '' as $$ select private.claim_ticket(ticket, true) $$;

create function public.release_ticket(ticket uuid) returns text
language sql set search_path = '' as $$ select private.claim_ticket(ticket, false) $$;

create function public.set_priority(ticket uuid, priority text) returns void
language sql set search_path = '' as $$ select private.set_priority(ticket, priority) $$;

create function public.mark_read(ticket uuid, revision bigint) returns void
language sql set search_path = '' as $$ select private.mark_read(ticket, revision) $$;

create function public.restrict_ticket(ticket uuid, is_restricted boolean, even_in_thread boolean default false) returns void
language sql set search_path = '' as $$ select private.restrict_ticket(ticket, is_restricted, even_in_thread) $$;

create function public.add_person(ticket uuid, person text) returns void
language sql set search_path = '' as $$ select private.set_participant(ticket, person, true) $$;

create function public.remove_person(ticket uuid, person text) returns void
language sql set search_path = '' as $$ select private.set_participant(ticket, person, false) $$;

create function public.read_access(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_access(guild) $$;

-- The shells.
create function public.set_level(guild text, role text, category uuid default null, level text default null) returns text
language sql set search_path = '' as $$ select private.set_level(guild, role, category, level) $$;

create function public.compare_access(guild text) returns void
language sql set search_path = '' as $$ select private.compare_access(guild) $$;

create function public.my_access(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.my_access(guild) $$;

-- What a holder of this role alone would see and may do: the very policies answer, asked as him. For admins. Shape: contracts/access.ts.
create function public.view_as(guild text, role text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_holders jsonb := private.holders_of(guild, role);
  v_open integer := (select count(*) from public.tickets t join public.ticket_heads h on h.ticket_id = t.id
    where t.guild_id = guild and h.guild_id = guild and h.is_open);
  v_view jsonb;
begin
  if not exists (select from public.roles r where r.guild_id = guild and r.id = role) then
    perform private.refuse('TF014', 'No such role');
  end if;
  perform set_config('ticketflow.view_as', guild || ':' || role, true);
  v_view := jsonb_build_object(
    'open', (select count(*) from public.tickets t join public.ticket_heads h on h.ticket_id = t.id
      where t.guild_id = guild and h.guild_id = guild and h.is_open),
    'level', (select private.level_name(max(l.level)) from private.my_levels() l where l.category_id is null),
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'level',
        (select private.level_name(max(l.level)) from private.my_levels() l where l.category_id is null or l.category_id = c.id))), '[]')
      from public.categories c where c.guild_id = guild),
    'sees_restricted', exists (select from public.tickets t where t.guild_id = guild and t.is_restricted)
      or exists (select from private.my_levels() l where l.level >= 3));
  perform set_config('ticketflow.view_as', '', true);
  return v_view || jsonb_build_object('role_id', role, 'open_in_all', v_open, 'holders', v_holders);
end
$$;

-- The inbox as a holder of this role alone would see it: list_tickets, asked as him.
create function public.list_tickets_as(guild text, role text, view text default 'open') returns jsonb
language plpgsql set search_path = '' as $$
declare
  v_list jsonb;
begin
  perform private.must_be(guild, 4);
  perform set_config('ticketflow.view_as', guild || ':' || role, true);
  v_list := private.list_tickets(guild, view, null, null, null, 20);
  perform set_config('ticketflow.view_as', '', true);
  return v_list;
end
$$;

create function public.read_audit_log(guild text, before_id bigint default null, actions text[] default null, page_size integer default 50)
returns jsonb
language sql stable set search_path = '' as $$ select private.read_audit_log(guild, before_id, actions, page_size) $$;

create function public.publish_panel(panel uuid) returns void
language sql set search_path = '' as $$ select private.publish_panel(panel) $$;

create function public.block_member(guild text, member text, reason text default '') returns uuid
language sql set search_path = '' as $$ select private.block(guild, member, null, reason) $$;

create function public.block_role(guild text, role text, reason text default '') returns uuid
language sql set search_path = '' as $$ select private.block(guild, null, role, reason) $$;

create function public.unblock(guild text, block uuid) returns boolean
language sql set search_path = '' as $$ select private.unblock(guild, block) $$;

create function public.read_blocks(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_blocks(guild) $$;

create function public.look_me_up(guild_ids text[]) returns void
language sql set search_path = '' as $$ select private.look_me_up(guild_ids) $$;

-- A shell runs as the person who calls it: they may call what is behind it.

grant execute on function private.refuse(text, text), private.level_name(integer), private.my_levels(), private.must_be(text, integer),
  private.reserve_upload(uuid, text, integer, text), private.look_me_up(text[]), private.close_ticket(uuid, text),
  private.reopen_ticket(uuid), private.claim_ticket(uuid, boolean), private.set_priority(uuid, text), private.mark_read(uuid, bigint),
  private.restrict_ticket(uuid, boolean, boolean), private.set_participant(uuid, text, boolean),
  private.write_message(uuid, uuid, text, text, uuid, uuid[]), private.edit_message(uuid, text), private.delete_message(uuid),
  private.retry_delivery(uuid), private.publish_panel(uuid), private.block(text, text, text, text), private.unblock(text, uuid),
  private.read_blocks(text), private.my_guilds(), private.read_guild(text),
  private.list_tickets(text, text, uuid, timestamp with time zone, uuid, integer), private.changes_since(text, text, bigint, integer),
  private.note_reading(uuid), private.read_ticket(uuid, bigint, text, integer), private.find_people(text, text),
  private.search_messages(text, text, timestamp with time zone, uuid, integer), private.set_level(text, text, uuid, text),
  private.read_access(text), private.compare_access(text), private.holders_of(text, text), private.my_access(text),
  private.read_audit_log(text, bigint, text[], integer) to authenticated;

grant execute on function public.my_guilds(), public.read_guild(text),
  public.list_tickets(text, text, uuid, timestamp with time zone, uuid, integer), public.changes_since(text, text, bigint),
  public.read_ticket(uuid, bigint, text, integer), public.find_ticket(text, integer),
  public.search_messages(text, text, timestamp with time zone, uuid, integer), public.find_people(text, text),
  public.post_reply(uuid, uuid, text, uuid, uuid[]), public.add_note(uuid, uuid, text, uuid[]), public.edit_message(uuid, text),
  public.delete_message(uuid), public.retry_delivery(uuid), public.reserve_upload(uuid, text, integer, text),
  public.close_ticket(uuid, text), public.reopen_ticket(uuid), public.claim_ticket(uuid), public.release_ticket(uuid),
  public.set_priority(uuid, text), public.mark_read(uuid, bigint), public.restrict_ticket(uuid, boolean, boolean),
  public.add_person(uuid, text), public.remove_person(uuid, text), public.read_access(text), public.set_level(text, text, uuid, text),
  public.compare_access(text), public.my_access(text), public.view_as(text, text), public.list_tickets_as(text, text, text),
  public.read_audit_log(text, bigint, text[], integer), public.publish_panel(uuid), public.block_member(text, text, text),
  public.block_role(text, text, text), public.unblock(text, uuid), public.read_blocks(text), public.look_me_up(text[]) to authenticated;
