-- Levels: what a Discord role gives on the desk.

-- A Discord role mapped to a level, for the guild (category null) or one category.
create table public.grants (
  id uuid primary key default gen_random_uuid(),
  guild_id public.snowflake not null,
  role_id public.snowflake not null,
  category_id uuid,
  level text not null check (level in ('viewer', 'agent', 'manager', 'admin')),
  check (level <> 'admin' or category_id is null),
  unique nulls not distinct (guild_id, role_id, category_id),
  foreign key (guild_id, role_id) references public.roles (guild_id, id) on delete cascade,
  foreign key (guild_id, category_id) references public.categories (guild_id, id) on delete cascade
);
alter table public.grants enable row level security;
comment on table public.grants is 'Which Discord role may do what on the desk';
create index grants_category_idx on public.grants (guild_id, category_id);
create index grants_levels_idx on public.grants (guild_id, role_id) include (category_id, level);

-- Settings of the operator. One row.
create table private.settings (
  is_single boolean primary key default true check (is_single),
  -- How old access_seen_at may grow before a guild closes to all but its owner.
  access_limit interval not null default interval '1 hour'
);
insert into private.settings default values;

-- Parsed when it is made, and without a setting of its own: the planner unfolds it (and is_current) into levels_of, which so is one plan
-- instead of a call for each guild and each grant.
create function private.level_rank(p_level text) returns integer
language sql immutable
return case p_level when 'viewer' then 1 when 'agent' then 2 when 'manager' then 3 when 'admin' then 4 else 0 end;

create function private.level_name(p_rank integer) returns text
language sql immutable set search_path = '' as $$
  select case p_rank when 1 then 'viewer' when 2 then 'agent' when 3 then 'manager' when 4 then 'admin' end
$$;

-- Whether the guild's roles are known well enough to open anything to others than its owner.
create function private.is_current(p_seen_at timestamptz) returns boolean
language plpgsql stable security invoker set search_path = '' as $$
begin
  return coalesce(p_seen_at > now() - (select s.access_limit from private.settings s), false);
end
$$;

-- These are plpgsql, whose plans are kept for the connection: planning them again took longer than running them (0.9 against 0.2 ms).

-- What roles give in a guild, no matter who holds them: an admin for each role that may manage the guild, and every grant.
-- The guild's own id is the role of everybody in it.
create function private.levels_of_roles(p_guild text, p_roles text[]) returns table (category_id uuid, level integer)
language sql stable security invoker
begin atomic
  select null::uuid, 4 where exists (
    select from public.roles r where r.guild_id = p_guild and (r.id = any (p_roles) or r.id = p_guild) and r.can_manage_guild)
  union all
  select gr.category_id, private.level_rank(gr.level) from public.grants gr
  where gr.guild_id = p_guild and (gr.role_id = any (p_roles) or gr.role_id = p_guild);
end;

-- Every level that a person holds: one row for each guild (category null) or category that says so.
create function private.levels_of(p_person text) returns table (guild_id text, category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select g.id::text, null::uuid, 4 from public.guilds g where g.owner_id = p_person and g.status <> 'left'
  union all
  select m.guild_id::text, l.category_id, l.level
  from public.members m
  join public.guilds g on g.id = m.guild_id and g.status <> 'left' and private.is_current(g.access_seen_at)
  cross join lateral private.levels_of_roles(m.guild_id, m.role_ids) l
  where m.person_id = p_person and m.is_mirrored and m.left_at is null;
end
$$;
