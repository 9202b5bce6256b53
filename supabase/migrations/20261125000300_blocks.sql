-- The block list: members and roles who may open no tickets.

create table public.blocks (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  -- A member by his Discord id, who need not have appeared in a ticket; or a role.
  person_id public.snowflake,
  role_id public.snowflake,
  reason text not null default '' check (char_length(reason) <= 300),
  blocked_by public.snowflake references public.people (id),
  blocked_at timestamptz not null default now(),
  primary key (guild_id, id),
  check (num_nonnulls(person_id, role_id) = 1),
  unique (guild_id, person_id),
  unique (guild_id, role_id),
  foreign key (guild_id, role_id) references public.roles (guild_id, id) on delete cascade
);
alter table public.blocks enable row level security;
comment on table public.blocks is 'Members and roles who may open no tickets, and why';
create index blocks_by_idx on public.blocks (blocked_by);
create policy "managers read the block list" on public.blocks for select to authenticated
  using (guild_id = any ((select private.guilds_at(3))::text[]));
grant select on public.blocks to authenticated;

-- Whether a member with these roles is kept from opening tickets.
create function private.is_blocked(p_guild text, p_person text, p_roles text[]) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.blocks b where b.guild_id = p_guild and (b.person_id = p_person or b.role_id = any (p_roles)))
$$;

-- The block list names only those whom the guild itself knows: a manager may put any id on it, and would learn from the name that
-- this person is known to another guild's tickets.
create function private.name_in_guild(p_guild text, p_person text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(m.nick, p.display_name) from public.members m join public.people p on p.id = m.person_id
    where m.guild_id = p_guild and m.person_id = p_person);
end
$$;

-- Puts a member or a role on the list, or corrects the reason; exactly one of both. Returns the entry's id.
-- Refuses with TF005 and TF014 (no such role, no Discord id).
create function private.block(p_guild text, p_person text, p_role text, p_reason text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 3);
  v_name text;
  v_before public.blocks;
  v_block public.blocks;
begin
  perform from public.guilds where id = p_guild for no key update;
  v_name := coalesce((select r.name from public.roles r where r.guild_id = p_guild and r.id = p_role),
    private.name_in_guild(p_guild, p_person), p_person);
  if num_nonnulls(p_person, p_role) <> 1 or v_name is null or (p_person is not null and p_person !~ '^[0-9]{17,20}$')
    or p_role = p_guild then
    perform private.refuse('TF014', 'No such member or role');
  end if;
  select * into v_before from public.blocks b where b.guild_id = p_guild and (b.person_id = p_person or b.role_id = p_role);
  if v_before.id is null then
    insert into public.blocks (guild_id, person_id, role_id, reason, blocked_by)
    values (p_guild, p_person, p_role, left(coalesce(p_reason, ''), 300), v_me) returning * into v_block;
  else
    update public.blocks set reason = left(coalesce(p_reason, ''), 300) where id = v_before.id returning * into v_block;
  end if;
  perform private.audit(p_guild, v_me, case when p_role is null then 'block_member' else 'block_role' end, coalesce('member:' || p_person, 'role:' || p_role),
    case when v_before.id is not null then jsonb_build_object('name', v_name, 'reason', v_before.reason) end,
    jsonb_build_object('name', v_name, 'reason', v_block.reason));
  perform private.poke_guild(p_guild);
  return v_block.id;
end
$$;

-- Takes an entry off the list. False when it was off already.
create function private.unblock(p_guild text, p_block uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 3);
  v_block public.blocks;
begin
  delete from public.blocks where guild_id = p_guild and id = p_block returning * into v_block;
  if v_block.id is null then
    return false;
  end if;
  perform private.audit(p_guild, v_me, case when v_block.role_id is null then 'unblock_member' else 'unblock_role' end,
    coalesce('member:' || v_block.person_id, 'role:' || v_block.role_id),
    jsonb_build_object('name', coalesce(
      (select r.name from public.roles r where r.guild_id = p_guild and r.id = v_block.role_id),
      private.name_in_guild(p_guild, v_block.person_id), v_block.person_id), 'reason', v_block.reason), null);
  perform private.poke_guild(p_guild);
  return true;
end
$$;

-- The list, latest first, with the people and roles in it. Null for whoever is no manager. Shape: contracts/access.ts.
create function private.read_blocks(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not coalesce(p_guild = any (private.guilds_at(3)), false) then
    return null;
  end if;
  return jsonb_build_object(
    'blocks', (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'person_id', b.person_id, 'role_id', b.role_id,
        'reason', b.reason, 'blocked_by', b.blocked_by, 'blocked_at', b.blocked_at) order by b.blocked_at desc, b.id), '[]')
      from public.blocks b where b.guild_id = p_guild),
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'color', r.color) order by r.position desc, r.id), '[]')
      from public.roles r where r.guild_id = p_guild and r.id <> p_guild and not r.is_managed),
    'people', private.people_json(p_guild, array(
      select m.person_id from public.blocks b join public.members m on m.guild_id = b.guild_id and m.person_id in (b.person_id, b.blocked_by)
      where b.guild_id = p_guild)));
end
$$;

