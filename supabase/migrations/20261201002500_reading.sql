-- What the desk reads, each in one call. The verdict is taken once, and the plans are kept for the connection (under the policies a page
-- took 60 ms to plan and 4 to run). Tests hold each answer against the policies'. Shapes: contracts/{guild,ticket,message,changes}.ts.

-- The block list names only those whom the guild itself knows: a manager may put any id on it, and would learn from the name that
-- this person is known to another guild's tickets.
create function private.name_in_guild(p_guild text, p_person text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(m.nick, p.display_name) from public.members m join public.people p on p.id = m.person_id
    where m.guild_id = p_guild and m.person_id = p_person);
end
$$;

-- People by id, as the desk shows them in a guild.
create function private.people_json(p_guild text, p_ids text[]) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', coalesce(m.nick, p.display_name), 'username', p.username,
      'avatar_hash', p.avatar_hash, 'is_bot', p.is_bot,
      'color', coalesce((select r.color from public.roles r where r.guild_id = p_guild and r.id = any (m.role_ids) and r.color <> 0
        order by r.position desc limit 1), 0))), '[]')
    from public.people p
    left join public.members m on m.guild_id = p_guild and m.person_id = p.id
    where p.id = any (p_ids));
end
$$;

-- Tickets as rows of the inbox, in the order of their ids. The caller has checked that these may be seen.
create function private.tickets_json(p_ids uuid[], p_verdict private.verdict, out tickets jsonb, out people text[])
language plpgsql stable security definer set search_path = '' as $$
begin
  with rows as materialized (
    select t.id, array[t.requester_id, t.assignee_id, t.closed_by, last.author_id]::text[] as shown,
      jsonb_build_object('id', t.id, 'guild_id', t.guild_id, 'number', t.number, 'subject', t.subject, 'status', t.status,
        'priority', t.priority, 'is_restricted', t.is_restricted, 'category_id', t.category_id, 'requester_id', t.requester_id,
        'assignee_id', t.assignee_id, 'channel_id', t.channel_id, 'channel_state', t.channel_state, 'channel_error', t.channel_error,
        'answers', t.answers, 'opened_at', t.opened_at, 'closed_at', t.closed_at, 'closed_by', t.closed_by,
        'close_reason', t.close_reason, 'revision', h.revision, 'last_activity_at', h.last_activity_at,
        'label_ids', h.label_ids, 'snoozed_until', h.snoozed_until, 'waiting_since', h.waiting_since, 'first_reply_at', h.first_reply_at,
        'requester_said_at', h.requester_said_at, 'staff_said_at', h.staff_said_at, 'has_unsent', h.has_unsent,
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
  select (select coalesce(jsonb_agg(x.ticket order by array_position(p_ids, x.id)), '[]') from rows x),
    (select coalesce(array_agg(distinct y) filter (where y is not null), '{}') from rows x, unnest(x.shown) y)
  into tickets, people;
end
$$;

-- The guilds that the person may work in, with their level.
create function private.my_guilds() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'icon_hash', g.icon_hash,
      'level', private.level_name(l.level)) order by g.name), '[]')
    from (select guild_id, max(level) as level from private.my_levels() group by guild_id) l
    join public.guilds g on g.id = l.guild_id);
end
$$;

-- One guild's frame: its categories, who I am there, how many tickets each view has (p_views: {name: filter}), whether the bot is in reach.
-- Null when the person may not work there. Refuses with TF025 (no filter).
create function private.read_guild(p_guild text, p_views jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict := private.my_verdict();
begin
  if not p_guild = any (v.staff) then
    return null;
  end if;
  return (
    select jsonb_build_object('id', g.id, 'name', g.name, 'icon_hash', g.icon_hash, 'language', g.language,
      'status', g.status,      'access_seen_at', g.access_seen_at, 'access_closes_at', g.access_seen_at + (select s.access_limit from private.settings s),
      'catching_up', g.catching_up,
      'me', (private.people_json(p_guild, array[v.me]) -> 0) || jsonb_build_object('level',
        (select private.level_name(max(l.level)) from private.my_levels() l where l.guild_id = p_guild),
        -- Known from the start, so that the desk can name the one that was taken away.
        'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) order by r.position desc), '[]')
          from public.members m join public.roles r on r.guild_id = m.guild_id and r.id = any (m.role_ids)
          where m.guild_id = p_guild and m.person_id = v.me)),
      'categories', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'icon', c.icon,
        'hue', c.hue) order by c.place, c.name), '[]') from public.categories c where c.guild_id = p_guild and c.id = any (v.reads)),
      'counts', private.count_views(p_guild, v, p_views, private.now()))
    from public.guilds g where g.id = p_guild);
end
$$;

-- What changed in a guild since a cursor: tickets as rows, and the bare ids of those the person may not see (any more).
-- A page at a time while 'more'; the cursor is opaque. {"state": "reset"}: what may be seen has changed, or the cursor
-- comes from the future (the database was restored): reload.
-- The next cursor is the oldest transaction still running when the first page was read: what it commits later is asked for again.
create function private.changes_since(p_guild text, p_cursor text, p_epoch bigint, p_limit integer) returns jsonb
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

