-- The verdict, whole: who is asking (himself, or as a holder of one role), which levels that gives, and which tickets it opens.

-- People added to a ticket by name. They see it when it is restricted, as its assignee does.
create table public.ticket_participants (
  guild_id public.snowflake not null,
  ticket_id uuid not null,
  person_id public.snowflake not null references public.people (id),
  added_by public.snowflake references public.people (id),
  added_at timestamptz not null default now(),
  primary key (ticket_id, person_id),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade
);
alter table public.ticket_participants enable row level security;
comment on table public.ticket_participants is 'Who was added to a ticket by name';
create index ticket_participants_ticket_idx on public.ticket_participants (guild_id, ticket_id);
create index ticket_participants_person_idx on public.ticket_participants (person_id);
create index ticket_participants_added_by_idx on public.ticket_participants (added_by);

-- Levels --------------------------------------------------------------------------------------------------------------

-- What roles give in a guild, whoever holds them: an admin for each role that may manage the guild, and every grant.
-- The guild's own id is the role of everybody in it.
create function private.levels_of_roles(p_guild text, p_roles text[]) returns table (category_id uuid, level integer)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select null::uuid, 4 where exists (
    select from public.roles r where r.guild_id = p_guild and (r.id = any (p_roles) or r.id = p_guild) and r.can_manage_guild)
  union all
  select gr.category_id, private.level_rank(gr.level) from public.grants gr
  where gr.guild_id = p_guild and (gr.role_id = any (p_roles) or gr.role_id = p_guild);
end
$$;

-- Whether the guild's roles are known well enough to open anything to others than its owner.
create function private.is_current(p_seen_at timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(p_seen_at > now() - (select s.access_limit from private.settings s), false)
$$;

create or replace function private.levels_of(p_person text) returns table (guild_id text, category_id uuid, level integer)
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

-- Who asks ------------------------------------------------------------------------------------------------------------

-- Whether this session was opened through Discord. Auth mails a forgotten password's link, and signs in by it, even where e-mail is
-- switched off (supabase/auth internal/api/recover.go, verify.go): whoever holds the mailbox would be in without the Discord
-- account. Auth writes into each token how its session was opened (amr); only the project itself can sign a token without that.
create function private.is_discord_session() returns boolean
language sql stable set search_path = '' as $$
  select coalesce((select bool_or(a ->> 'method' = 'oauth') from jsonb_array_elements((select auth.jwt()) -> 'amr') a), true)
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

-- Who asks, for everything that belongs to a person by name: nobody while an admin views as a role.
create or replace function private.discord_id() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.viewing_as() is not null then
    return null;
  end if;
  return private.identity();
end
$$;

create or replace function private.my_levels() returns table (guild_id text, category_id uuid, level integer)
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

-- Tickets -------------------------------------------------------------------------------------------------------------

-- Tickets to which the person was added, in guilds where he is staff.
create function private.added_to() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(array_agg(p.ticket_id), '{}') from public.ticket_participants p
    where p.person_id = private.discord_id() and p.guild_id = any (private.staff_guilds()));
end
$$;
grant execute on function private.added_to() to authenticated;

drop policy "people read tickets of their categories, assigned to them, or asked by them" on public.tickets;
create policy "people read tickets of their categories, given to them, or asked by them" on public.tickets
  for select to authenticated using (
    guild_id = any ((select private.reachable_guilds())::text[])
    and (
      (array_position((select private.categories_at(1)), category_id) is not null and not is_restricted)
      or array_position((select private.categories_at(3)), category_id) is not null
      or (assignee_id = (select private.discord_id()) and guild_id = any ((select private.staff_guilds())::text[]))
      or array_position((select private.added_to()), id) is not null
      or requester_id = (select private.discord_id())
    )
  );