-- Up to eight people of the guild whom TicketFlow knows, by a part of their names or by id. For staff of the guild.
create function private.find_people(p_guild text, p_text text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_like text := '%' || replace(replace(replace(btrim(p_text), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if not coalesce(p_guild = any (private.staff_guilds()), false) then
    return '[]';
  end if;
  return private.people_json(p_guild, array(
    select m.person_id from public.members m join public.people p on p.id = m.person_id
    where m.guild_id = p_guild and not p.is_bot
      and (p.display_name ilike v_like or p.username ilike v_like or m.nick ilike v_like or p.id = btrim(p_text))
    order by m.left_at nulls first, p.display_name limit 8));
end
$$;

grant execute on function private.block(text, text, text, text), private.unblock(text, uuid), private.read_blocks(text),
  private.find_people(text, text) to authenticated;
create function public.block_member(guild text, member text, reason text default '') returns uuid
language sql set search_path = '' as $$ select private.block(guild, member, null, reason) $$;
create function public.block_role(guild text, role text, reason text default '') returns uuid
language sql set search_path = '' as $$ select private.block(guild, null, role, reason) $$;
create function public.unblock(guild text, block uuid) returns boolean
language sql set search_path = '' as $$ select private.unblock(guild, block) $$;
create function public.read_blocks(guild text) returns jsonb
language sql stable set search_path = '' as $$ select private.read_blocks(guild) $$;
create function public.find_people(guild text, search text) returns jsonb
language sql stable set search_path = '' as $$ select private.find_people(guild, search) $$;
grant execute on function public.block_member(text, text, text), public.block_role(text, text, text), public.unblock(text, uuid),
  public.read_blocks(text), public.find_people(text, text) to authenticated;

-- Opening asks the list. Refuses with TF011 (category not open), TF012 (too many open), TF013 (guild not served), TF016 (blocked).
create or replace function private.open_ticket(p_request jsonb, p_worker text default null, p_seconds integer default 30) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_request ->> 'guild_id';
  v_person text := p_request #>> '{person,id}';
  v_category public.categories;
  v_ticket public.tickets;
  v_number integer;
  v_open integer;
begin
  select * into v_ticket from public.tickets where interaction_id = p_request ->> 'interaction_id';
  if v_ticket.id is not null then
    return private.opened(v_ticket, false);
  end if;
  -- One at a time for each member and category, so that limits hold and a double click finds the first.
  perform pg_advisory_xact_lock(hashtextextended(v_person || (p_request ->> 'category_id'), 0));
  select * into v_ticket from public.tickets
  where interaction_id = p_request ->> 'interaction_id'
    or (requester_id = v_person and guild_id = v_guild and category_id = (p_request ->> 'category_id')::uuid
      and opened_at > clock_timestamp() - interval '3 seconds')
  order by opened_at desc limit 1;
  if v_ticket.id is not null then
    return private.opened(v_ticket, false);
  end if;

  if not exists (select from public.guilds where id = v_guild and status = 'active') then
    perform private.refuse('TF013', 'This server is not served');
  end if;
  select * into v_category from public.categories where guild_id = v_guild and id = (p_request ->> 'category_id')::uuid;
  if v_category.id is null or not v_category.is_active then
    perform private.refuse('TF011', 'This category takes no tickets');
  end if;
  if private.is_blocked(v_guild, v_person, array(select jsonb_array_elements_text(p_request -> 'role_ids'))) then
    perform private.refuse('TF016', 'The block list of this server holds this member or one of his roles');
  end if;
  select count(*) into v_open from public.tickets
  where guild_id = v_guild and requester_id = v_person and category_id = v_category.id and status <> 'closed';
  if v_open >= v_category.open_per_member then
    perform private.refuse('TF012', format('%s tickets of this kind are open already', v_open));
  end if;

  perform private.note_member(v_guild, jsonb_build_object('person', p_request -> 'person', 'nick', p_request -> 'nick',
    'role_ids', p_request -> 'role_ids'), false);
  update public.guilds set last_ticket_number = last_ticket_number + 1 where id = v_guild returning last_ticket_number into v_number;
  insert into public.tickets (guild_id, number, category_id, requester_id, subject, answers, source, source_channel_id, interaction_id,
    opened_at, channel_kind)
  values (v_guild, v_number, v_category.id, v_person, p_request ->> 'subject', coalesce(p_request -> 'answers', '[]'),
    p_request ->> 'source', p_request ->> 'source_channel_id', p_request ->> 'interaction_id', clock_timestamp(),
    v_category.opens_as)
  returning * into v_ticket;
  insert into public.ticket_heads (guild_id, ticket_id) values (v_guild, v_ticket.id);
  perform private.add_event(v_ticket.id, v_person, jsonb_build_object('type', 'opened', 'source', v_ticket.source,
    'channel_id', v_ticket.source_channel_id));
  perform private.enqueue(v_guild, 'ticket:' || v_ticket.id, 'open_channel', v_ticket.id);
  if p_worker is not null then
    update public.outbox_lanes set leased_by = p_worker, lease_until = clock_timestamp() + make_interval(secs => p_seconds)
    where lane = 'ticket:' || v_ticket.id;
  end if;
  return private.opened(v_ticket, true);
end
$$;
