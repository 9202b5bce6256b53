-- What a conversation says to its ticket's head: who spoke last, since when somebody waits, whether a reply is not sent.

create type private.words as (
  said_in bigint,
  requester_said_at timestamptz,
  staff_said_at timestamptz,
  first_reply_at timestamptz,
  waiting_since timestamptz,
  has_unsent boolean
);

-- Counted from the messages. The requester's words are those of all who are not staff, and the requester's own where the requester is
-- staff. A reply that did not reach Discord is no word of staff: who waits for it goes on waiting.
create function private.words_of(p_ticket uuid) returns private.words
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.words;
begin
  with said as materialized (
    select m.created_at, m.made_in, m.is_staff, m.delivery in ('failed', 'unknown') as is_unsent,
      not m.is_staff or coalesce(m.author_id = t.requester_id, false) as is_asked,
      coalesce(m.delivery not in ('failed', 'unknown'), true) or m.discord_message_id is not null as is_there
    from public.messages m join public.tickets t on t.id = m.ticket_id
    where m.ticket_id = p_ticket and m.kind in ('message', 'reply') and m.deleted_at is null
  ), staff as materialized (
    select max(s.created_at) as last, min(s.created_at) as first from said s where not s.is_asked and s.is_there
  )
  select coalesce(max(s.made_in) filter (where not s.is_staff), 0), max(s.created_at) filter (where s.is_asked),
    (select last from staff), (select first from staff),
    min(s.created_at) filter (where s.is_asked and s.created_at > coalesce((select last from staff), '-infinity')),
    coalesce(bool_or(s.is_unsent), false)
  into v
  from said s;
  v.waiting_since := least(v.waiting_since, (select t.opened_at from public.tickets t
    where t.id = p_ticket and t.opened_at > coalesce(v.staff_said_at, '-infinity')));
  return v;
end
$$;

create function private.read_own_words() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v private.words := private.words_of(new.ticket_id);
begin
  new.said_in := v.said_in;
  new.requester_said_at := v.requester_said_at;
  new.staff_said_at := v.staff_said_at;
  new.first_reply_at := v.first_reply_at;
  new.waiting_since := v.waiting_since;
  new.has_unsent := v.has_unsent;
  return new;
end
$$;

create trigger heads_say_their_words before insert on public.ticket_heads for each row execute function private.read_own_words();

-- What new messages of one ticket say, each list in the order of time. is_unread: there is one that readers count as unread.
create type private.said as (asked timestamptz[], answered timestamptz[], is_unread boolean);

-- What a head says once these are added to its conversation, whatever the order in which they come. The same as counting all messages,
-- for the price of none, but where a word of staff comes late.
create function private.words_after(p_head public.ticket_heads, p_said private.said) returns private.words
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.words;
begin
  v.said_in := case when p_said.is_unread then p_head.revision + 1 else p_head.said_in end;
  v.requester_said_at := greatest(p_head.requester_said_at, p_said.asked[cardinality(p_said.asked)]);
  v.staff_said_at := greatest(p_head.staff_said_at, p_said.answered[cardinality(p_said.answered)]);
  v.first_reply_at := least(p_head.first_reply_at, p_said.answered[1]);
  v.has_unsent := p_head.has_unsent;
  if v.staff_said_at is null or p_head.waiting_since > v.staff_said_at then
    v.waiting_since := p_head.waiting_since;
  elsif greatest(p_head.requester_said_at, p_head.opened_at) > v.staff_said_at then
    -- Known words may lie behind it: those are looked through.
    v.waiting_since := least(case when p_head.opened_at > v.staff_said_at then p_head.opened_at end,
      (select min(m.created_at) from public.messages m
        where m.ticket_id = p_head.ticket_id and m.kind in ('message', 'reply') and m.deleted_at is null and m.created_at > v.staff_said_at
          and (not m.is_staff or m.author_id = p_head.requester_id)));
  end if;
  if v.staff_said_at is null or p_said.asked[1] > v.staff_said_at then
    v.waiting_since := least(v.waiting_since, p_said.asked[1]);
  elsif p_said.asked[cardinality(p_said.asked)] > v.staff_said_at then
    v.waiting_since := least(v.waiting_since, (select min(x) from unnest(p_said.asked) x where x > v.staff_said_at));
  end if;
  return v;
end
$$;

-- Counts a ticket's words from scratch, where a change of one row may have undone what earlier ones said. The writer holds the ticket's lock.
create function private.recount_words(p_ticket uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v private.words := private.words_of(p_ticket);
begin
  update public.ticket_heads h
  set said_in = v.said_in, requester_said_at = v.requester_said_at, staff_said_at = v.staff_said_at, first_reply_at = v.first_reply_at,
    waiting_since = v.waiting_since, has_unsent = v.has_unsent
  where h.ticket_id = p_ticket
    and (h.said_in, h.requester_said_at, h.staff_said_at, h.first_reply_at, h.waiting_since, h.has_unsent) is distinct from
      (v.said_in, v.requester_said_at, v.staff_said_at, v.first_reply_at, v.waiting_since, v.has_unsent);
end
$$;

create function private.tell_words() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_table_name = 'tickets' then
    perform private.recount_words(new.id);
  else
    perform private.recount_words(new.ticket_id);
  end if;
  return null;
end
$$;

create trigger messages_tell_their_heads after update of deleted_at, delivery on public.messages for each row
  when ((old.deleted_at is null) <> (new.deleted_at is null)
    or (old.delivery in ('failed', 'unknown')) is distinct from (new.delivery in ('failed', 'unknown')))
  execute function private.tell_words();

create trigger tickets_tell_words after update of requester_id, opened_at on public.tickets for each row
  when ((old.requester_id, old.opened_at) is distinct from (new.requester_id, new.opened_at))
  execute function private.tell_words();
