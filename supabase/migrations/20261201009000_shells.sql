-- What the desk may call, and acts by their names. Written by `npm run shells` from supabase/shells.ts: change it there.

create function public.my_guilds() returns jsonb
language sql stable set search_path = '' as $$ select private.my_guilds() $$;

create function public.read_guild(guild text, views jsonb default '{}') returns jsonb
language sql stable set search_path = '' as $$ select private.read_guild(guild, views) $$;

create function public.list_tickets(guild text, filter jsonb default '{"is_open": true}', after jsonb default null, page_size integer default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.list_tickets(guild, filter, after, page_size) $$;

-- 100 rows a page.
create function public.changes_since(guild text, cursor text, epoch bigint) returns jsonb
language sql stable set search_path = '' as $$ select private.changes_since(guild, cursor, epoch, 100) $$;

-- Volatile, since reading a closed ticket is noted; the reading itself is one stable call and sees one state of the database.
create function public.read_ticket(ticket uuid, after_revision bigint default null, before_position text default null, page_size integer default 50) returns jsonb
language sql volatile set search_path = '' as $$
  select private.note_reading(ticket) where after_revision is null;
  select private.read_ticket(ticket, after_revision, before_position, page_size);
$$;

create function public.search_messages(guild text, words text, before_at timestamptz default null, before_id uuid default null, page_size integer default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.search_messages(guild, words, before_at, before_id, page_size) $$;

create function public.find_people(guild text, search text, ticket uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.find_people(guild, search, ticket) $$;

create function public.edit_message(message uuid, body text) returns bigint
language sql volatile set search_path = '' as $$ select private.edit_message(message, body) $$;

create function public.delete_message(message uuid) returns bigint
language sql volatile set search_path = '' as $$ select private.delete_message(message) $$;

create function public.retry_delivery(message uuid) returns bigint
language sql volatile set search_path = '' as $$ select private.retry_delivery(message) $$;

create function public.reserve_upload(ticket uuid, name text, size integer, content_type text) returns jsonb
language sql volatile set search_path = '' as $$ select private.reserve_upload(ticket, name, size, content_type) $$;

create function public.close_ticket(ticket uuid, reason text default null) returns boolean
language sql volatile set search_path = '' as $$ select private.close_ticket(ticket, reason) $$;

create function public.reopen_ticket(ticket uuid) returns boolean
language sql volatile set search_path = '' as $$ select private.reopen_ticket(ticket) $$;

create function public.claim_ticket(ticket uuid) returns text
language sql volatile set search_path = '' as $$ select private.claim_ticket(ticket) $$;

create function public.release_ticket(ticket uuid) returns text
language sql volatile set search_path = '' as $$ select private.release_ticket(ticket) $$;

create function public.assign_ticket(ticket uuid, person text) returns void
language sql volatile set search_path = '' as $$ select private.assign_ticket(ticket, person) $$;

create function public.set_priority(ticket uuid, priority text) returns void
language sql volatile set search_path = '' as $$ select private.set_priority(ticket, priority) $$;

create function public.snooze_ticket(ticket uuid, until timestamptz default null, stays boolean default false) returns void
language sql volatile set search_path = '' as $$ select private.snooze_ticket(ticket, until, stays) $$;

create function public.restrict_ticket(ticket uuid, is_restricted boolean, even_in_thread boolean default false) returns void
language sql volatile set search_path = '' as $$ select private.restrict_ticket(ticket, is_restricted, even_in_thread) $$;

create function public.add_person(ticket uuid, person text) returns void
language sql volatile set search_path = '' as $$ select private.add_person(ticket, person) $$;

create function public.remove_person(ticket uuid, person text) returns void
language sql volatile set search_path = '' as $$ select private.remove_person(ticket, person) $$;

create function public.post_reply(ticket uuid, message uuid, body text, reply_to uuid default null, files uuid[] default '{}') returns bigint
language sql volatile set search_path = '' as $$ select private.write_message(ticket, message, 'reply', body, reply_to, files) $$;

create function public.add_note(ticket uuid, message uuid, body text, files uuid[] default '{}') returns bigint
language sql volatile set search_path = '' as $$ select private.write_message(ticket, message, 'note', body, null, files) $$;

create function public.mark_read(ticket uuid, revision bigint) returns void
language sql volatile set search_path = '' as $$ select private.mark_read(ticket, revision) $$;

create function public.read_access(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_access(guild) $$;

create function public.set_level(guild text, role text, category uuid default null, level text default null) returns text
language sql volatile set search_path = '' as $$ select private.set_level(guild, role, category, level) $$;

create function public.set_guild_language(guild text, language text) returns text
language sql volatile set search_path = '' as $$ select private.set_guild_language(guild, language) $$;

create function public.compare_access(guild text) returns void
language sql volatile set search_path = '' as $$ select private.compare_access(guild) $$;

create function public.my_access(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.my_access(guild) $$;

create function public.read_audit_log(guild text, before_id bigint default null, actions text[] default null, page_size integer default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.read_audit_log(guild, before_id, actions, page_size) $$;

create function public.publish_panel(panel uuid) returns void
language sql volatile set search_path = '' as $$ select private.publish_panel(panel) $$;

create function public.read_blocks(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_blocks(guild) $$;

create function public.save_block(guild text, id uuid, setting jsonb, version bigint default null) returns bigint
language sql volatile set search_path = '' as $$ select private.save_block(guild, id, setting, version) $$;

create function public.remove_block(guild text, id uuid, version bigint) returns boolean
language sql volatile set search_path = '' as $$ select private.remove_block(guild, id, version) $$;

create function public.read_labels(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_labels(guild) $$;

create function public.save_label(guild text, id uuid, setting jsonb, version bigint default null) returns bigint
language sql volatile set search_path = '' as $$ select private.save_label(guild, id, setting, version) $$;

create function public.remove_label(guild text, id uuid, version bigint, replacement uuid default null) returns boolean
language sql volatile set search_path = '' as $$ select private.remove_label(guild, id, version, replacement) $$;

create function public.move_label(guild text, id uuid, before uuid default null) returns boolean
language sql volatile set search_path = '' as $$ select private.move_label(guild, id, before) $$;

create function public.my_language() returns text
language sql stable set search_path = '' as $$ select private.my_language() $$;

create function public.set_my_language(language text) returns void
language sql volatile set search_path = '' as $$ select private.set_my_language(language) $$;

create function public.look_me_up(guild_ids text[]) returns void
language sql volatile set search_path = '' as $$ select private.look_me_up(guild_ids) $$;

create function public.list_jobs(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.list_jobs(guild) $$;

create function public.cancel_job(guild text, job uuid) returns boolean
language sql volatile set search_path = '' as $$ select private.cancel_job(guild, job) $$;

-- Does one act, by its name in contracts/acts.ts. Each is a named function that asks the verdict itself. Lists are left to the desk.
create function private.act(p_act text, p_ticket uuid, p_args jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  case p_act
    when 'close_ticket' then return to_jsonb(private.close_ticket(p_ticket, p_args ->> 'reason'));
    when 'reopen_ticket' then return to_jsonb(private.reopen_ticket(p_ticket));
    when 'claim_ticket' then return to_jsonb(private.claim_ticket(p_ticket));
    when 'release_ticket' then return to_jsonb(private.release_ticket(p_ticket));
    when 'assign_ticket' then perform private.assign_ticket(p_ticket, p_args ->> 'person');
    when 'set_priority' then perform private.set_priority(p_ticket, p_args ->> 'priority');
    when 'snooze_ticket' then perform private.snooze_ticket(p_ticket, (p_args ->> 'until')::timestamptz, (p_args ->> 'stays')::boolean);
    when 'restrict_ticket' then perform private.restrict_ticket(p_ticket, (p_args ->> 'is_restricted')::boolean, (p_args ->> 'even_in_thread')::boolean);
    when 'add_person' then perform private.add_person(p_ticket, p_args ->> 'person');
    when 'remove_person' then perform private.remove_person(p_ticket, p_args ->> 'person');
    when 'post_reply' then return to_jsonb(private.write_message(p_ticket, (p_args ->> 'message')::uuid, 'reply', p_args ->> 'body', (p_args ->> 'reply_to')::uuid, null));
    when 'add_note' then return to_jsonb(private.write_message(p_ticket, (p_args ->> 'message')::uuid, 'note', p_args ->> 'body', null, null));
    else raise exception using errcode = 'invalid_parameter_value', message = format('There is no act %s', p_act);
  end case;
  return null;
end
$$;

-- Never grants, restriction, people, erasure, nor words in a person's name.
create function private.is_for_rules(p_act text) returns boolean
language sql immutable set search_path = '' as $$
  select p_act in ('close_ticket', 'reopen_ticket', 'set_priority', 'snooze_ticket')
$$;

-- A shell runs as the person who calls it: they may call what is behind it.
grant execute on function
  private.my_guilds,
  private.read_guild,
  private.list_tickets,
  private.changes_since,
  private.note_reading,
  private.read_ticket,
  private.search_messages,
  private.find_people,
  private.edit_message,
  private.delete_message,
  private.retry_delivery,
  private.reserve_upload,
  private.close_ticket,
  private.reopen_ticket,
  private.claim_ticket,
  private.release_ticket,
  private.assign_ticket,
  private.set_priority,
  private.snooze_ticket,
  private.restrict_ticket,
  private.add_person,
  private.remove_person,
  private.write_message,
  private.mark_read,
  private.read_access,
  private.set_level,
  private.set_guild_language,
  private.compare_access,
  private.my_access,
  private.holders_of,
  private.refuse,
  private.level_name,
  private.my_levels,
  private.must_be,
  private.read_audit_log,
  private.publish_panel,
  private.read_blocks,
  private.save_block,
  private.remove_block,
  private.read_labels,
  private.save_label,
  private.remove_label,
  private.move_label,
  private.my_language,
  private.set_my_language,
  private.look_me_up,
  private.list_jobs,
  private.cancel_job
to authenticated;

grant execute on function
  public.my_guilds,
  public.read_guild,
  public.list_tickets,
  public.changes_since,
  public.read_ticket,
  public.find_ticket,
  public.search_messages,
  public.find_people,
  public.edit_message,
  public.delete_message,
  public.retry_delivery,
  public.reserve_upload,
  public.close_ticket,
  public.reopen_ticket,
  public.claim_ticket,
  public.release_ticket,
  public.assign_ticket,
  public.set_priority,
  public.snooze_ticket,
  public.restrict_ticket,
  public.add_person,
  public.remove_person,
  public.post_reply,
  public.add_note,
  public.mark_read,
  public.read_access,
  public.set_level,
  public.set_guild_language,
  public.compare_access,
  public.my_access,
  public.view_as,
  public.list_tickets_as,
  public.read_audit_log,
  public.publish_panel,
  public.read_blocks,
  public.save_block,
  public.remove_block,
  public.read_labels,
  public.save_label,
  public.remove_label,
  public.move_label,
  public.my_language,
  public.set_my_language,
  public.look_me_up,
  public.list_jobs,
  public.cancel_job
to authenticated;
