-- Replies and notes with files: written with their message in one transaction, sent to Discord with it.

-- A reply (to Discord) or a note (staff only), with files that its writer has uploaded, in their order. The id is made by the desk:
-- sending twice writes once. With files it needs no words. Refuses, besides, with TF019 (a file is not here) and TF020 (too many or
-- too large together).
drop function public.post_reply(uuid, uuid, text, uuid), public.add_note(uuid, uuid, text),
  private.write_message(uuid, uuid, text, text, uuid);
create function private.write_message(p_ticket uuid, p_message uuid, p_kind text, p_body text, p_reply_to uuid, p_files uuid[]) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
  v_body text;
  v_files jsonb := '[]';
  v_known public.messages;
  v_at timestamptz;
  v_revision bigint;
begin
  p_files := coalesce(p_files, '{}');
  v_body := case when cardinality(p_files) > 0 and btrim(coalesce(p_body, ''), E' \t\r\n') = '' then '' else private.check_body(p_body) end;
  select * into v_act from private.act_on(p_ticket, 2);
  select * into v_known from public.messages where id = p_message;
  if v_known.id is not null then
    if v_known.ticket_id <> p_ticket or v_known.author_id is distinct from v_act.me then
      perform private.refuse('TF006', 'No such message');
    end if;
    return v_known.revision;
  end if;
  if p_kind = 'reply' and (v_act.ticket).status = 'closed' then
    perform private.refuse('TF002', 'This ticket is closed');
  end if;
  if p_kind = 'reply' and (v_act.ticket).channel_state in ('deleted', 'failed') then
    perform private.refuse('TF007', 'This ticket has no channel in Discord');
  end if;
  if cardinality(p_files) > 0 then
    v_files := private.files_to_attach(p_ticket, v_act.me, p_files);
  end if;
  v_revision := private.touch_ticket(p_ticket, true);
  v_at := clock_timestamp();
  insert into public.messages (guild_id, ticket_id, id, kind, author_id, is_staff, body, attachments, reply_to_discord_id, position, delivery,
    created_at, made_in, revision)
  values ((v_act.ticket).guild_id, p_ticket, p_message, p_kind, v_act.me, true, v_body, v_files,
    (select m.discord_message_id from public.messages m where m.id = p_reply_to and m.ticket_id = p_ticket),
    private.position_of(private.snowflake_at(v_at)), case p_kind when 'reply' then 'queued' end, v_at, v_revision, v_revision);
  update public.files f set message_id = p_message, place = u.n - 1
  from unnest(p_files) with ordinality u (id, n) where f.id = u.id;
  if p_kind = 'reply' then
    perform private.enqueue((v_act.ticket).guild_id, 'ticket:' || p_ticket, 'send_reply', p_ticket, p_message);
  end if;
  return v_revision;
end
$$;

-- Files as a message names them, if this person has uploaded each to this ticket, whole, and none belongs to a message. A request of
-- Discord's takes 25 MiB (https://discord.com/developers/docs/reference#uploading-files) and a message ten files; 24 leave room for the rest.
create function private.files_to_attach(p_ticket uuid, p_person text, p_files uuid[]) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_found record;
begin
  -- Locked: another message may be about to take the same.
  perform from public.files where id = any (p_files) order by id for update;
  select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'content_type', f.content_type) order by u.n) as files,
    count(*) as count, sum(f.size) as size into v_found
  from unnest(p_files) with ordinality u (id, n) join public.files f on f.id = u.id
  where f.ticket_id = p_ticket and f.uploader_id = p_person and f.message_id is null
    and exists (select from storage.objects o where o.bucket_id = 'attachments' and o.name = f.path and o.metadata ->> 'size' = f.size::text);
  if v_found.count <> (select count(distinct x) from unnest(p_files) x) or v_found.count <> cardinality(p_files) then
    perform private.refuse('TF019', 'A file is not here any more');
  end if;
  if v_found.count > 10 or v_found.size > 25165824 then
    perform private.refuse('TF020', 'Ten files and 24 MB together fit into one Discord message');
  end if;
  return v_found.files;
end
$$;

grant execute on function private.write_message(uuid, uuid, text, text, uuid, uuid[]) to authenticated;
create function public.post_reply(ticket uuid, message uuid, body text, reply_to uuid default null, files uuid[] default '{}') returns bigint
language sql set search_path = '' as $$ select private.write_message(ticket, message, 'reply', body, reply_to, files) $$;
create function public.add_note(ticket uuid, message uuid, body text, files uuid[] default '{}') returns bigint
language sql set search_path = '' as $$ select private.write_message(ticket, message, 'note', body, null, files) $$;
grant execute on function public.post_reply(uuid, uuid, text, uuid, uuid[]), public.add_note(uuid, uuid, text, uuid[]) to authenticated;

-- Files of a message in their order, for the bot: where the bytes lie.
create function private.files_to_send(p_guild text, p_ticket uuid, p_message uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'size', f.size, 'content_type', f.content_type, 'path', f.path) order by f.place, f.id), '[]')
  from public.files f where f.guild_id = p_guild and f.ticket_id = p_ticket and f.message_id = p_message
$$;

-- An entry with files takes longer than a lease: true when this worker still holds the lane, from now for p_seconds.
create function private.extend_lease(p_lane text, p_worker text, p_seconds integer) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox_lanes set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  where lane = p_lane and leased_by = p_worker and lease_until > clock_timestamp();
  return found;
end
$$;
grant execute on function private.extend_lease(text, text, integer) to ticketflow_bot;

-- What the first attempt said stays only until its outcome is known: the names of files as well as the words.
create or replace function private.settle_entry(p_entry uuid, p_outcome text, p_reason text default null) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox set settled_at = clock_timestamp(), outcome = p_outcome, reason = p_reason, payload = payload - 'body' - 'files'
  where id = p_entry and settled_at is null;
  return found;
end
$$;

-- A conversation tells of each file where it is.
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
