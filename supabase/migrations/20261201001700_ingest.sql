-- What is said in a ticket's channel. Create, edit and delete in any order and any number of times end in the same state.

create function private.ticket_of_channel(p_guild text, p_channel text) returns public.tickets
language sql stable security definer set search_path = '' as $$
  select t from public.tickets t join public.guilds g on g.id = t.guild_id and g.status = 'active'
  where t.channel_id = p_channel and t.guild_id = p_guild
$$;

-- Whether an author with these roles counts as staff of the category: a mark on what they write. No verdict: what somebody may do is
-- asked of private.my_levels().
create function private.is_staff(p_guild text, p_person text, p_roles text[], p_category uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.guilds g where g.id = p_guild and g.owner_id = p_person)
    or exists (select from public.roles r where r.guild_id = p_guild and r.id = any (p_roles) and r.can_manage_guild)
    or exists (select from public.grants gr where gr.guild_id = p_guild and gr.role_id = any (p_roles)
      and (gr.category_id is null or gr.category_id = p_category))
$$;

-- Keeps an author current: their names, and (when the event says them) their roles; a member who acts as staff is mirrored from then on.
create function private.save_author(p_message jsonb, p_ticket public.tickets) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_author text := p_message #>> '{author,id}';
  v_member public.members;
  v_roles text[];
  v_staff boolean;
