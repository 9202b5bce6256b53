-- What the desk reads, each in one call, under the policies of the one who asks (invoker).
-- Shapes: contracts/{guild,ticket,message,changes}.ts.

-- People by id, as the desk shows them.
create function public.people_json(guild text, ids text[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', coalesce(m.nick, p.display_name), 'username', p.username,
    'avatar_hash', p.avatar_hash, 'is_bot', p.is_bot,
    'color', coalesce((select r.color from public.roles r where r.guild_id = guild and r.id = any (m.role_ids) and r.color <> 0
      order by r.position desc limit 1), 0))), '[]')
  from public.people p
  left join public.members m on m.guild_id = guild and m.person_id = p.id
  where p.id = any (ids)
$$;

-- The guilds that the person may work in, with his level.
create function public.my_guilds() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'icon_hash', g.icon_hash,
    'level', (select private.level_name(max(l.level)) from private.my_levels() l where l.guild_id = g.id)) order by g.name), '[]')
  from public.guilds g
$$;

-- One guild's frame: its categories, who I am there, how many tickets wait, whether the bot is in reach.
-- Null when the person may not see it.
create function public.read_guild(guild text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', g.id, 'name', g.name, 'icon_hash', g.icon_hash, 'status', g.status,
    'access_seen_at', g.access_seen_at, 'catching_up', g.catching_up,
    'me', (public.people_json(guild, array[(select private.discord_id())]) -> 0)
      || jsonb_build_object('level', (select private.level_name(max(l.level)) from private.my_levels() l where l.guild_id = guild)),
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'icon', c.icon,
      'hue', c.hue) order by c.place, c.name), '[]') from public.categories c where c.guild_id = guild),
    'counts', (select jsonb_build_object('open', count(*), 'mine', count(*) filter (where t.assignee_id = (select private.discord_id())),
        'unassigned', count(*) filter (where t.assignee_id is null))
      from public.ticket_heads h join public.tickets t on t.id = h.ticket_id where h.guild_id = guild and h.is_open))
  from public.guilds g where g.id = guild
$$;

-- A ticket as a row of the inbox.
create function public.ticket_json(t public.tickets, h public.ticket_heads) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', t.id, 'guild_id', t.guild_id, 'number', t.number, 'subject', t.subject, 'status', t.status,
    'priority', t.priority, 'is_restricted', t.is_restricted, 'category_id', t.category_id, 'requester_id', t.requester_id,
    'assignee_id', t.assignee_id, 'channel_id', t.channel_id, 'channel_state', t.channel_state, 'channel_error', t.channel_error,
    'answers', t.answers, 'opened_at', t.opened_at, 'closed_at', t.closed_at, 'closed_by', t.closed_by, 'close_reason', t.close_reason,
    'revision', h.revision, 'last_activity_at', h.last_activity_at,
    'preview', (select jsonb_build_object('author_id', m.author_id, 'kind', m.kind, 'at', m.created_at, 'text', left(m.body, 160),
        'attachments', jsonb_array_length(m.attachments))
      from public.messages m where m.ticket_id = t.id and m.kind <> 'event' and m.deleted_at is null
      order by m.position desc, m.id desc limit 1),
    'unread', (select count(*) from (select from public.messages m
      where m.ticket_id = t.id and m.kind = 'message' and m.deleted_at is null and not m.is_staff
        and m.made_in > coalesce((select r.revision from public.read_marks r
          where r.ticket_id = t.id and r.person_id = (select private.discord_id())), 0)
      limit 100) x))
$$;

