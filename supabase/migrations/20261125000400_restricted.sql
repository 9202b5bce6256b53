-- Restricted tickets: for managers, admins and those whom they name. And who reads what was closed.

-- Locks a ticket to managers and those given it by name, or opens it to its category again. For managers.
-- A private thread is seen by everybody with Manage Threads in Discord: restricting one is refused (TF017) unless p_even_in_thread.
create function private.restrict_ticket(p_ticket uuid, p_is_restricted boolean, p_even_in_thread boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_ticket public.tickets;
begin
  select * into v_act from private.act_on(p_ticket, 3);
  v_ticket := v_act.ticket;
  if v_ticket.is_restricted = p_is_restricted then
    return;
  elsif p_is_restricted and v_ticket.channel_kind = 'thread' and not coalesce(p_even_in_thread, false) then
    perform private.refuse('TF017', 'A private thread can be read by everybody with Manage Threads');
  end if;
  update public.tickets set is_restricted = p_is_restricted where id = p_ticket;
  -- Its next revision: whoever may not see it any more is told that it is gone.
  perform private.add_event(p_ticket, v_act.me, jsonb_build_object('type', case when p_is_restricted then 'restricted' else 'unrestricted' end));
  perform private.audit(v_ticket.guild_id, v_act.me, 'restrict_ticket', p_ticket::text,
    jsonb_build_object('number', v_ticket.number, 'is_restricted', v_ticket.is_restricted),
    jsonb_build_object('number', v_ticket.number, 'is_restricted', p_is_restricted));
  perform private.let_in_discord(v_ticket);
end
$$;

-- Adds somebody to a ticket by name (or takes him off it): he sees it while he is staff of the guild, and its channel in Discord.
-- For agents who see the ticket; a person must be a member whom the guild's tickets know (TF014).
create function private.set_participant(p_ticket uuid, p_person text, p_is_added boolean) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into v_act from private.act_on(p_ticket, 2);
  if not exists (select from public.members m
      where m.guild_id = (v_act.ticket).guild_id and m.person_id = p_person and (m.left_at is null or not p_is_added)) then
    perform private.refuse('TF014', 'No such member');
  end if;
  if p_is_added then
    insert into public.ticket_participants (guild_id, ticket_id, person_id, added_by)
    values ((v_act.ticket).guild_id, p_ticket, p_person, v_act.me) on conflict do nothing;
  else
    delete from public.ticket_participants where ticket_id = p_ticket and person_id = p_person;
  end if;
  if not found then
    return;
  end if;
  -- What he may see has changed without his roles: his cursor is void.
  update public.members set access_epoch = access_epoch + 1 where guild_id = (v_act.ticket).guild_id and person_id = p_person;
  perform private.add_event(p_ticket, v_act.me,
    jsonb_build_object('type', case when p_is_added then 'added' else 'removed' end, 'person_id', p_person));
  perform private.audit((v_act.ticket).guild_id, v_act.me, case when p_is_added then 'add_person' else 'remove_person' end, p_ticket::text,
    null, jsonb_build_object('number', (v_act.ticket).number, 'name', (select p.display_name from public.people p where p.id = p_person)));
  perform private.let_in_discord(v_act.ticket);
end
$$;

-- Discord follows: the channel's overwrites, or who is in the thread.
create function private.let_in_discord(p_ticket public.tickets) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.enqueue_overwrites(p_ticket.guild_id, null, p_ticket.id);
  if p_ticket.channel_kind = 'thread' then
    -- Whom the bot knows to have lost it need not wait for the ticket's lane.
    perform private.leave_threads(p_ticket.guild_id, m.person_id) from public.members m
    where m.guild_id = p_ticket.guild_id and m.is_mirrored and m.left_at is null order by m.person_id;
  end if;
end
$$;

grant execute on function private.restrict_ticket(uuid, boolean, boolean), private.set_participant(uuid, text, boolean) to authenticated;
create function public.restrict_ticket(ticket uuid, is_restricted boolean, even_in_thread boolean default false) returns void
language sql set search_path = '' as $$ select private.restrict_ticket(ticket, is_restricted, even_in_thread) $$;
create function public.add_person(ticket uuid, person text) returns void
language sql set search_path = '' as $$ select private.set_participant(ticket, person, true) $$;
create function public.remove_person(ticket uuid, person text) returns void
language sql set search_path = '' as $$ select private.set_participant(ticket, person, false) $$;
grant execute on function public.restrict_ticket(uuid, boolean, boolean), public.add_person(uuid, text), public.remove_person(uuid, text)
  to authenticated;

-- The bot is told who is let in by name, and what kind of channel it is.
create or replace function private.begin_entry(p_lane text, p_worker text, p_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_message public.messages;
  v_revision bigint;
begin
  -- The ticket before its lane, as everybody who queues something for it: the other order deadlocks.
  if p_lane like 'ticket:%' then
    perform private.lock_ticket(substr(p_lane, 8)::uuid);
  end if;
  update public.outbox_lanes set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  where lane = p_lane and leased_by = p_worker and lease_until > clock_timestamp();
  if not found then
    return null;
  end if;
  select * into v_entry from public.outbox where lane = p_lane and settled_at is null order by seq limit 1;
  if not found then
    return null;
  end if;
  if v_entry.message_id is not null then
    select * into v_message from public.messages where id = v_entry.message_id;
  end if;
  -- The first attempt's time and words stay until the outcome is known: reading back looks for these words from that time on,
  -- whatever was edited or deleted on the desk meanwhile (an edit made while the send is under way is an entry of its own).
  if v_entry.kind = 'send_reply' and v_entry.attempted_at is null then
    v_entry.payload := jsonb_build_object('body', v_message.body);
  end if;
  update public.outbox
  set attempts = attempts + 1, attempted_at = coalesce(attempted_at, clock_timestamp()), payload = v_entry.payload
  where id = v_entry.id;
  if v_entry.message_id is not null then
    if v_entry.kind <> 'delete_reply' and v_message.deleted_at is null and v_message.delivery is distinct from 'sending' then
      v_revision := private.touch_ticket(v_entry.ticket_id);
      update public.messages set delivery = 'sending', delivery_reason = null, revision = v_revision where id = v_entry.message_id;
    end if;
  end if;
  return jsonb_build_object(
    'id', v_entry.id, 'kind', v_entry.kind, 'guild_id', v_entry.guild_id, 'payload', v_entry.payload,
    'was_attempted', v_entry.attempted_at is not null,
    'attempted_at', v_entry.attempted_at, 'attempts', v_entry.attempts + 1,
    'ticket', (
      select jsonb_build_object('id', t.id, 'number', t.number, 'subject', t.subject, 'channel_id', t.channel_id,
        'channel_state', t.channel_state, 'channel_kind', t.channel_kind, 'status', t.status, 'requester_id', t.requester_id, 'answers', t.answers,
        'requester_name', coalesce(m.nick, p.display_name), 'close_reason', t.close_reason,
        'closed_by_name', (select coalesce(cm.nick, cp.display_name) from public.people cp
          left join public.members cm on cm.person_id = cp.id and cm.guild_id = t.guild_id where cp.id = t.closed_by),
        'category', jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'hue', c.hue, 'reply_as', c.reply_as,
          'channel_parent_id', c.channel_parent_id, 'channel_name', c.channel_name,
          'opening_title', c.opening_title, 'opening_text', c.opening_text),
        -- Let in by name: those added, and of a restricted ticket whoever it is assigned to.
        'member_ids', (select coalesce(jsonb_agg(x.id order by x.id), '[]') from (
          select p.person_id as id from public.ticket_participants p where p.ticket_id = t.id
          union select t.assignee_id where t.is_restricted and t.assignee_id is not null) x),
        'staff_role_ids', (select coalesce(jsonb_agg(distinct gr.role_id), '[]') from public.grants gr
          where gr.guild_id = t.guild_id and (gr.category_id is null or gr.category_id = t.category_id)
            and gr.level <> 'viewer' and (not t.is_restricted or gr.level in ('manager', 'admin'))))
      from public.tickets t
      join public.categories c on c.id = t.category_id
      join public.people p on p.id = t.requester_id
      left join public.members m on m.guild_id = t.guild_id and m.person_id = t.requester_id
      where t.id = v_entry.ticket_id),
    'message', (
      select jsonb_build_object('id', m.id, 'body', coalesce(v_entry.payload ->> 'body', m.body),
        'is_deleted', m.deleted_at is not null, 'discord_message_id', m.discord_message_id,
        'reply_to_discord_id', m.reply_to_discord_id, 'created_at', m.created_at, 'author_id', m.author_id,
        'author_name', coalesce(mm.nick, p.display_name), 'author_avatar_hash', p.avatar_hash)
      from public.messages m
      join public.people p on p.id = m.author_id
      left join public.members mm on mm.guild_id = m.guild_id and mm.person_id = m.author_id
      where m.id = v_entry.message_id));
end
$$;

-- Reading what was closed -----------------------------------------------------------------------------------------------

create index audit_log_readings_idx on public.audit_log (target, actor_id, at) where action = 'read_transcript';

-- Staff who opens a closed ticket reads a transcript: written down once an hour, ticket and reader.
create function private.note_reading(p_ticket uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  perform private.audit(t.guild_id, v_me, 'read_transcript', t.id::text, null, jsonb_build_object('number', t.number))
  from public.tickets t
  where t.id = p_ticket and t.status = 'closed' and private.ticket_level(t.id) > 0
    and not exists (select from public.audit_log a
      where a.action = 'read_transcript' and a.target = t.id::text and a.actor_id = v_me and a.at > now() - interval '1 hour');
end
$$;
grant execute on function private.note_reading(uuid) to authenticated;

-- A conversation tells its staff who was added to it (see the shell).
create or replace function private.read_ticket(p_ticket uuid, p_after_revision bigint, p_before_position text, p_page_size integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict;
  v_level integer := private.ticket_level(p_ticket);
  -- A page of changes is larger: a desk that was away takes them in one bite.
  v_size integer := case when p_after_revision is null then least(greatest(p_page_size, 1), 200) else 500 end;
  v_ids uuid[];
  v_messages jsonb;
  v_people text[];
  v_head record;
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
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'position', m.position, 'revision', m.revision,
      'made_in', m.made_in, 'author_id', m.author_id, 'is_staff', m.is_staff, 'body', m.body, 'embeds', m.embeds,
      'attachments', m.attachments, 'stickers', m.stickers, 'reactions', m.reactions, 'event', m.event,
      'discord_message_id', m.discord_message_id, 'delivery', m.delivery, 'delivery_reason', m.delivery_reason,
      'created_at', m.created_at, 'edited_at', m.edited_at, 'deleted_at', m.deleted_at, 'deleted_by', m.deleted_by,
      'deleted_in', m.deleted_in,
      'reply_to', case when q.id is not null then jsonb_build_object('id', q.id, 'author_id', q.author_id,
        'text', left(q.body, 160), 'is_deleted', q.deleted_at is not null) end)
    order by m.position, m.id), '[]'),
    array_remove(array_agg(m.author_id::text) || array_agg(m.deleted_by::text) || array_agg(q.author_id::text)
      || array_agg(m.event ->> 'person_id'), null)
  into v_messages, v_people
  from public.messages m
  left join public.messages q on q.discord_message_id = m.reply_to_discord_id and q.ticket_id = p_ticket
  where m.id = any (v_ids);
  select t.guild_id, t.requester_id, j.tickets -> 0 as ticket, j.people into v_head
  from public.tickets t, private.tickets_json(array[p_ticket], v) j where t.id = p_ticket;
  return jsonb_build_object('ticket', v_head.ticket, 'level', private.level_name(v_level), 'revision', v_head.ticket -> 'revision',
    'messages', v_messages, 'has_more', cardinality(v_ids) = v_size,
    'read_revision', (select r.revision from public.read_marks r where r.ticket_id = p_ticket and r.person_id = v.me),
    'requester_roles', (select coalesce(jsonb_agg(jsonb_build_object('id', ro.id, 'name', ro.name, 'color', ro.color)
        order by ro.position desc), '[]')
      from public.members m join public.roles ro on ro.guild_id = m.guild_id and ro.id = any (m.role_ids)
      where m.guild_id = v_head.guild_id and m.person_id = v_head.requester_id),
    'requester_left_at', (select m.left_at from public.members m
      where m.guild_id = v_head.guild_id and m.person_id = v_head.requester_id),
    -- Who was added is the staff's business.
    'participants', case when v_level > 0 then (select coalesce(jsonb_agg(p.person_id order by p.added_at), '[]')
      from public.ticket_participants p where p.ticket_id = p_ticket) else '[]' end,
    'people', private.people_json(v_head.guild_id, v_people || v_head.people
      || array(select p.person_id::text from public.ticket_participants p where p.ticket_id = p_ticket and v_level > 0)));