-- Staff who opens a closed ticket reads a transcript: written down once an hour, ticket and reader.
create function private.note_reading(p_ticket uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.actor();
begin
  perform private.audit(t.guild_id, v_me, 'read_transcript', t.id::text, null, jsonb_build_object('number', t.number))
  from public.tickets t
  where t.id = p_ticket and t.status = 'closed' and private.ticket_level(t.id) > 0
    and not exists (select from public.audit_log a
      where a.action = 'read_transcript' and a.target = t.id::text and a.actor_id = v_me and a.at > now() - interval '1 hour');
end
$$;

-- The messages of a page, by their ids, in the conversation's order; and whose names they show.
create function private.messages_json(p_ticket uuid, p_ids uuid[], out messages jsonb, out people text[])
language plpgsql stable security definer set search_path = '' as $$
begin
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'position', m.position, 'revision', m.revision,
      'made_in', m.made_in, 'author_id', m.author_id, 'is_staff', m.is_staff, 'body', m.body, 'embeds', m.embeds,
      'attachments', case when m.attachments = '[]' then '[]' else (
        select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'content_type', f.content_type,
          'state', f.state, 'reason', f.reason) order by f.place, f.id), '[]')
        from public.files f where f.guild_id = m.guild_id and f.ticket_id = m.ticket_id and f.message_id = m.id) end,
      'stickers', m.stickers, 'reactions', m.reactions, 'event', m.event,
      'discord_message_id', m.discord_message_id, 'delivery', m.delivery, 'delivery_reason', m.delivery_reason,
      'created_at', m.created_at, 'edited_at', m.edited_at, 'deleted_at', m.deleted_at, 'deleted_by', m.deleted_by,
      'deleted_in', m.deleted_in,
      'reply_to', case when q.id is not null then jsonb_build_object('id', q.id, 'author_id', q.author_id,
        'text', left(q.body, 160), 'is_deleted', q.deleted_at is not null) end)
    order by m.position, m.id), '[]'),
    array_remove(array_agg(m.author_id::text) || array_agg(m.deleted_by::text) || array_agg(q.author_id::text)
      || array_agg(m.event ->> 'person_id'), null)
  into messages, people
  from public.messages m
  left join public.messages q on q.discord_message_id = m.reply_to_discord_id and q.ticket_id = p_ticket
  where m.id = any (p_ids);
end
$$;

-- The conversation of a ticket: its newest messages (after_revision null), those before a position, or all changed after a revision, with
-- where each file is and who was added. Null when the person may not read the ticket.
create function private.read_ticket(p_ticket uuid, p_after_revision bigint, p_before_position text, p_page_size integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict;
  v_level integer := private.ticket_level(p_ticket);
  -- A page of changes is larger: a desk that was away takes them in one bite.
  v_size integer := case when p_after_revision is null then least(greatest(p_page_size, 1), 200) else 500 end;
  v_ids uuid[];
  v_page record;
  v_head record;
  -- Who was added is the staff's business.
  v_added text[] := array(select p.person_id from public.ticket_participants p where p.ticket_id = p_ticket and v_level > 0 order by p.added_at);
begin
  if v_level = 0 and not private.can_read_ticket(p_ticket) then
    return null;
  end if;
  v := private.my_verdict();
  if p_after_revision is null then
    v_ids := array(select m.id from public.messages m
      where m.ticket_id = p_ticket and m.position < coalesce(p_before_position, repeat('9', 20)) and (v_level > 0 or m.kind <> 'note')
      order by m.position desc, m.id desc limit v_size);
  else
    v_ids := array(select m.id from public.messages m
      where m.ticket_id = p_ticket and m.revision > p_after_revision and (v_level > 0 or m.kind <> 'note')
      order by m.revision, m.id limit v_size);
  end if;
  select * into v_page from private.messages_json(p_ticket, v_ids);
  select t.guild_id, t.requester_id, j.tickets -> 0 as ticket, j.people into v_head
  from public.tickets t, private.tickets_json(array[p_ticket], v) j where t.id = p_ticket;
  return jsonb_build_object('ticket', v_head.ticket, 'level', private.level_name(v_level), 'revision', v_head.ticket -> 'revision',
    'messages', v_page.messages, 'has_more', cardinality(v_ids) = v_size,
    'read_revision', (select r.revision from public.read_marks r where r.ticket_id = p_ticket and r.person_id = v.me),
    'participants', to_jsonb(v_added), 'people', private.people_json(v_head.guild_id, v_page.people || v_head.people || v_added))
    || private.requester_json(v_head.guild_id, v_head.requester_id);
end
$$;

-- What a conversation says of its requester: their roles in the guild, highest first, and whether they have left.
create function private.requester_json(p_guild text, p_requester text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'requester_roles', (select coalesce(jsonb_agg(jsonb_build_object('id', ro.id, 'name', ro.name, 'color', ro.color)
        order by ro.position desc), '[]')
      from public.members m join public.roles ro on ro.guild_id = m.guild_id and ro.id = any (m.role_ids)
      where m.guild_id = p_guild and m.person_id = p_requester),
    'requester_left_at', (select m.left_at from public.members m where m.guild_id = p_guild and m.person_id = p_requester));
end
$$;