create function public.people_of_tickets(tickets jsonb) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(distinct x.id) filter (where x.id is not null), '{}')
  from jsonb_array_elements(tickets) t,
    lateral (values (t ->> 'requester_id'), (t ->> 'assignee_id'), (t ->> 'closed_by'), (t #>> '{preview,author_id}')) x (id)
$$;

-- A page of the inbox, latest activity first, after the place (before_at, before_id). view: open, mine, unassigned, closed.
-- Its cursor and epoch start changes_since.
create function public.list_tickets(
  guild text, view text default 'open', category uuid default null, before_at timestamptz default null, before_id uuid default null,
  page_size integer default 50
) returns jsonb
language sql stable set search_path = '' as $$
  with page as materialized (
    select h.last_activity_at, h.ticket_id, public.ticket_json(t, h) as ticket
    from public.ticket_heads h join public.tickets t on t.id = h.ticket_id
    where h.guild_id = guild and h.is_open = (view <> 'closed')
      and (view <> 'mine' or t.assignee_id = (select private.discord_id()))
      and (view <> 'unassigned' or t.assignee_id is null)
      and (category is null or t.category_id = category)
      and (before_at is null or (h.last_activity_at, h.ticket_id) < (before_at, before_id))
    order by h.last_activity_at desc, h.ticket_id desc
    limit least(page_size, 100)
  ), found as (
    select coalesce(jsonb_agg(ticket order by last_activity_at desc, ticket_id desc), '[]') as tickets, count(*) as n from page
  )
  select jsonb_build_object('tickets', tickets, 'has_more', n = least(page_size, 100),
    'people', public.people_json(guild, public.people_of_tickets(tickets)),
    'cursor', pg_snapshot_xmin(pg_current_snapshot())::text, 'epoch', private.access_epoch(guild))
  from found
$$;

-- What changed in a guild since a cursor: tickets as rows, and the bare ids of those the person may not see (any more).
-- A page at a time while 'more'; the cursor is opaque. {"state": "reset"}: what may be seen has changed, or the cursor
-- comes from the future (the database was restored): load anew.
create function private.changes_since(p_guild text, p_cursor text, p_epoch bigint, p_limit integer,
  out state text, out cursor text, out heads uuid[])
language plpgsql stable security definer set search_path = '' as $$
declare
  -- '<from>' on a first page; '<from>:<next>:<changed_in>:<ticket>' within a longer answer.
  v_parts text[] := string_to_array(p_cursor, ':');
  v_now xid8 := pg_snapshot_xmin(pg_current_snapshot());
  v_from xid8;
  v_rows record;
begin
  if p_cursor !~ '^[0-9]{1,19}(:[0-9]{1,19}:[0-9]{1,19}:[0-9a-f-]{36})?$' or not p_guild = any (private.reachable_guilds())
    or p_epoch is distinct from private.access_epoch(p_guild) then
    state := 'reset';
    return;
  end if;
  v_from := v_parts[1]::xid8;
  if v_from > pg_snapshot_xmax(pg_current_snapshot()) then
    state := 'reset';
    return;
  end if;
  select array_agg(x.ticket_id order by x.changed_in, x.ticket_id) as ids, count(*) as n,
    (array_agg(x.changed_in order by x.changed_in desc, x.ticket_id desc))[1] as last_in,
    (array_agg(x.ticket_id order by x.changed_in desc, x.ticket_id desc))[1] as last_id
  into v_rows
  from (
    select h.changed_in, h.ticket_id from public.ticket_heads h
    where h.guild_id = p_guild and h.changed_in >= v_from
      and (v_parts[3] is null or (h.changed_in, h.ticket_id) > (v_parts[3]::xid8, v_parts[4]::uuid))
    order by h.changed_in, h.ticket_id
    limit p_limit
  ) x;
  heads := coalesce(v_rows.ids, '{}');
  if v_rows.n = p_limit then
    state := 'more';
    cursor := concat_ws(':', v_parts[1], coalesce(v_parts[2], v_now::text), v_rows.last_in, v_rows.last_id);
  else
    state := 'level';
    cursor := coalesce(v_parts[2], v_now::text);
  end if;
end
$$;
grant execute on function private.changes_since(text, text, bigint, integer) to authenticated;

create function public.changes_since(guild text, cursor text, epoch bigint) returns jsonb
language sql stable set search_path = '' as $$
  with changed as materialized (
    -- 100 rows a page: what a desk that was away a while takes in one bite.
    select * from private.changes_since(guild, changes_since.cursor, changes_since.epoch, 100)
  ), seen as materialized (
    select t.id, public.ticket_json(t, h) as ticket
    from public.ticket_heads h join public.tickets t on t.id = h.ticket_id
    where h.ticket_id = any ((select heads from changed)::uuid[])
  ), found as (
    select coalesce(jsonb_agg(ticket), '[]') as tickets, coalesce(array_agg(id), '{}') as ids from seen
  )
  select case when c.state = 'reset' then jsonb_build_object('state', 'reset')
    else jsonb_build_object('state', c.state, 'cursor', c.cursor, 'epoch', changes_since.epoch, 'tickets', f.tickets,
      'gone', (select coalesce(jsonb_agg(x), '[]') from unnest(c.heads) x where x <> all (f.ids)),
      'people', public.people_json(guild, public.people_of_tickets(f.tickets)))
    end
  from changed c, found f
$$;

-- The conversation of a ticket: its newest messages (after_revision null), those before a place, or all changed after a revision.
-- Null when the person may not read the ticket.
create function public.read_ticket(ticket uuid, after_revision bigint default null, before_position text default null, page_size integer default 50)
returns jsonb
language sql stable set search_path = '' as $$
  with this as materialized (
    select t, h from public.tickets t join public.ticket_heads h on h.ticket_id = t.id where t.id = ticket
  ), page as materialized (
    (select m.* from public.messages m, this
    where after_revision is null and m.ticket_id = ticket and (before_position is null or m.position < before_position)
    order by m.position desc, m.id desc limit least(page_size, 200))
    union all
    -- 501: one more than a page of changes, which then says "more" by its size.
    (select m.* from public.messages m, this
    where after_revision is not null and m.ticket_id = ticket and m.revision > after_revision
    order by m.revision, m.id limit 501)
  ), quoted as (
    select distinct on (m.discord_message_id) m.discord_message_id, m.id, m.author_id, left(m.body, 160) as text, m.deleted_at is not null as is_deleted
    from public.messages m where m.ticket_id = ticket and m.discord_message_id in (select p.reply_to_discord_id from page p)
  ), rows as (
    select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'position', p.position, 'revision', p.revision,
        'made_in', p.made_in, 'author_id', p.author_id, 'is_staff', p.is_staff, 'body', p.body, 'embeds', p.embeds,
        'attachments', p.attachments, 'stickers', p.stickers, 'reactions', p.reactions, 'event', p.event,
        'discord_message_id', p.discord_message_id, 'delivery', p.delivery, 'delivery_reason', p.delivery_reason,
        'created_at', p.created_at, 'edited_at', p.edited_at, 'deleted_at', p.deleted_at, 'deleted_by', p.deleted_by,
        'deleted_in', p.deleted_in,
        'reply_to', (select jsonb_build_object('id', q.id, 'author_id', q.author_id, 'text', q.text, 'is_deleted', q.is_deleted)
          from quoted q where q.discord_message_id = p.reply_to_discord_id))
      order by p.position, p.id), '[]') as messages, count(*) as n
    from page p
  )
  select jsonb_build_object('ticket', public.ticket_json((this).t, (this).h), 'level', private.level_name(private.ticket_level(ticket)),
    'revision', ((this).h).revision, 'messages', r.messages,
    'has_more', case when after_revision is null then r.n = least(page_size, 200) else r.n > 500 end,
    'read_revision', (select m.revision from public.read_marks m where m.ticket_id = ticket and m.person_id = (select private.discord_id())),
    'requester_roles', (select coalesce(jsonb_agg(jsonb_build_object('id', ro.id, 'name', ro.name, 'color', ro.color)
        order by ro.position desc), '[]')
      from public.members m join public.roles ro on ro.guild_id = m.guild_id and ro.id = any (m.role_ids)
      where m.guild_id = ((this).t).guild_id and m.person_id = ((this).t).requester_id),
    'requester_left_at', (select m.left_at from public.members m
      where m.guild_id = ((this).t).guild_id and m.person_id = ((this).t).requester_id),
    'people', public.people_json(((this).t).guild_id, (
      select coalesce(array_agg(distinct x.id) filter (where x.id is not null), '{}') from (
        select m ->> 'author_id' as id from jsonb_array_elements(r.messages) m
        union all select m ->> 'deleted_by' from jsonb_array_elements(r.messages) m
        union all select m #>> '{reply_to,author_id}' from jsonb_array_elements(r.messages) m
        union all select unnest(public.people_of_tickets(jsonb_build_array(public.ticket_json((this).t, (this).h))))) x)))
  from this, rows r
$$;

grant execute on function public.people_json(text, text[]), public.my_guilds(), public.read_guild(text),
  public.ticket_json(public.tickets, public.ticket_heads), public.people_of_tickets(jsonb),
  public.list_tickets(text, text, uuid, timestamptz, uuid, integer), public.changes_since(text, text, bigint),
  public.read_ticket(uuid, bigint, text, integer) to authenticated;