begin
  if jsonb_typeof(p_message -> 'member') = 'object' then
    v_roles := array(select jsonb_array_elements_text(p_message #> '{member,role_ids}') order by 1);
    v_staff := private.is_staff(p_ticket.guild_id, v_author, v_roles, p_ticket.category_id);
    perform private.note_member(p_ticket.guild_id,
      jsonb_build_object('person', p_message -> 'author', 'nick', p_message #> '{member,nick}', 'role_ids', to_jsonb(v_roles)), v_staff);
    return v_staff;
  end if;
  perform private.save_person(p_message -> 'author');
  insert into public.members (guild_id, person_id) values (p_ticket.guild_id, v_author) on conflict do nothing;
  select * into v_member from public.members where guild_id = p_ticket.guild_id and person_id = v_author;
  return private.is_staff(p_ticket.guild_id, v_author, v_member.role_ids, p_ticket.category_id);
end
$$;

-- Adds new messages to a ticket, as one change of it: those at p_places among p_messages (contracts/discord-message.ts). p_staff: {author: is
-- staff}. Places and times are written out: position_of and time_of have a search path, which costs too much to enter for every row.
create function private.insert_messages(p_ticket public.tickets, p_messages jsonb, p_places bigint[], p_staff jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  with told as materialized (
    select m.*, m.author ->> 'id' as author_id, (p_staff ->> (m.author ->> 'id'))::boolean as is_staff,
      to_timestamp(((m.id::bigint >> 22) + 1420070400000) / 1000.0) as created_at
    from rows from (jsonb_to_recordset(p_messages) as (id text, author jsonb, content text, embeds jsonb, attachments jsonb, stickers jsonb,
        reactions jsonb, reply_to_id text, edited_at timestamptz))
      with ordinality m (id, author, content, embeds, attachments, stickers, reactions, reply_to_id, edited_at, place)
    where m.place = any (p_places)
  ), touched as materialized (
    select private.touch_ticket(p_ticket.id, true, row(
      array_agg(t.created_at order by t.created_at) filter (where not t.is_staff or t.author_id = p_ticket.requester_id),
      array_agg(t.created_at order by t.created_at) filter (where t.is_staff and t.author_id <> p_ticket.requester_id),
      bool_or(not t.is_staff))::private.said) as revision
    from told t
  )
  insert into public.messages (guild_id, ticket_id, kind, author_id, is_staff, body, embeds, attachments, stickers, reactions,
    discord_message_id, reply_to_discord_id, position, created_at, edited_at, made_in, revision)
  select p_ticket.guild_id, p_ticket.id, 'message', t.author_id, t.is_staff, t.content, t.embeds, t.attachments, t.stickers,
    coalesce(nullif(t.reactions, 'null'), '[]'), t.id, t.reply_to_id, lpad(t.id, 20, '0'), t.created_at, t.edited_at, u.revision, u.revision
  from told t cross join touched u;
  perform private.wake_at_message(p_ticket, p_staff);
end
$$;

-- An own message, when Discord tells of it: the echo of a reply in flight settles it; one that is known already brings reactions alone; any
-- other is parked, since it may be the echo of a webhook whose answer has not come yet. The ticket is locked.
create function private.record_own(p_ticket public.tickets, p_known public.messages, p_message jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_id text := p_message ->> 'id';
  v_reply uuid := (p_message ->> 'nonce_message_id')::uuid;
  v_reactions jsonb := nullif(p_message -> 'reactions', 'null');
  v_entry uuid;
begin
  if p_known.id is not null then
    if p_known.deleted_at is not null or p_known.reactions = coalesce(v_reactions, p_known.reactions) then
      return 'unchanged';
    end if;
    update public.messages set reactions = v_reactions, revision = private.touch_ticket(p_ticket.id) where id = p_known.id;
    return 'recorded';
  end if;
  select o.id into v_entry from public.outbox o where o.message_id = v_reply and o.kind = 'send_reply' and o.settled_at is null;
  if v_entry is not null then
    perform private.settle_reply(v_entry, 'sent', v_id);
    return 'settled';
  end if;
  -- A reply given up as unknown or failed, and there after all.
  if exists (select from public.messages m where m.id = v_reply and m.ticket_id = p_ticket.id and m.discord_message_id is null
      and m.deleted_at is null and m.delivery in ('unknown', 'failed')) then
    update public.messages set delivery = 'sent', delivery_reason = null, discord_message_id = v_id,
      position = private.position_of(v_id), revision = private.touch_ticket(p_ticket.id)
    where id = v_reply;
    return 'settled';
  end if;
  insert into private.parked_echoes (discord_message_id, ticket_id) values (v_id, p_ticket.id) on conflict do nothing;
  return case when (p_message ->> 'is_webhook')::boolean then 'parked' else 'ignored' end;
end
$$;

-- Records a message as Discord states it now, created or edited. Shape: contracts/discord-message.ts.
-- 'ignored': not a ticket's channel, or the bot's own message. 'settled': the echo of a reply in flight. 'parked': perhaps such an echo.
-- 'unchanged': known already, or older than what is known. Of an own message that is known only the reactions are news.
create function private.record_message(p_message jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_id text := p_message ->> 'id';
  v_edited timestamptz := (p_message ->> 'edited_at')::timestamptz;
  v_reactions jsonb := nullif(p_message -> 'reactions', 'null');
  v_ticket public.tickets := private.ticket_of_channel(p_message ->> 'guild_id', p_message ->> 'channel_id');
  v_known public.messages;
  v_staff boolean;
  v_revision bigint;
begin
  if v_ticket.id is null then
    return 'ignored';
  end if;
  perform private.lock_ticket(v_ticket.id);
  select * into v_known from public.messages where discord_message_id = v_id;
  if (p_message ->> 'is_own')::boolean then
    return private.record_own(v_ticket, v_known, p_message);
  end if;
  if v_known.deleted_at is not null or v_known.kind = 'reply'
    -- Older words than those known.
    or coalesce(v_edited, '-infinity') < v_known.edited_at
    or (v_known.body = p_message ->> 'content' and v_known.edited_at is not distinct from v_edited
      and v_known.embeds = p_message -> 'embeds' and v_known.reactions = coalesce(v_reactions, v_known.reactions)) then
    return 'unchanged';
  end if;
  v_staff := private.save_author(p_message, v_ticket);
  if v_known.id is null then
    perform private.insert_messages(v_ticket, jsonb_build_array(p_message), '{1}', jsonb_build_object(p_message #>> '{author,id}', v_staff));
    return 'recorded';
  end if;
  v_revision := private.touch_ticket(v_ticket.id);
  update public.messages
  set body = p_message ->> 'content', embeds = p_message -> 'embeds', attachments = p_message -> 'attachments',
    reactions = coalesce(v_reactions, reactions), edited_at = v_edited, revision = v_revision
  where id = v_known.id;
  return 'recorded';
end
$$;

-- The same as record_message for each of a channel's messages, in this order. All that are new are one change of the ticket: one
-- revision, one poke, one insert. More than a hundred (a page of Discord's) would make a revision that no page of read_ticket holds.
-- Returns what became of each.
create function private.record_page(p_messages jsonb) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_messages #>> '{0,guild_id}';
  v_channel text := p_messages #>> '{0,channel_id}';
  v_ticket public.tickets := private.ticket_of_channel(v_guild, v_channel);
  v_outcomes text[] := array_fill(null::text, array[jsonb_array_length(p_messages)]);
  v_new bigint[];
  v_staff jsonb;
  v_place integer;
begin
  if jsonb_array_length(p_messages) > 100 or exists (
    select from jsonb_to_recordset(p_messages) m (guild_id text, channel_id text)
    where (m.guild_id, m.channel_id) is distinct from (v_guild, v_channel)) then
    raise exception 'A page has at most a hundred messages, of one channel';
  end if;
  if v_ticket.id is null then
    return array_fill('ignored'::text, array[jsonb_array_length(p_messages)]);
  end if;
  perform private.lock_ticket(v_ticket.id);

  -- New is what somebody else wrote and nobody knows; told twice, it is new the first time. Where a page says different things of
  -- one author, each message is taken for itself: whether it makes them staff hangs on what it says.
  v_new := array(
    select min(m.place) from rows from (jsonb_to_recordset(p_messages) as (id text, is_own boolean)) with ordinality m (id, is_own, place)
    where not m.is_own and not exists (select from public.messages k where k.discord_message_id = m.id)
    group by m.id);
  if exists (
    select from rows from (jsonb_to_recordset(p_messages) as (author jsonb, member jsonb)) with ordinality m (author, member, place)
    where m.place = any (v_new) group by m.author ->> 'id' having min(concat(m.author, m.member)) <> max(concat(m.author, m.member))) then
    v_new := '{}';
  end if;
  if cardinality(v_new) > 0 then
    select jsonb_object_agg(s.author, private.save_author(p_messages -> s.place, v_ticket)) into v_staff
    from (select p_messages #>> array[(x - 1)::text, 'author', 'id'] as author, min(x - 1)::integer as place
      from unnest(v_new) x group by 1 order by 1) s;
    perform private.insert_messages(v_ticket, p_messages, v_new, v_staff);
  end if;

  if cardinality(v_new) = cardinality(v_outcomes) then
    return array_fill('recorded'::text, array[cardinality(v_new)]);
  end if;
  for v_place in 1 .. cardinality(v_outcomes) loop
    v_outcomes[v_place] := case when v_place = any (v_new) then 'recorded' else private.record_message(p_messages -> (v_place - 1)) end;
  end loop;
  return v_outcomes;
end
$$;

-- What is known of messages by Discord's ids, to see which of a page are news. is_over: nothing that Discord says of its words is news
-- any more (deleted, or our own). Own messages that are no row of messages are over too.
create function private.known_messages(p_ids text[])
returns table (id text, edited_at timestamptz, embeds jsonb, reactions jsonb, is_deleted boolean, is_over boolean)
language sql stable security definer set search_path = '' as $$
  select m.discord_message_id::text, m.edited_at, m.embeds, m.reactions, m.deleted_at is not null, m.deleted_at is not null or m.kind = 'reply'
  from public.messages m where m.discord_message_id = any (p_ids)
  union all
  select e.discord_message_id::text, null, '[]', '[]', true, true
  from private.parked_echoes e where e.discord_message_id = any (p_ids)
$$;

-- Brings the reactions of a channel's messages level. p_reactions: [{id, reactions}], at most a hundred. Returns how many changed.
create function private.record_reactions(p_guild text, p_channel text, p_reactions jsonb) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.ticket_of_channel(p_guild, p_channel);
  v_ids uuid[];
  v_revision bigint;
begin
  if v_ticket.id is null then
    return 0;
  end if;
  perform private.lock_ticket(v_ticket.id);
  v_ids := array(
    select m.id from jsonb_to_recordset(p_reactions) x (id text, reactions jsonb)
    join public.messages m on m.discord_message_id = x.id and m.ticket_id = v_ticket.id
    where m.deleted_at is null and m.reactions <> x.reactions);
  if cardinality(v_ids) = 0 then
    return 0;
  end if;
  v_revision := private.touch_ticket(v_ticket.id);
  update public.messages m set reactions = x.reactions, revision = v_revision
  from jsonb_to_recordset(p_reactions) x (id text, reactions jsonb)
  where m.id = any (v_ids) and m.discord_message_id = x.id;
  return cardinality(v_ids);
end
$$;

-- Records that messages of a channel are gone in Discord. A deletion that comes before its message leaves a tombstone in its place.
-- Returns how many changed.
create function private.record_deletions(p_guild text, p_channel text, p_ids text[]) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.ticket_of_channel(p_guild, p_channel);
  v_revision bigint;
  v_known integer;
  v_unknown integer;
begin
  if v_ticket.id is null then
    return 0;
  end if;
  perform private.lock_ticket(v_ticket.id);
  update private.parked_echoes set is_gone = true where discord_message_id = any (p_ids);
  -- Ids that are known as gone, or as own messages that are no row, need no revision.
  p_ids := array(select x from unnest(p_ids) x where not exists (
      select from public.messages m where m.discord_message_id = x and m.deleted_at is not null)
    and not exists (select from private.parked_echoes e where e.discord_message_id = x));
  if cardinality(p_ids) = 0 then
    return 0;
  end if;
  v_revision := private.touch_ticket(v_ticket.id);
  update public.messages
  set body = '', embeds = '[]', attachments = '[]', stickers = '[]', reactions = '[]', deleted_at = now(), deleted_in = 'discord',
    delivery = case when kind = 'reply' then 'sent' end, delivery_reason = null, revision = v_revision
  where discord_message_id = any (p_ids) and ticket_id = v_ticket.id and deleted_at is null;
  get diagnostics v_known = row_count;
  insert into public.messages (guild_id, ticket_id, kind, discord_message_id, position, created_at, deleted_at, deleted_in, made_in, revision)
  select v_ticket.guild_id, v_ticket.id, 'message', x, private.position_of(x), private.time_of(x), now(), 'discord', v_revision, v_revision
  from unnest(p_ids) x where not exists (select from public.messages m where m.discord_message_id = x);
  get diagnostics v_unknown = row_count;
  return v_known + v_unknown;
end
$$;

-- The ticket's channel is gone in Discord. The record stays; replies have nowhere to go.
create function private.record_channel_deleted(p_guild text, p_channel text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket public.tickets := private.ticket_of_channel(p_guild, p_channel);
begin
  if v_ticket.id is null or v_ticket.channel_state = 'deleted' then
    return;
  end if;
  perform private.lock_ticket(v_ticket.id);
  update public.tickets set channel_state = 'deleted' where id = v_ticket.id;
  perform private.add_event(v_ticket.id, null, jsonb_build_object('type', 'channel_deleted'));
end
$$;

-- Ids that the ticket knows as present between two places (inclusive), to find those deleted meanwhile.
create function private.present_ids(p_ticket uuid, p_from text, p_to text) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.discord_message_id from public.messages m
  where m.ticket_id = p_ticket and m.deleted_at is null and m.discord_message_id is not null
    and m.position between private.position_of(p_from) and private.position_of(p_to)
$$;

grant execute on function private.record_message(jsonb), private.record_page(jsonb), private.known_messages(text[]),
  private.record_reactions(text, text, jsonb), private.record_deletions(text, text, text[]),
  private.record_channel_deleted(text, text), private.present_ids(uuid, text, text) to ticketflow_bot;
