-- What the bot is told of an entry of the outbox, and what it says of the outcome.

-- Replies of a ticket whose Discord ids are known, among these ids: reading back must not take them for another's.
create function private.known_discord_ids(p_ids text[]) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.discord_message_id from public.messages m where m.discord_message_id = any (p_ids)
$$;

-- Files of a message in their order, for the bot: where the bytes lie.
create function private.files_to_send(p_guild text, p_ticket uuid, p_message uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'size', f.size, 'content_type', f.content_type, 'path', f.path) order by f.place, f.id), '[]')
  from public.files f where f.guild_id = p_guild and f.ticket_id = p_ticket and f.message_id = p_message
$$;

-- Renews the lease of a lane. False when the worker holds it no more.
create function private.renew_lease(p_lane text, p_worker text, p_seconds integer) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox_lanes set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  where lane = p_lane and leased_by = p_worker and lease_until > clock_timestamp();
  return found;
end
$$;

-- Marks an entry as attempted, and a reply as being sent. The first attempt's place and words stay in the payload until the outcome is
-- known: reading back looks for these words and files after that place, whatever was edited or deleted on the desk meanwhile (an edit made
-- while the send is under way is an entry of its own). Returns the payload.
create function private.mark_attempt(p_entry public.outbox) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_payload jsonb := p_entry.payload;
  v_message public.messages;
begin
  select * into v_message from public.messages where id = p_entry.message_id;
  if p_entry.ticket_id is not null and p_entry.attempted_at is null then
    v_payload := v_payload || jsonb_build_object('after',
      (select coalesce(private.newest_discord_id(t.id), t.channel_id, t.interaction_id) from public.tickets t where t.id = p_entry.ticket_id));
    if p_entry.kind = 'send_reply' then
      v_payload := v_payload || jsonb_build_object('body', v_message.body) || case when v_message.attachments = '[]' then '{}'
        else jsonb_build_object('files', private.files_to_send(p_entry.guild_id, p_entry.ticket_id, v_message.id)) end;
    end if;
  end if;
  update public.outbox set attempts = attempts + 1, attempted_at = coalesce(attempted_at, clock_timestamp()), payload = v_payload
  where id = p_entry.id;
  if p_entry.kind <> 'delete_reply' and v_message.deleted_at is null and v_message.delivery <> 'sending' then
    update public.messages set delivery = 'sending', delivery_reason = null, revision = private.touch_ticket(p_entry.ticket_id)
    where id = v_message.id;
  end if;
  return v_payload;
end
$$;

-- The name that Discord shows of a person in a guild.
create function private.shown_name(p_guild text, p_person text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(m.nick, p.display_name) from public.people p
    left join public.members m on m.person_id = p.id and m.guild_id = p_guild where p.id = p_person);
end
$$;

-- A ticket as the bot needs it for its channel. Shape: contracts/outbox-entry.ts.
create function private.ticket_for_bot(p_ticket uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('id', t.id, 'number', t.number, 'subject', t.subject, 'channel_id', t.channel_id,
    'channel_state', t.channel_state, 'channel_kind', t.channel_kind, 'status', t.status, 'requester_id', t.requester_id, 'answers', t.answers,
    'requester_name', private.shown_name(t.guild_id, t.requester_id), 'close_reason', t.close_reason,
    'closed_by_name', private.shown_name(t.guild_id, t.closed_by),
    'category', (select jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'hue', c.hue, 'reply_as', c.reply_as,
        'channel_parent_id', c.channel_parent_id, 'channel_name', c.channel_name,
        'opening_title', c.opening_title, 'opening_text', c.opening_text)
      from public.categories c where c.id = t.category_id),
    -- Let in by name: those added, and of a restricted ticket its assignee.
    'member_ids', (select coalesce(jsonb_agg(x.id order by x.id), '[]') from (
      select p.person_id as id from public.ticket_participants p where p.ticket_id = t.id
      union select t.assignee_id where t.is_restricted and t.assignee_id is not null) x),
    'staff_role_ids', (select coalesce(jsonb_agg(distinct gr.role_id), '[]') from public.grants gr
      where gr.guild_id = t.guild_id and (gr.category_id is null or gr.category_id = t.category_id)
        and gr.level <> 'viewer' and (not t.is_restricted or gr.level in ('manager', 'admin'))))
  from public.tickets t where t.id = p_ticket);
end
$$;

-- A message as the bot sends it: the words and files of the first attempt, when there was one. Shape: contracts/outbox-entry.ts.
create function private.message_for_bot(p_message uuid, p_payload jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('id', m.id, 'body', coalesce(p_payload ->> 'body', m.body), 'files', coalesce(p_payload -> 'files', '[]'),
    'is_deleted', m.deleted_at is not null, 'discord_message_id', m.discord_message_id,
    'reply_to_discord_id', m.reply_to_discord_id, 'created_at', m.created_at, 'author_id', m.author_id,
    'author_name', private.shown_name(m.guild_id, m.author_id), 'author_avatar_hash', p.avatar_hash)
  from public.messages m join public.people p on p.id = m.author_id where m.id = p_message);
end
$$;