drop policy "people read the words of tickets they may read, notes as staff only" on public.messages;
create policy "people read the words of tickets they may read, notes as staff only" on public.messages
  for select to authenticated using (
    guild_id = any ((select private.reachable_guilds())::text[])
    and (
      (kind <> 'note' and exists (select from public.tickets t where t.id = ticket_id))
      or exists (
        select from public.tickets t where t.id = ticket_id and t.guild_id = any ((select private.staff_guilds())::text[])
          and (
            (array_position((select private.categories_at(1)), t.category_id) is not null and not t.is_restricted)
            or array_position((select private.categories_at(3)), t.category_id) is not null
            or t.assignee_id = (select private.discord_id())
            or array_position((select private.added_to()), t.id) is not null
          )
      )
    )
  );

create policy "people read who was added to tickets they may read" on public.ticket_participants
  for select to authenticated using (
    guild_id = any ((select private.staff_guilds())::text[])
    and exists (select from public.tickets t where t.id = ticket_id)
  );
grant select on public.ticket_participants to authenticated, ticketflow_bot;
create policy "the bot reads who was added to tickets" on public.ticket_participants for select to ticketflow_bot using (true);

-- The same for functions that read many rows: the verdict taken once, and one expression that asks it. Its body is parsed here, so
-- no search path can change it, and without a setting of its own the planner unfolds it into each query.
alter type private.verdict add attribute added uuid[];

create function private.opens(v private.verdict, t public.tickets) returns boolean
language sql stable
return (array_position(v.reads, t.category_id) is not null and not t.is_restricted)
  or array_position(v.manages, t.category_id) is not null
  or (t.assignee_id = v.me and t.guild_id = any (v.staff))
  or array_position(v.added, t.id) is not null
  or t.requester_id = v.me;

-- Whether it opens the ticket's notes too: to staff, never to a requester as such.
create function private.opens_notes(v private.verdict, t public.tickets) returns boolean
language sql stable
return (array_position(v.reads, t.category_id) is not null and not t.is_restricted)
  or array_position(v.manages, t.category_id) is not null
  or (t.assignee_id = v.me and t.guild_id = any (v.staff))
  or array_position(v.added, t.id) is not null;

create or replace function private.my_verdict() returns private.verdict
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict;
begin
  v.me := private.discord_id();
  with levels as materialized (select l.guild_id, l.category_id, l.level from private.my_levels() l)
  select array(select distinct l.guild_id from levels l),
    array(select distinct c.id from levels l
      join public.categories c on c.guild_id = l.guild_id and (l.category_id is null or l.category_id = c.id)),
    array(select distinct c.id from levels l
      join public.categories c on c.guild_id = l.guild_id and (l.category_id is null or l.category_id = c.id) where l.level >= 3),
    array(select l.guild_id from levels l
      union select t.guild_id from public.tickets t join public.guilds g on g.id = t.guild_id and g.status <> 'left'
        where t.requester_id = v.me),
    array(select p.ticket_id from public.ticket_participants p where p.person_id = v.me and p.guild_id in (select l.guild_id from levels l))
  into v.staff, v.reads, v.manages, v.reaches, v.added;
  return v;
end
$$;

create or replace function private.ticket_level(p_ticket uuid) returns integer
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  return (select coalesce(max(l.level), 0)
    from public.tickets t
    cross join lateral (
      -- Given to him by name.
      select t.assignee_id = v_me or exists (select from public.ticket_participants p where p.ticket_id = t.id and p.person_id = v_me) as is_his
    ) his
    join private.my_levels() l on l.guild_id = t.guild_id
    where t.id = p_ticket
      and (l.category_id is null or l.category_id = t.category_id or his.is_his)
      and (not t.is_restricted or l.level >= 3 or his.is_his));
end
$$;

-- The reading functions, asking that one expression.

