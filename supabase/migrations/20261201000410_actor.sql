-- Who acts, and with which levels. One question for the desk, for Discord's commands, and for rules: everything that gives a verdict asks it.

-- Whether this session was opened through Discord. Auth mails a forgotten password's link, and signs in by it, even where e-mail is
-- switched off (supabase/auth internal/api/recover.go, verify.go): who holds the mailbox would be in without the Discord account. Auth
-- writes into each token how its session was opened (amr); only the project itself can sign a token without that.
-- In plpgsql, which keeps its plan: one in SQL that is not unfolded is planned again by each query that calls it (Postgres 17, fmgr_sql).
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

-- For whom the bot calls: it alone may vouch, and for one call (as_member, as_rule). kind: 'member' or 'rule'.
create type private.vouch as (
  kind text,
  -- The vouch counts in this guild alone. Null: a direct message, where a member has no guild and so no level.
  guild text,
  person text,
  roles text[],
  -- {"id", "name"} of the rule, timer or job.
  source jsonb,
  -- {person, nick, role_ids} as Discord has just told it.
  member jsonb
);

-- Null unless the session is the bot's and the vouch was given in this very transaction: a setting that leaked into a pooled connection
-- counts for nothing. session_user, since current_user is the owner inside a definer.
create function private.vouched() returns private.vouch
language plpgsql stable security definer set search_path = '' as $$
declare
  v_said jsonb;
  v private.vouch;
begin
  if session_user <> 'ticketflow_bot' then
    return null;
  end if;
  v_said := nullif(current_setting('ticketflow.vouch', true), '')::jsonb;
  if v_said is null or v_said ->> 'in' is distinct from pg_current_xact_id_if_assigned()::text then
    return null;
  end if;
  v.kind := v_said ->> 'kind';
  v.guild := v_said ->> 'guild';
  v.person := v_said ->> 'person';
  v.roles := array(select jsonb_array_elements_text(v_said -> 'roles'));
  v.source := v_said -> 'source';
  v.member := nullif(v_said -> 'member', 'null');
  return v;
end
$$;

-- Sets the vouch, or (null) clears it. Called by as_member and as_rule alone, which clear it before they return.
create function private.set_vouch(p_vouch jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if session_user <> 'ticketflow_bot' then
    perform private.refuse('TF005', 'Only the bot vouches for others');
  end if;
  perform set_config('ticketflow.vouch', coalesce((p_vouch || jsonb_build_object('in', pg_current_xact_id()::text))::text, ''), true);
end
$$;

-- The Discord id of the person who acts. By the session's own role alone: for the bot it is the member for whom this call vouches, else
-- nobody (a rule has no person); for everybody else the signed-in person, or nobody while an admin views the guild as a role.
create function private.actor() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case session_user
    when 'ticketflow_bot' then (private.vouched()).person
    else case when private.viewing_as() is null then private.identity() end
  end;
end
$$;

-- Whether what the actor may at all counts in this guild: a vouch is for one guild.
create function private.counts_in(p_guild text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return session_user <> 'ticketflow_bot' or coalesce((private.vouched()).guild = p_guild, (private.vouched()).kind = 'member', false);
end
$$;

-- The levels of whom the bot vouches for: what the roles that Discord has just told give there, the guild's ownership, and an agent's level
-- for a rule. Nothing in a guild that is left, or whose roles were last compared too long ago.
create function private.vouched_levels() returns table (guild_id text, category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.vouch := private.vouched();
begin
  return query
  select g.id::text, null::uuid, 4 from public.guilds g
  where g.id = v.guild and g.owner_id = v.person and g.status <> 'left'
  union all
  select g.id::text, l.category_id, l.level
  from public.guilds g cross join lateral private.levels_of_roles(g.id, v.roles) l
  where g.id = v.guild and v.kind = 'member' and g.status <> 'left' and private.is_current(g.access_seen_at)
  union all
  select g.id::text, null::uuid, 2 from public.guilds g
  where g.id = v.guild and v.kind = 'rule' and g.status <> 'left' and private.is_current(g.access_seen_at);
end
$$;

-- Every level of the actor: one row for each guild (category null) or category that says so.
create function private.my_levels() returns table (guild_id text, category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_as text;
begin
  if session_user = 'ticketflow_bot' then
    return query select l.guild_id, l.category_id, l.level from private.vouched_levels() l;
    return;
  end if;
  v_as := private.viewing_as();
  if v_as is null then
    return query select l.guild_id, l.category_id, l.level from private.levels_of(private.identity()) l;
  else
    return query select split_part(v_as, ':', 1), l.category_id, l.level
      from private.levels_of_roles(split_part(v_as, ':', 1), array[split_part(v_as, ':', 2)]) l;
  end if;
end
$$;

-- Guilds in which the actor holds any level, for the guild or only one category.
create function private.staff_guilds() returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct l.guild_id), '{}') from private.my_levels() l);
end
$$;

-- Guilds in which the actor holds at least this level for the whole guild.
create function private.guilds_at(p_level integer) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(distinct l.guild_id), '{}') from private.my_levels() l
    where l.category_id is null and l.level >= p_level);
end
$$;

-- Categories in which the actor holds at least this level: those named, and all of a guild where none is. Two sets instead of a
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

-- The number that rises whenever what a person may see in a guild could have changed. Null for a guild in which they are not known,
-- as for one that does not exist.
create function private.access_epoch(p_guild text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.actor();
begin
  return (select g.grants_epoch + coalesce(m.access_epoch, 0)
    from public.guilds g
    left join public.members m on m.guild_id = g.id and m.person_id = v_me
    where g.id = p_guild and (m.person_id is not null or g.owner_id = v_me));
end
$$;

grant execute on function private.actor(), private.staff_guilds(), private.guilds_at(integer), private.categories_at(integer)
  to authenticated;
