-- Tickets of two years, those of all guilds in between one another as they would come, and their heads.
-- One requester of the big guild asks all the time: every 25th ticket there is theirs.
create unlogged table bench.tickets as
select row_number() over (order by at, n, j) as ord, x.*
from (
  select g.n, g.id as guild_id, j, md5('ticket ' || g.n || ' ' || j)::uuid as id,
    -- One in twenty is open, all among the latest fifth.
    j > g.tickets * 0.8 and j % 4 = 0 as is_open,
    now() - interval '730 days' * (1 - j::double precision / (g.tickets + 1)) as at,
    case when g.n = 0 and j % 25 = 0 then g.first_person
      else g.first_person + bench.pick('requester ' || g.n || ' ' || j, g.people) end::text as requester_id,
    case when g.categories > 5 then bench.pick('category ' || j, g.categories)
      when g.categories = 1 then 0
      else (array[0, 0, 0, 0, 1, 1, 2, 3, 4])[1 + bench.pick('category ' || j, 9)] end as category,
    case when bench.pick('assignee ' || j, 10) < 7 then (g.first_agent + bench.pick('agent ' || g.n || j, g.agents))::text end as assignee_id
  from bench.guilds g, generate_series(1, g.tickets) j
) x;
alter table bench.tickets add primary key (ord);
analyze bench.tickets;

-- How much is said in a ticket, by its place in time: ten tickets hold a hundred messages.
create function bench.messages_of(p_ord bigint) returns integer
language sql immutable parallel safe as $$ select (array[1, 2, 2, 3, 4, 5, 6, 8, 9, 60])[1 + p_ord % 10] $$;

insert into public.tickets (guild_id, id, number, category_id, requester_id, assignee_id, subject, status, priority, is_restricted, answers,
  interaction_id, channel_id, channel_state, opened_at, closed_at, closed_by)
select guild_id, id, j, md5('category ' || t.n || ' ' || category)::uuid, requester_id, assignee_id, initcap(left(words, 60)),
  case when not is_open then 'closed' when ord % 20 < 16 then 'open' when ord % 20 < 19 then 'waiting' else 'snoozed' end,
  (array['low', 'normal', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + ord % 7], bench.pick('restricted ' || id, 100) = 0,
  jsonb_build_array(jsonb_build_object('label', 'Platform', 'value', 'PC'), jsonb_build_object('label', 'What happened?', 'value', words)),
  (1700000000000000000 + ord)::text, (1600000000000000000 + ord)::text, case when is_open then 'open' else 'deleted' end, at,
  case when not is_open then at + interval '9 hours' end, case when not is_open then assignee_id end
from bench.tickets t join bench.phrases f on f.n = ord % 20000
order by ord;

-- The kind of what is said k-th: two in five are replies, one in 25 a note.
create function bench.kind_of(p_ord bigint, p_k integer) returns text
language sql immutable parallel safe as $$
  select case when p_k = 1 then 'event' when (p_ord + p_k * 7) % 25 = 0 then 'note' when (p_ord + p_k * 3) % 5 < 2 then 'reply' else 'message' end
$$;

-- What heads say of their tickets and conversations comes along, instead of a look-up for each.
alter table public.ticket_heads disable trigger user;
insert into public.ticket_heads (guild_id, ticket_id, revision, last_activity_at, category_id, requester_id, assignee_id, is_restricted,
  status, is_open, priority, opened_at, said_in, requester_said_at, staff_said_at, first_reply_at, waiting_since)
select t.guild_id, t.id, bench.messages_of(b.ord), b.at + interval '9 minutes' * bench.messages_of(b.ord), t.category_id,
  t.requester_id, t.assignee_id, t.is_restricted, t.status, b.is_open, private.priority_rank(t.priority), t.opened_at,
  coalesce(w.said_in, 0), b.at + interval '9 minutes' * w.asked, b.at + interval '9 minutes' * w.answered,
  b.at + interval '9 minutes' * w.first_answered,
  case when w.answered is null then b.at else b.at + interval '9 minutes' * (
    select min(k) from generate_series(w.answered + 1, bench.messages_of(b.ord)) k where bench.kind_of(b.ord, k) in ('message', 'reply')) end
from bench.tickets b join public.tickets t on t.id = b.id
-- A reply of nobody's ticket is the requester's own word.
cross join lateral (
  select max(k) filter (where kind = 'message') as said_in, max(k) filter (where kind = 'message' or b.assignee_id is null) as asked,
    max(k) filter (where kind = 'reply' and b.assignee_id is not null) as answered,
    min(k) filter (where kind = 'reply' and b.assignee_id is not null) as first_answered
  from generate_series(2, bench.messages_of(b.ord)) k cross join lateral bench.kind_of(b.ord, k) kind
  where kind in ('message', 'reply')) w
order by b.ord;
alter table public.ticket_heads enable trigger user;

-- Restricted ones have somebody added by name.
insert into public.ticket_participants (guild_id, ticket_id, person_id)
select t.guild_id, t.id, (g.first_agent + t.number % g.agents)::text
from public.tickets t join bench.guilds g on g.id = t.guild_id where t.is_restricted;

-- Each agent has read some sixty tickets of their guild.
insert into public.read_marks (ticket_id, person_id, revision)
select t.id, (g.first_agent + k)::text, bench.pick(t.id::text || k, 5)
from bench.guilds g
join bench.tickets t on t.n = g.n and t.j > g.tickets - greatest(60 * g.agents / 10, 60)
cross join lateral (select distinct bench.pick(t.id::text || i, g.agents) as k from generate_series(1, 10) i) a;

-- What is said in the tickets from ord p_from to p_to, interleaved as talk in two thousand channels is.
-- The first is the event of the opening; of the rest two in five are replies, one in 25 a note.
-- Of the latest 6,400 tickets of the big guild one message in five hundred holds a word that nobody else uses.
create function bench.add_messages(p_from bigint, p_to bigint) returns bigint
language plpgsql as $$
declare
  v_rows bigint;
begin
  insert into public.messages (guild_id, ticket_id, id, kind, author_id, is_staff, body, event, discord_message_id, position, delivery,
    created_at, made_in, revision)
  select guild_id, ticket_id, gen_random_uuid(), kind, case when kind in ('reply', 'note') then coalesce(assignee_id, requester_id) else requester_id end,
    kind in ('reply', 'note'), case when kind = 'event' then '' else initcap(left(a.words, 1)) || substr(a.words, 2) || ' ' || b.words
      || case when is_late and (place / 100 + k) % 500 = 0 then ' wyrmglass' else '' end end,
    case when kind = 'event' then '{"type": "opened", "source": "panel"}'::jsonb end,
    case when kind in ('reply', 'message') then (1800000000000000000 + place)::text end,
    lpad((1800000000000000000 + place)::text, 20, '0'), case when kind = 'reply' then 'sent' end,
    at + interval '9 minutes' * k, k, k
  from (
    select t.guild_id, t.id as ticket_id, t.requester_id, t.assignee_id, t.at, k, t.ord * 100 + k as place,
      t.n = 0 and t.j > (select g.tickets - 6400 from bench.guilds g where g.n = 0) as is_late,
      bench.kind_of(t.ord, k) as kind
    from bench.tickets t, generate_series(1, bench.messages_of(t.ord)) k
    where t.ord between p_from and p_to
  ) x
  join bench.phrases a on a.n = abs(hashint8(place)::bigint) % 20000
  join bench.phrases b on b.n = abs(hashint8(place + 7)::bigint) % 20000
  order by place / 200000, k, place;
  get diagnostics v_rows = row_count;
  return v_rows;
end
$$;