-- Tickets as rows of the inbox, latest activity first. The caller has checked that these may be seen.
create or replace function private.tickets_json(p_ids uuid[], p_verdict private.verdict, out tickets jsonb, out people text[])
language plpgsql stable security definer set search_path = '' as $$
begin
  with rows as materialized (
    select t.id, h.last_activity_at, array[t.requester_id, t.assignee_id, t.closed_by, last.author_id]::text[] as shown,
      jsonb_build_object('id', t.id, 'guild_id', t.guild_id, 'number', t.number, 'subject', t.subject, 'status', t.status,
        'priority', t.priority, 'is_restricted', t.is_restricted, 'category_id', t.category_id, 'requester_id', t.requester_id,
        'assignee_id', t.assignee_id, 'channel_id', t.channel_id, 'channel_state', t.channel_state, 'channel_error', t.channel_error,
        'answers', t.answers, 'opened_at', t.opened_at, 'closed_at', t.closed_at, 'closed_by', t.closed_by,
        'close_reason', t.close_reason, 'revision', h.revision, 'last_activity_at', h.last_activity_at,
        'preview', case when last.kind is not null then jsonb_build_object('author_id', last.author_id, 'kind', last.kind,
          'at', last.created_at, 'text', left(last.body, 160), 'attachments', jsonb_array_length(last.attachments)) end,
        'unread', unread.n) as ticket
    from public.tickets t
    join public.ticket_heads h on h.ticket_id = t.id
    left join public.read_marks r on r.ticket_id = t.id and r.person_id = p_verdict.me
    left join lateral (
      select m.author_id, m.kind, m.created_at, m.body, m.attachments from public.messages m
      where m.ticket_id = t.id and m.kind <> 'event' and m.deleted_at is null
        and (m.kind <> 'note' or private.opens_notes(p_verdict, t))
      order by m.position desc, m.id desc limit 1
    ) last on true
    cross join lateral (
      select count(*) as n from (
        select from public.messages m
        where m.ticket_id = t.id and m.kind = 'message' and m.deleted_at is null and m.made_in > coalesce(r.revision, 0)
          and not m.is_staff
        limit 100) u
    ) unread
    where t.id = any (p_ids)
  )
  select (select coalesce(jsonb_agg(x.ticket order by x.last_activity_at desc, x.id desc), '[]') from rows x),
    (select coalesce(array_agg(distinct y) filter (where y is not null), '{}') from rows x, unnest(x.shown) y)
  into tickets, people;
end
$$;

-- One guild's frame. Null when the person may not work there.
create or replace function private.read_guild(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict := private.my_verdict();
begin
  if not p_guild = any (v.staff) then
    return null;
  end if;
  return (
    select jsonb_build_object('id', g.id, 'name', g.name, 'icon_hash', g.icon_hash, 'status', g.status,
      'access_seen_at', g.access_seen_at, 'access_closes_at', g.access_seen_at + (select s.access_limit from private.settings s),
      'catching_up', g.catching_up,
      'me', (private.people_json(p_guild, array[v.me]) -> 0) || jsonb_build_object('level',
        (select private.level_name(max(l.level)) from private.my_levels() l where l.guild_id = p_guild),
        -- Known from the start, so that the desk can name the one that was taken away.
        'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.position desc), '[]')
          from public.members m join public.roles r on r.guild_id = m.guild_id and r.id = any (m.role_ids)
          where m.guild_id = p_guild and m.person_id = v.me)),
      'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'icon', c.icon,
        'hue', c.hue) order by c.place, c.name), '[]') from public.categories c where c.guild_id = p_guild and c.id = any (v.reads)),
      'counts', (select jsonb_build_object('open', count(*), 'mine', count(*) filter (where t.assignee_id = v.me),
          'unassigned', count(*) filter (where t.assignee_id is null))
        from public.ticket_heads h join public.tickets t on t.id = h.ticket_id
        where h.guild_id = p_guild and h.is_open
          and private.opens(v, t)))
    from public.guilds g where g.id = p_guild);
end
$$;

