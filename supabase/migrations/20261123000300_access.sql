-- Who may see what: categories, grants, and the one family of functions that gives the verdict.

-- A kind of ticket: its form, its look, and where its channels go.
create table public.categories (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (char_length(name) between 1 and 60),
  emoji text check (char_length(emoji) <= 64),
  icon text not null default 'ticket' check (icon ~ '^[a-z-]{2,30}$'),
  hue integer not null default 220 check (hue between 0 and 359),
  place integer not null default 0,
  button_style text not null default 'secondary' check (button_style in ('primary', 'secondary', 'success', 'danger')),
  -- Fields asked in the modal (contracts/form.ts); at most five fit a modal of Discord's.
  form jsonb not null default '[]' check (jsonb_typeof(form) = 'array' and jsonb_array_length(form) <= 5),
  -- Replies go out under the agent's name by webhook, or as the bot.
  reply_as text not null default 'webhook' check (reply_as in ('webhook', 'bot')),
  channel_parent_id public.snowflake,
  channel_name text not null default 'ticket-{number}' check (char_length(channel_name) between 1 and 90),
  opening_title text not null default 'Hello {name}' check (char_length(opening_title) <= 256),
  opening_text text not null default 'Tell us what happened. Somebody answers here.' check (char_length(opening_text) <= 2000),
  open_per_member integer not null default 3 check (open_per_member between 1 and 50),
  is_active boolean not null default true,
  primary key (guild_id, id)
);
alter table public.categories enable row level security;
comment on table public.categories is 'Kinds of tickets and their forms';

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

-- Settings of the operator. One row.
create table private.settings (
  is_single boolean primary key default true check (is_single),
  -- How old access_seen_at may grow before a guild closes to all but its owner.
  access_limit interval not null default interval '1 hour'
);
insert into private.settings default values;

create function private.level_rank(p_level text) returns integer
language sql immutable set search_path = '' as $$
  select case p_level when 'viewer' then 1 when 'agent' then 2 when 'manager' then 3 when 'admin' then 4 else 0 end
$$;

create function private.level_name(p_rank integer) returns text
language sql immutable set search_path = '' as $$
  select case p_rank when 1 then 'viewer' when 2 then 'agent' when 3 then 'manager' when 4 then 'admin' end
$$;

-- The Discord id of the signed-in person, from the identity that Auth itself wrote (user_metadata belongs to its owner).
-- Null unless there is exactly one Discord identity.
create function private.discord_id() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select min(i.provider_id) from auth.identities i
    where i.user_id = (select auth.uid()) and i.provider = 'discord'
    having count(*) = 1);
end
$$;

-- These are plpgsql, whose plans are kept for the connection: planning them anew took longer than running them (0.9 against 0.2 ms).

-- Every level that a person holds: one row for each guild (category null) or category that says so.
create function private.levels_of(p_person text) returns table (guild_id text, category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select g.id::text, null::uuid, 4 from public.guilds g where g.owner_id = p_person and g.status <> 'left'
  union all
  select m.guild_id::text, null::uuid, 4
  from public.members m
  join public.guilds g on g.id = m.guild_id
  join public.roles r on r.guild_id = m.guild_id and r.id = any (m.role_ids) and r.can_manage_guild
  where m.person_id = p_person and m.is_mirrored and m.left_at is null and g.status <> 'left'
    and g.access_seen_at > now() - (select s.access_limit from private.settings s)
  union all
  select m.guild_id::text, gr.category_id, private.level_rank(gr.level)
  from public.members m
  join public.guilds g on g.id = m.guild_id
  join public.grants gr on gr.guild_id = m.guild_id and (gr.role_id = any (m.role_ids) or gr.role_id = m.guild_id)
  where m.person_id = p_person and m.is_mirrored and m.left_at is null and g.status <> 'left'
    and g.access_seen_at > now() - (select s.access_limit from private.settings s);
end
$$;

create function private.my_levels() returns table (guild_id text, category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select l.guild_id, l.category_id, l.level from private.levels_of(private.discord_id()) l;
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

-- Categories in which the person holds at least this level.
create function private.categories_at(p_level integer) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct c.id), '{}')
    from private.my_levels() l
    join public.categories c on c.guild_id = l.guild_id and (l.category_id is null or l.category_id = c.id)
    where l.level >= p_level);
end
$$;

-- The number that rises whenever what a person may see in a guild could have changed.
create function private.access_epoch(p_guild text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select g.grants_epoch + coalesce((select m.access_epoch from public.members m
      where m.guild_id = g.id and m.person_id = private.discord_id()), 0)
    from public.guilds g where g.id = p_guild);
end
$$;

revoke execute on function private.levels_of(text) from public;
grant execute on function private.discord_id(), private.staff_guilds(), private.guilds_at(integer), private.categories_at(integer),
  private.access_epoch(text), private.my_levels(), private.level_rank(text), private.level_name(integer) to authenticated;

create policy "staff read their guild" on public.guilds for select to authenticated
  using (id = any ((select private.staff_guilds())::text[]));
create policy "staff read their guild's roles" on public.roles for select to authenticated
  using (guild_id = any ((select private.staff_guilds())::text[]));
create policy "staff read the categories open to them" on public.categories for select to authenticated
  using (array_position((select private.categories_at(1)), id) is not null);
create policy "admins read grants" on public.grants for select to authenticated
  using (guild_id = any ((select private.guilds_at(4))::text[]));

grant select on public.categories to authenticated;
grant select on public.grants to authenticated;
grant select on public.categories, public.grants to ticketflow_bot;
create policy "the bot reads categories" on public.categories for select to ticketflow_bot using (true);
create policy "the bot reads grants" on public.grants for select to ticketflow_bot using (true);

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
