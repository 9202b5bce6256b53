-- Levels: what a Discord role gives on the desk, who asks, and which levels that adds up to.

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

-- These are plpgsql, whose plans are kept for the connection: planning them anew took longer than running them (0.9 against 0.2 ms).

-- What roles give in a guild, whoever holds them: an admin for each role that may manage the guild, and every grant.
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

-- Whether this session was opened through Discord. Auth mails a forgotten password's link, and signs in by it, even where e-mail is
-- switched off (supabase/auth internal/api/recover.go, verify.go): who holds the mailbox would be in without the Discord account. Auth
-- writes into each token how its session was opened (amr); only the project itself can sign a token without that.
-- In plpgsql, which keeps its plan: one in SQL that is not unfolded is planned anew by each query that calls it (Postgres 17, fmgr_sql).
create function private.is_discord_session() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select bool_or(a ->> 'method' = 'oauth') from jsonb_array_elements(auth.jwt() -> 'amr') a), true);
end
$$;

-- The Discord id behind the session. Null unless there is exactly one Discord identity.
create function private.identity() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select min(i.provider_id) from auth.identities i
    where i.user_id = (select auth.uid()) and i.provider = 'discord' and private.is_discord_session()
    having count(*) = 1);
end
$$;

-- '<guild>:<role>' while an admin of that guild looks at it as a holder of that role would (view_as_role sets it for one
-- call). Null for everybody else, whatever is set: it can only ever narrow what an admin sees.
create function private.viewing_as() returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_as text := nullif(current_setting('ticketflow.view_as', true), '');
begin
  if v_as is null or not exists (select from private.levels_of(private.identity()) l
      where l.guild_id = split_part(v_as, ':', 1) and l.category_id is null and l.level = 4) then
    return null;
  end if;
  return v_as;
end
$$;

-- The Discord id of the person who asks, for everything that belongs to them by name. Null while an admin views the guild as a role.
create function private.discord_id() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.viewing_as() is not null then
    return null;
  end if;
  return private.identity();
end
$$;

-- The same of the person who asks, or of the role that an admin views the guild as.
create function private.my_levels() returns table (guild_id text, category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_as text := private.viewing_as();
begin
  if v_as is null then
    return query select l.guild_id, l.category_id, l.level from private.levels_of(private.identity()) l;
  else
    return query select split_part(v_as, ':', 1), l.category_id, l.level
      from private.levels_of_roles(split_part(v_as, ':', 1), array[split_part(v_as, ':', 2)]) l;
  end if;
end
$$;

-- Guilds in which the signed-in person holds any level, for the guild or only one category.
create function private.staff_guilds() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct l.guild_id), '{}') from private.my_levels() l);
end
$$;

-- Guilds in which the person holds at least this level for the whole guild.
create function private.guilds_at(p_level integer) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct l.guild_id), '{}') from private.my_levels() l
    where l.category_id is null and l.level >= p_level);
end
$$;

-- Categories in which the person holds at least this level: those named, and all of a guild where none is. Two sets instead of a
-- join of both, which compared each grant with each category.
create function private.categories_at(p_level integer) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with levels as materialized (select l.guild_id, l.category_id from private.my_levels() l where l.level >= p_level)
    select array(
      select l.category_id from levels l where l.category_id is not null
      union select c.id from levels l join public.categories c on c.guild_id = l.guild_id where l.category_id is null));
end
$$;

-- A changed grant may show or hide anything: every cursor of the guild is void.
create function private.raise_grants_epoch() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.guilds set grants_epoch = grants_epoch + 1
  where id = case when tg_op = 'DELETE' then old.guild_id else new.guild_id end;
  return null;
end
$$;

create trigger grants_raise_epoch after insert or update or delete on public.grants
  for each row execute function private.raise_grants_epoch();

-- The number that rises whenever what a person may see in a guild could have changed. Null for a guild in which he is not known,
-- as for one that does not exist.
create function private.access_epoch(p_guild text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  return (select g.grants_epoch + coalesce(m.access_epoch, 0)
    from public.guilds g
    left join public.members m on m.guild_id = g.id and m.person_id = v_me
    where g.id = p_guild and (m.person_id is not null or g.owner_id = v_me));
end
$$;

grant execute on function private.discord_id(), private.staff_guilds(), private.guilds_at(integer), private.categories_at(integer)
  to authenticated;
