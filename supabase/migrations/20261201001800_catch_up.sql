-- Catching up in rounds: only tickets that are not known to be caught up are read again, a page of them at a time.

-- From where on a ticket's channel must be read, while it is not caught up. What is recorded live in the meantime would
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

create function private.mark_catch_up(p_since timestamptz, p_guild text) returns void
language sql security definer set search_path = '' as $$
  insert into private.catch_up_marks as c (ticket_id, after_id)
  select t.id, (select x from unnest(array[coalesce(private.newest_discord_id(t.id), t.channel_id), private.snowflake_at(p_since)::text]) x
    where x is not null order by private.position_of(x) limit 1)
  from public.tickets t join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
  where h.is_open and t.channel_id is not null and t.channel_state = 'open' and (p_guild is null or t.guild_id = p_guild)
  on conflict (ticket_id) do update set after_id = excluded.after_id
  where private.position_of(c.after_id) > private.position_of(excluded.after_id)
$$;

-- The ticket is caught up.
create function private.end_catch_up(p_ticket uuid) returns void
language sql security definer set search_path = '' as $$
  delete from private.catch_up_marks where ticket_id = p_ticket
$$;

create function private.tickets_to_catch_up(p_guild text, p_only_marked boolean, p_below integer, p_limit integer, p_channel text default null)
returns table (ticket_id uuid, number integer, channel_id text, is_marked boolean, after_id text, newest_id text, last_id text)
language sql stable security definer set search_path = '' as $$
  select t.id, t.number, t.channel_id::text, c.ticket_id is not null, coalesce(c.after_id, n.id, t.channel_id)::text, n.id,
    (select x from unnest(array[n.id, e.id]) x where x is not null order by private.position_of(x) desc limit 1)
  from public.tickets t
  join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
  left join private.catch_up_marks c on c.ticket_id = t.id
  left join lateral private.newest_discord_id(t.id) n (id) on true
  left join lateral (select p.discord_message_id::text as id from private.parked_echoes p where p.ticket_id = t.id
    order by private.position_of(p.discord_message_id) desc limit 1) e on true
  where t.guild_id = p_guild and h.is_open and t.channel_id is not null and t.channel_state = 'open'
    and (c.ticket_id is not null or not p_only_marked) and t.number < p_below and (p_channel is null or t.channel_id = p_channel)
  order by t.number desc
  limit p_limit
$$;

-- How many tickets of a guild are to be caught up.
create function private.count_marked(p_guild text) returns integer
language sql stable security definer set search_path = '' as $$
  select count(*)::integer from private.catch_up_marks c
  join public.tickets t on t.id = c.ticket_id
  join public.ticket_heads h on h.ticket_id = t.id and h.guild_id = t.guild_id
  where t.guild_id = p_guild and h.is_open and t.channel_id is not null and t.channel_state = 'open'
$$;

grant execute on function private.mark_catch_up(timestamp with time zone, text), private.end_catch_up(uuid),
  private.tickets_to_catch_up(text, boolean, integer, integer, text), private.count_marked(text) to ticketflow_bot;
