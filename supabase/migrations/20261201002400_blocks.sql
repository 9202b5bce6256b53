-- The block list: members and roles who may open no tickets.

create table public.blocks (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null,
  -- A member by their Discord id, who need not have appeared in a ticket; or a role.
  person_id public.snowflake,
  role_id public.snowflake check (role_id <> guild_id),
  -- What the guild called them when this was saved.
  name text not null,
  reason text not null default '' check (char_length(reason) <= 300),
  blocked_by public.snowflake references public.people (id),
  blocked_at timestamptz not null default now(),
  version bigint not null,
  changed_at timestamptz not null,
  changed_by public.snowflake references public.people (id),
  primary key (guild_id, id),
  check (num_nonnulls(person_id, role_id) = 1),
  unique (guild_id, person_id),
  unique (guild_id, role_id),
  foreign key (guild_id, role_id) references public.roles (guild_id, id) on delete cascade
);
alter table public.blocks enable row level security;
comment on table public.blocks is 'Members and roles who may open no tickets, and why';
create index blocks_by_idx on public.blocks (blocked_by);
create index blocks_changed_by_idx on public.blocks (changed_by);

create trigger blocks_version before insert or update on public.blocks
  for each row execute function private.keep_version('name');
create trigger blocks_noted after insert or update or delete on public.blocks
  for each row execute function private.note_setting('block');

create policy "managers read the block list" on public.blocks for select to authenticated
  using (guild_id = any ((select private.guilds_at(3))::text[]));
grant select on public.blocks to authenticated;

-- Whether a member with these roles is kept from opening tickets.
create function private.is_blocked(p_guild text, p_person text, p_roles text[]) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.blocks b where b.guild_id = p_guild and (b.person_id = p_person or b.role_id = any (p_roles)))
$$;

-- Puts a member or a role on the list (version null), or changes the entry: {person_id or role_id, reason}. Returns its version.
-- Refuses with TF005, TF014, TF021, TF022 (on the list already), TF023.
create function private.save_block(p_guild text, p_block uuid, p_setting jsonb, p_version bigint) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_me text;
  v public.blocks;
  v_table text;
  v_constraint text;
  v_column text;
begin
  v_me := private.begin_save(p_guild, 3);
  select * into v from public.blocks b where b.guild_id = p_guild and b.id = p_block for no key update;
  perform private.check_version(v.version, p_version, v.changed_by, v.changed_at);
  v := jsonb_populate_record(v, private.take_keys(p_setting, 'person_id', 'role_id', 'reason'));
  v.name := coalesce((select r.name from public.roles r where r.guild_id = p_guild and r.id = v.role_id),
    private.name_in_guild(p_guild, v.person_id), v.person_id, v.role_id);
  if p_version is null then
    insert into public.blocks (guild_id, id, person_id, role_id, name, reason, blocked_by)
    values (p_guild, p_block, v.person_id, v.role_id, v.name, coalesce(v.reason, ''), v_me) returning version into v.version;
  else
    update public.blocks b set person_id = v.person_id, role_id = v.role_id, name = v.name, reason = v.reason
    where b.guild_id = p_guild and b.id = p_block returning b.version into v.version;
  end if;
  return v.version;
exception when integrity_constraint_violation or data_exception then
  get stacked diagnostics v_table = table_name, v_constraint = constraint_name, v_column = column_name;
  perform private.refuse_row(sqlstate, v_table, v_constraint, v_column);
end
$$;

-- Takes an entry off the list. False when it was off already. Refuses with TF005 and TF021.
create function private.remove_block(p_guild text, p_block uuid, p_version bigint) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v public.blocks;
begin
  perform private.begin_save(p_guild, 3);
  select * into v from public.blocks b where b.guild_id = p_guild and b.id = p_block for update;
  if not found then
    return false;
  end if;
  perform private.check_version(v.version, p_version, v.changed_by, v.changed_at);
  delete from public.blocks b where b.guild_id = p_guild and b.id = p_block;
  return true;
end
$$;

-- The list, latest first, with the people and roles in it. Null unless the caller is a manager. Shape: contracts/blocks.ts.
create function private.read_blocks(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.holds_level(p_guild, 3) then
    return null;
  end if;
  return jsonb_build_object(
    'rows', (select coalesce(jsonb_agg(to_jsonb(b) - 'guild_id' order by b.blocked_at desc, b.id), '[]')
      from public.blocks b where b.guild_id = p_guild),
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'color', r.color)
        order by r.position desc, r.id), '[]')
      from public.roles r where r.guild_id = p_guild and r.id <> p_guild and not r.is_managed),
    'people', private.people_json(p_guild, array(
      select m.person_id from public.blocks b join public.members m on m.guild_id = b.guild_id
        and m.person_id in (b.person_id, b.blocked_by, b.changed_by)
      where b.guild_id = p_guild)));
end
$$;