-- A page of the inbox (see the shell).
create or replace function private.list_tickets(
  p_guild text, p_view text, p_category uuid, p_before_at timestamptz, p_before_id uuid, p_page_size integer
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict := private.my_verdict();
  v_size integer := least(greatest(p_page_size, 1), 100);
  v_ids uuid[] := '{}';
  v_page record;
begin
  if p_guild = any (v.reaches) then
    v_ids := array(
      select h.ticket_id
      from public.ticket_heads h join public.tickets t on t.id = h.ticket_id
      where h.guild_id = p_guild and h.is_open = (p_view <> 'closed')
        and (p_view <> 'mine' or t.assignee_id = v.me)
        and (p_view <> 'unassigned' or t.assignee_id is null)
        and (p_category is null or t.category_id = p_category)
        and (h.last_activity_at, h.ticket_id)
          < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
        and private.opens(v, t)
      order by h.last_activity_at desc, h.ticket_id desc
      limit v_size);
  end if;
  select * into v_page from private.tickets_json(v_ids, v);
  return jsonb_build_object('tickets', v_page.tickets, 'has_more', cardinality(v_ids) = v_size,
    'people', private.people_json(p_guild, v_page.people),
    'cursor', pg_snapshot_xmin(pg_current_snapshot())::text, 'epoch', coalesce(private.access_epoch(p_guild), 0));
end
$$;

-- What changed in a guild since a cursor (see the shell).
create or replace function private.changes_since(p_guild text, p_cursor text, p_epoch bigint, p_limit integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict := private.my_verdict();
  -- '<from>' on a first page; '<from>:<next>:<changed_in>:<ticket>' within a longer answer.
  v_parts text[] := string_to_array(p_cursor, ':');
  v_now xid8 := pg_snapshot_xmin(pg_current_snapshot());
  v_rows record;
  v_seen uuid[];
  v_page record;
begin
  if p_cursor is null or p_cursor !~ '^[0-9]{1,19}(:[0-9]{1,19}:[0-9]{1,19}:[0-9a-f-]{36})?$' or not p_guild = any (v.reaches)
    or p_epoch is distinct from private.access_epoch(p_guild)
    or v_parts[1]::xid8 > pg_snapshot_xmax(pg_current_snapshot()) then
    return jsonb_build_object('state', 'reset');
  end if;
  select coalesce(array_agg(x.ticket_id order by x.changed_in, x.ticket_id), '{}') as ids,
    (array_agg(x.changed_in order by x.changed_in desc, x.ticket_id desc))[1] as last_in,
    (array_agg(x.ticket_id order by x.changed_in desc, x.ticket_id desc))[1] as last_id
  into v_rows
  from (
    select h.changed_in, h.ticket_id from public.ticket_heads h
    where h.guild_id = p_guild and h.changed_in >= v_parts[1]::xid8
      and (h.changed_in, h.ticket_id)
        > (coalesce(v_parts[3], '0')::xid8, coalesce(v_parts[4], '00000000-0000-0000-0000-000000000000')::uuid)
    order by h.changed_in, h.ticket_id
    limit p_limit
  ) x;
  v_seen := array(
    select t.id from public.tickets t
    where t.id = any (v_rows.ids) and private.opens(v, t));
  select * into v_page from private.tickets_json(v_seen, v);
  return jsonb_build_object('epoch', p_epoch, 'tickets', v_page.tickets, 'people', private.people_json(p_guild, v_page.people),
      'gone', to_jsonb(array(select x from unnest(v_rows.ids) x where x <> all (v_seen))))
    || case when cardinality(v_rows.ids) = p_limit
      then jsonb_build_object('state', 'more', 'cursor', concat_ws(':', v_parts[1], coalesce(v_parts[2], v_now::text), v_rows.last_in,
        v_rows.last_id))
      else jsonb_build_object('state', 'level', 'cursor', coalesce(v_parts[2], v_now::text)) end;
end
$$;
