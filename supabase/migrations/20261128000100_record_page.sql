-- Many messages at once: what a page of a channel says is written as one change of its ticket.

-- New messages of one ticket, each with is_staff beside what contracts/discord-message.ts says.
create function private.insert_messages(p_ticket public.tickets, p_messages jsonb[], p_revision bigint) returns void
language sql security definer set search_path = '' as $$
  insert into public.messages (guild_id, ticket_id, kind, author_id, is_staff, body, embeds, attachments, stickers, reactions,
    discord_message_id, reply_to_discord_id, position, created_at, edited_at, made_in, revision)
  select p_ticket.guild_id, p_ticket.id, 'message', m #>> '{author,id}', (m ->> 'is_staff')::boolean, m ->> 'content',
    m -> 'embeds', m -> 'attachments', m -> 'stickers', coalesce(nullif(m -> 'reactions', 'null'), '[]'),
    m ->> 'id', m ->> 'reply_to_id', private.position_of(m ->> 'id'), private.time_of(m ->> 'id'), (m ->> 'edited_at')::timestamptz,
    p_revision, p_revision
  from unnest(p_messages) m
$$;

-- Records a message as Discord states it now, created or edited. Shape: contracts/discord-message.ts.
-- 'ignored': no ticket's channel, or the bot's own furniture. 'settled': the echo of a reply in flight. 'parked': perhaps such an echo.
-- 'unchanged': known already, or older than what is known. Of an own message that is known only the reactions are news.
create or replace function private.record_message(p_message jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_id text := p_message ->> 'id';
  v_edited timestamptz := (p_message ->> 'edited_at')::timestamptz;
  v_reactions jsonb := nullif(p_message -> 'reactions', 'null');
  v_ticket public.tickets := private.ticket_of_channel(p_message ->> 'guild_id', p_message ->> 'channel_id');
  v_known public.messages;
  v_entry uuid;
  v_staff boolean;
  v_revision bigint;
begin
  if v_ticket.id is null then
    return 'ignored';
  end if;
  perform private.lock_ticket(v_ticket.id);
  select * into v_known from public.messages where discord_message_id = v_id;

  if (p_message ->> 'is_own')::boolean then
    if v_known.id is not null then
      if v_known.deleted_at is not null or v_known.reactions = coalesce(v_reactions, v_known.reactions) then
        return 'unchanged';
      end if;
      v_revision := private.touch_ticket(v_ticket.id);
      update public.messages set reactions = v_reactions, revision = v_revision where id = v_known.id;
      return 'recorded';
    end if;
    select o.id into v_entry from public.outbox o
    where o.message_id = (p_message ->> 'nonce_message_id')::uuid and o.kind = 'send_reply' and o.settled_at is null;
    if v_entry is not null then
      perform private.settle_reply(v_entry, 'sent', v_id);
      return 'settled';
    end if;
    -- A reply given up as unknown or failed, and there after all.
    v_revision := (select m.revision from public.messages m where m.id = (p_message ->> 'nonce_message_id')::uuid
      and m.ticket_id = v_ticket.id and m.discord_message_id is null and m.deleted_at is null and m.delivery in ('unknown', 'failed'));
    if v_revision is not null then
      v_revision := private.touch_ticket(v_ticket.id);
      update public.messages set delivery = 'sent', delivery_reason = null, discord_message_id = v_id,
        position = private.position_of(v_id), revision = v_revision
      where id = (p_message ->> 'nonce_message_id')::uuid;
      return 'settled';
    end if;
    insert into private.parked_echoes (discord_message_id, ticket_id) values (v_id, v_ticket.id) on conflict do nothing;
    return case when (p_message ->> 'is_webhook')::boolean then 'parked' else 'ignored' end;
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
    v_revision := private.touch_ticket(v_ticket.id, true);
    perform private.insert_messages(v_ticket, array[p_message || jsonb_build_object('is_staff', v_staff)], v_revision);
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

-- The same as record_message for each of a channel's messages, in this order. New ones that follow one another are one change of the
-- ticket: one revision, one poke, one insert. More than a hundred (a page of Discord's) would make a revision that no page of read_ticket
-- holds. Returns what became of each.
create function private.record_page(p_messages jsonb) returns text[]
language plpgsql security definer set search_path = '' as $$
declare
  v_guild text := p_messages #>> '{0,guild_id}';
  v_channel text := p_messages #>> '{0,channel_id}';
  v_ticket public.tickets := private.ticket_of_channel(v_guild, v_channel);
  v_known text[];
  v_outcomes text[] := '{}';
  v_new jsonb[] := '{}';
  v_message jsonb;
  v_author text;
  -- What this page said of each author last, and whether that made him staff.
  v_said jsonb := '{}';
begin
  if jsonb_array_length(p_messages) > 100 or exists (
    select from jsonb_array_elements(p_messages) m where (m ->> 'guild_id', m ->> 'channel_id') is distinct from (v_guild, v_channel)) then
    raise exception 'A page has at most a hundred messages, of one channel';
  end if;
  if v_ticket.id is null then
    return array_fill('ignored'::text, array[jsonb_array_length(p_messages)]);
  end if;
  perform private.lock_ticket(v_ticket.id);
  v_known := array(select m.discord_message_id::text from public.messages m
    where m.discord_message_id in (select x ->> 'id' from jsonb_array_elements(p_messages) x));
  for v_message in select m.value from jsonb_array_elements(p_messages) with ordinality m order by m.ordinality loop
    if (v_message ->> 'is_own')::boolean or v_message ->> 'id' = any (v_known) then
      perform private.insert_page(v_ticket, v_new);
      v_new := '{}';
      v_outcomes := v_outcomes || private.record_message(v_message);
      continue;
    end if;
    v_author := v_message #>> '{author,id}';
    if v_said #> array[v_author, 'as'] is distinct from jsonb_build_array(v_message -> 'author', v_message -> 'member') then
      v_said := v_said || jsonb_build_object(v_author, jsonb_build_object('as', jsonb_build_array(v_message -> 'author', v_message -> 'member'),
        'is_staff', private.save_author(v_message, v_ticket)));
    end if;
    v_new := v_new || (v_message || jsonb_build_object('is_staff', v_said #> array[v_author, 'is_staff']));
    v_known := v_known || (v_message ->> 'id');
    v_outcomes := v_outcomes || 'recorded'::text;
  end loop;
  perform private.insert_page(v_ticket, v_new);
  return v_outcomes;
end
$$;

create function private.insert_page(p_ticket public.tickets, p_messages jsonb[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if cardinality(p_messages) > 0 then
    perform private.insert_messages(p_ticket, p_messages, private.touch_ticket(p_ticket.id, true));
  end if;
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

grant execute on function private.record_page(jsonb), private.known_messages(text[]), private.record_reactions(text, text, jsonb)
  to ticketflow_bot;
