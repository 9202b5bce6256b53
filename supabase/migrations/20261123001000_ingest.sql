-- F1: what is said in a ticket's channel. Create, edit and delete in any order and any number of times end in the same state.

create function private.ticket_of_channel(p_guild text, p_channel text) returns public.tickets
language sql stable security definer set search_path = '' as $$
  select t from public.tickets t join public.guilds g on g.id = t.guild_id and g.status = 'active'
  where t.channel_id = p_channel and t.guild_id = p_guild
$$;

-- Whether these roles, held by this person, make him staff for the category.
create function private.is_staff(p_guild text, p_person text, p_roles text[], p_category uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.guilds g where g.id = p_guild and g.owner_id = p_person)
    or exists (select from public.roles r where r.guild_id = p_guild and r.id = any (p_roles) and r.can_manage_guild)
    or exists (select from public.grants gr where gr.guild_id = p_guild and gr.role_id = any (p_roles)
      and (gr.category_id is null or gr.category_id = p_category))
$$;

-- Keeps an author current: his names, and (when the event says them) his roles; whoever acts as staff is mirrored from then on.
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

-- Records a message as Discord states it now, created or edited. Shape: contracts/discord-message.ts.
-- 'ignored': no ticket's channel, or the bot's own furniture. 'settled': the echo of a reply in flight. 'parked': perhaps such an echo.
-- 'unchanged': known already, or older than what is known.
create function private.record_message(p_message jsonb) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_id text := p_message ->> 'id';
  v_edited timestamptz := (p_message ->> 'edited_at')::timestamptz;
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
      return 'unchanged';
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
      and v_known.embeds = p_message -> 'embeds' and v_known.reactions = coalesce(nullif(p_message -> 'reactions', 'null'), v_known.reactions)) then
    return 'unchanged';
  end if;

  v_staff := private.save_author(p_message, v_ticket);
  if v_known.id is null then
    v_revision := private.touch_ticket(v_ticket.id, true);
    insert into public.messages (guild_id, ticket_id, kind, author_id, is_staff, body, embeds, attachments, stickers, reactions,
      discord_message_id, reply_to_discord_id, position, created_at, edited_at, made_in, revision)
    values (v_ticket.guild_id, v_ticket.id, 'message', p_message #>> '{author,id}', v_staff, p_message ->> 'content',
      p_message -> 'embeds', p_message -> 'attachments', p_message -> 'stickers', coalesce(nullif(p_message -> 'reactions', 'null'), '[]'),
      v_id, p_message ->> 'reply_to_id', private.position_of(v_id), private.time_of(v_id), v_edited, v_revision, v_revision);
    return 'recorded';
  end if;

  v_revision := private.touch_ticket(v_ticket.id);
  update public.messages
  set body = p_message ->> 'content', embeds = p_message -> 'embeds', attachments = p_message -> 'attachments',
    reactions = coalesce(nullif(p_message -> 'reactions', 'null'), reactions), edited_at = v_edited, revision = v_revision
  where id = v_known.id;
  return 'recorded';
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

-- Adds an event to a ticket's stream. Takes the ticket's next revision and returns it.
create function private.add_event(p_ticket uuid, p_actor text, p_event jsonb) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_revision bigint := private.touch_ticket(p_ticket);
  v_at timestamptz := clock_timestamp();
begin
  insert into public.messages (guild_id, ticket_id, kind, author_id, event, position, created_at, made_in, revision)
  select t.guild_id, t.id, 'event', p_actor, p_event, private.position_of(private.snowflake_at(v_at)), v_at, v_revision, v_revision
  from public.tickets t where t.id = p_ticket;
  return v_revision;
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

-- From where on a ticket's channel must be read, while it is not level with Discord. What is recorded live in the meantime would
-- otherwise pass for the newest known message and hide what was missed before it; a catching up that is cut off goes on from here.
create table private.catch_up_marks (
  ticket_id uuid primary key references public.tickets (id) on delete cascade,
  after_id public.snowflake not null
);

create function private.newest_discord_id(p_ticket uuid) returns text
language sql stable security definer set search_path = '' as $$
  select m.discord_message_id from public.messages m
  where m.ticket_id = p_ticket and m.discord_message_id is not null order by m.position desc limit 1
$$;

-- Marks all open tickets: something may have been missed since p_since, or (null) since what was recorded last. A mark never moves on.
create function private.mark_catch_up(p_since timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into private.catch_up_marks as c (ticket_id, after_id)
  select t.id, (select x from unnest(array[coalesce(private.newest_discord_id(t.id), t.channel_id), private.snowflake_at(p_since)::text]) x
    where x is not null order by private.position_of(x) limit 1)
  from public.tickets t join public.ticket_heads h on h.ticket_id = t.id
  where h.is_open and t.channel_id is not null and t.channel_state = 'open'
  on conflict (ticket_id) do update set after_id = excluded.after_id
  where private.position_of(c.after_id) > private.position_of(excluded.after_id)
$$;

-- The ticket is level with Discord.
create function private.end_catch_up(p_ticket uuid) returns void
language sql security definer set search_path = '' as $$
  delete from private.catch_up_marks where ticket_id = p_ticket
$$;

-- Tickets whose channels are to be caught up: after which message, and the newest that is known.
create function private.tickets_to_catch_up(p_guild text) returns table (ticket_id uuid, channel_id text, after_id text, newest_id text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.channel_id::text, coalesce(c.after_id, n.id, t.channel_id)::text, n.id
  from public.tickets t
  join public.ticket_heads h on h.ticket_id = t.id
  left join private.catch_up_marks c on c.ticket_id = t.id
  left join lateral private.newest_discord_id(t.id) n (id) on true
  where t.guild_id = p_guild and h.is_open and t.channel_id is not null and t.channel_state = 'open'
  order by h.last_activity_at desc
$$;

-- Ids that the ticket knows as present between two places (inclusive), to find those deleted meanwhile.
create function private.present_ids(p_ticket uuid, p_from text, p_to text) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.discord_message_id from public.messages m
  where m.ticket_id = p_ticket and m.deleted_at is null and m.discord_message_id is not null
    and m.position between private.position_of(p_from) and private.position_of(p_to)
$$;

grant execute on function private.record_message(jsonb), private.record_deletions(text, text, text[]),
  private.record_channel_deleted(text, text), private.mark_catch_up(timestamptz), private.end_catch_up(uuid), private.tickets_to_catch_up(text), private.present_ids(uuid, text, text) to ticketflow_bot;
