-- Opening a ticket: row first, channel second.

create function private.opened(p_ticket public.tickets, p_is_new boolean) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('ticket_id', p_ticket.id, 'number', p_ticket.number, 'channel_id', p_ticket.channel_id, 'is_new', p_is_new)
$$;

-- The ticket that an interaction opened already, or that a double click in the last three seconds did; null when there is none.
create function private.opened_before(p_request jsonb) returns public.tickets
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select t from public.tickets t
  where t.interaction_id = p_request ->> 'interaction_id'
    or (t.requester_id = p_request #>> '{person,id}' and t.guild_id = p_request ->> 'guild_id'
      and t.category_id = (p_request ->> 'category_id')::uuid and t.opened_at > clock_timestamp() - interval '3 seconds')
  order by t.opened_at desc limit 1);
end
$$;

-- The category in which the member asks, or the refusal: whatever keeps one from opening is decided here.
create function private.may_open(p_request jsonb) returns public.categories
language plpgsql stable security definer set search_path = '' as $$
declare
  v_guild text := p_request ->> 'guild_id';
  v_person text := p_request #>> '{person,id}';
  v_category public.categories;
  v_open integer;
begin
  if not exists (select from public.guilds where id = v_guild and status = 'active') then
    perform private.refuse('TF013', 'This server is not served');
  end if;
  select * into v_category from public.categories where guild_id = v_guild and id = (p_request ->> 'category_id')::uuid;
  if v_category.id is null or not v_category.is_active then
    perform private.refuse('TF011', 'This category takes no tickets');
  end if;
  if private.is_blocked(v_guild, v_person, array(select jsonb_array_elements_text(p_request -> 'role_ids'))) then
    perform private.refuse('TF016', 'The block list of this server holds this member or one of their roles');
  end if;
  select count(*) into v_open from public.tickets
  where guild_id = v_guild and requester_id = v_person and category_id = v_category.id and status <> 'closed';
  if v_open >= v_category.open_per_member then
    perform private.refuse('TF012', 'Too many tickets of this kind are open', jsonb_build_object('open', v_open));
  end if;
  return v_category;
end
$$;

-- Opens a ticket for a member, once for each interaction, and queues its channel.
-- p_request: {guild_id, category_id, interaction_id, source, source_channel_id, subject, answers, person, nick, role_ids}.
-- p_worker, when given, gets the lease on the ticket's lane with the entry that makes its channel, so that it may build it at once.
-- Returns {ticket_id, number, channel_id, is_new, entry}. Refuses with TF011 (category not open), TF012 (too many open), TF013 (guild not served),
-- TF016 (blocked).
create function private.open_ticket(p_request jsonb, p_worker text default null, p_seconds integer default 30) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_request ->> 'guild_id';
  v_person text := p_request #>> '{person,id}';
  v_category public.categories;
  v_ticket public.tickets;
  v_number integer;
begin
  -- One at a time for each member and category, so that limits hold and a double click finds the first.
  perform pg_advisory_xact_lock(hashtextextended(v_person || (p_request ->> 'category_id'), 0));
  v_ticket := private.opened_before(p_request);
  if v_ticket.id is not null then
    return private.opened(v_ticket, false);
  end if;
  v_category := private.may_open(p_request);
  perform private.note_member(v_guild, jsonb_build_object('person', p_request -> 'person', 'nick', p_request -> 'nick',
    'role_ids', p_request -> 'role_ids'), false);
  update public.guilds set last_ticket_number = last_ticket_number + 1 where id = v_guild returning last_ticket_number into v_number;
  insert into public.tickets (guild_id, number, category_id, requester_id, subject, answers, source, source_channel_id, interaction_id,
    opened_at, channel_kind)
  values (v_guild, v_number, v_category.id, v_person, p_request ->> 'subject', coalesce(p_request -> 'answers', '[]'),
    p_request ->> 'source', p_request ->> 'source_channel_id', p_request ->> 'interaction_id', clock_timestamp(),
    v_category.opens_as)
  returning * into v_ticket;
  insert into public.ticket_heads (guild_id, ticket_id) values (v_guild, v_ticket.id);
  perform private.add_event(v_ticket.id, v_person, jsonb_build_object('type', 'opened', 'source', v_ticket.source,
    'channel_id', v_ticket.source_channel_id));
  perform private.enqueue(v_guild, 'ticket:' || v_ticket.id, 'open_channel', v_ticket.id);
  if p_worker is not null then
    update public.outbox_lanes set leased_by = p_worker, lease_until = clock_timestamp() + make_interval(secs => p_seconds)
    where lane = 'ticket:' || v_ticket.id;
  end if;
  return private.opened(v_ticket, true)
    || jsonb_build_object('entry', private.begin_entry('ticket:' || v_ticket.id, p_worker, p_seconds));
end
$$;

-- The ticket's channel stands.
create function private.bind_channel(p_ticket uuid, p_channel text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_ticket(p_ticket);
  update public.tickets set channel_id = p_channel, channel_state = 'open', channel_error = null where id = p_ticket;
  perform private.touch_ticket(p_ticket);
end
$$;

-- No channel could be made; the ticket lives on the desk, which says why.
create function private.fail_channel(p_entry uuid, p_ticket uuid, p_reason jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_ticket(p_ticket);
  perform private.settle_entry(p_entry, 'failed', p_reason);
  update public.tickets set channel_state = 'failed', channel_error = p_reason where id = p_ticket;
  perform private.add_event(p_ticket, null, jsonb_build_object('type', 'channel_failed', 'reason', p_reason));
end
$$;

grant execute on function private.open_ticket(jsonb, text, integer), private.bind_channel(uuid, text),
  private.fail_channel(uuid, uuid, jsonb) to ticketflow_bot;