-- The next entry of a leased lane with all that its kind needs, marked as attempted; the lease is renewed. Null when the lane is empty or
-- the lease is lost. was_attempted: an earlier attempt may have reached Discord. What an attempt made there lies after what was known
-- before it: told by Discord's own ids, and its age by this database's clock, so that no difference between the clocks of Discord,
-- database and bot sends a reply twice.
create function private.begin_entry(p_lane text, p_worker text, p_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_payload jsonb;
begin
  -- The ticket before its lane, as everybody who queues something for it: the other order deadlocks.
  if p_lane like 'ticket:%' then
    perform private.lock_ticket(substr(p_lane, 8)::uuid);
  end if;
  if not private.renew_lease(p_lane, p_worker, p_seconds) then
    return null;
  end if;
  select * into v_entry from public.outbox where lane = p_lane and settled_at is null order by seq limit 1;
  if not found then
    return null;
  end if;
  v_payload := private.mark_attempt(v_entry);
  return jsonb_build_object('id', v_entry.id, 'kind', v_entry.kind, 'guild_id', v_entry.guild_id, 'payload', v_payload,
    'language', (select g.language from public.guilds g where g.id = v_entry.guild_id),
    'was_attempted', v_entry.attempted_at is not null, 'attempted_at', v_entry.attempted_at, 'attempts', v_entry.attempts + 1,
    'attempted_seconds', extract(epoch from clock_timestamp() - v_entry.attempted_at), 'after_id', v_payload ->> 'after',
    'ticket', private.ticket_for_bot(v_entry.ticket_id), 'message', private.message_for_bot(v_entry.message_id, v_payload));
end
$$;

-- Marks an entry as settled, once. True when this call did it. What the first attempt said stays only until its outcome is known: the
-- names of files as well as the words.
create function private.settle_entry(p_entry uuid, p_outcome text, p_reason jsonb default null) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox set settled_at = clock_timestamp(), outcome = p_outcome, reason = p_reason, payload = payload - 'body' - 'files'
  where id = p_entry and settled_at is null;
  return found;
end
$$;

-- Puts an entry back as not attempted: the request is known not to have reached Discord (a refusal to wait, a 429, a 5xx).
create function private.put_back_entry(p_entry uuid, p_reason jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_revision bigint;
begin
  select * into v_entry from public.outbox where id = p_entry and settled_at is null;
  if not found then
    return;
  end if;
  update public.outbox set attempted_at = null, reason = p_reason where id = p_entry;
  if v_entry.message_id is not null and v_entry.kind <> 'delete_reply' then
    v_revision := private.touch_ticket(v_entry.ticket_id);
    update public.messages set delivery = 'queued', delivery_reason = p_reason, revision = v_revision
    where id = v_entry.message_id and deleted_at is null;
  end if;
end
$$;

-- Settles what was done with a reply: sent (with Discord's id), failed or unknown (with the reason).
create function private.settle_reply(p_entry uuid, p_outcome text, p_discord_message_id text default null, p_reason jsonb default null)
returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_revision bigint;
  v_is_gone boolean;
begin
  select * into v_entry from public.outbox where id = p_entry;
  perform private.lock_ticket(v_entry.ticket_id);
  if not private.settle_entry(p_entry, case p_outcome when 'sent' then 'done' else p_outcome end, p_reason) then
    return;
  end if;
  -- Settled by an echo while the lane waited to look for the message: what comes next need not wait.
  update public.outbox_lanes set wake_at = clock_timestamp()
  where lane = v_entry.lane and leased_by is null and wake_at > clock_timestamp();
  if found then
    perform pg_notify('ticketflow_outbox', '');
  end if;
  delete from private.parked_echoes where discord_message_id = p_discord_message_id returning is_gone into v_is_gone;
  v_revision := private.touch_ticket(v_entry.ticket_id);
  update public.messages m
  set delivery = p_outcome, delivery_reason = p_reason, revision = v_revision,
    discord_message_id = coalesce(m.discord_message_id, p_discord_message_id),
    position = case when m.discord_message_id is null and p_discord_message_id is not null
      then private.position_of(p_discord_message_id) else m.position end
  where m.id = v_entry.message_id and m.deleted_at is null;
  -- Replies that still wait behind it were placed by the clock, before Discord's id of this one: they stay behind it.
  update public.messages m set position = private.position_of((p_discord_message_id::bigint + behind.n)::text), revision = v_revision
  from (
    select w.id, row_number() over (order by w.position, w.id) as n
    from public.messages w
    where w.ticket_id = v_entry.ticket_id and w.kind = 'reply' and w.delivery in ('queued', 'sending') and w.discord_message_id is null
      and w.id <> v_entry.message_id and w.position < private.position_of(p_discord_message_id)
  ) behind
  where m.id = behind.id and p_outcome = 'sent';
  -- A reply deleted on the desk while its send was in flight: now that its id is known, Discord is told.
  update public.messages m set discord_message_id = p_discord_message_id, revision = v_revision
  where m.id = v_entry.message_id and m.deleted_at is not null and m.discord_message_id is null and p_discord_message_id is not null;
  if found then
    perform private.enqueue(v_entry.guild_id, v_entry.lane, 'delete_reply', v_entry.ticket_id, v_entry.message_id);
  end if;
  -- Discord kept what the desk deleted: its tombstone says so.
  if v_entry.kind = 'delete_reply' then
    update public.messages set delivery = p_outcome, delivery_reason = p_reason, revision = v_revision where id = v_entry.message_id;
  end if;
  -- Deleted in Discord before the answer to its send came.
  if v_is_gone then
    update public.messages set body = '', deleted_at = clock_timestamp(), deleted_in = 'discord'
    where id = v_entry.message_id and deleted_at is null;
  end if;
end
$$;

grant execute on function private.known_discord_ids(text[]), private.begin_entry(text, text, integer),
  private.settle_entry(uuid, text, jsonb), private.put_back_entry(uuid, jsonb), private.settle_reply(uuid, text, text, jsonb)
  to ticketflow_bot;
