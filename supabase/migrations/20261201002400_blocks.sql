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