end
$$;

-- Volatile now, since it writes; the reading itself is one stable call and sees one state of the database.
create or replace function public.read_ticket(ticket uuid, after_revision bigint default null, before_position text default null, page_size integer default 50)
returns jsonb
language sql volatile set search_path = '' as $$
  select private.note_reading(ticket) where after_revision is null;
  select private.read_ticket(ticket, after_revision, before_position, page_size);
$$;

-- A page of the audit log, latest first, before an entry; of these kinds of acts, or (null) all. Null for whoever is no admin. Shape: contracts/audit.ts.
create function private.read_audit_log(p_guild text, p_before bigint, p_actions text[], p_page_size integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_size integer := least(greatest(p_page_size, 1), 100);
  v_ids bigint[];
begin
  if not coalesce(p_guild = any (private.guilds_at(4)), false) then
    return null;
  end if;
  v_ids := array(select a.id from public.audit_log a
    where a.guild_id = p_guild and a.id < coalesce(p_before, 9223372036854775807) and (p_actions is null or a.action = any (p_actions))
    order by a.id desc limit v_size);
  return jsonb_build_object(
    'entries', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'at', a.at, 'actor_id', a.actor_id, 'action', a.action,
        'target', a.target, 'before', a.before, 'after', a.after,
        -- Entries about tickets were written with the ticket's id.
        'ticket_number', (select t.number from public.tickets t where t.guild_id = p_guild and t.id::text = a.target)) order by a.id desc), '[]')
      from public.audit_log a where a.id = any (v_ids)),
    'has_more', cardinality(v_ids) = v_size,
    'people', private.people_json(p_guild, array(select a.actor_id::text from public.audit_log a where a.id = any (v_ids) and a.actor_id is not null)));
end
$$;
grant execute on function private.read_audit_log(text, bigint, text[], integer) to authenticated;
create function public.read_audit_log(guild text, before_id bigint default null, actions text[] default null, page_size integer default 50)
returns jsonb
language sql stable set search_path = '' as $$ select private.read_audit_log(guild, before_id, actions, page_size) $$;
grant execute on function public.read_audit_log(text, bigint, text[], integer) to authenticated;
