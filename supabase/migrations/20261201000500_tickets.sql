-- Tickets and their heads, who was added to them, how far each person has read.

-- One conversation with one requester. States are text, so that their indexes work under RLS.
create table public.tickets (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  number integer not null,
  category_id uuid not null,
  requester_id public.snowflake not null references public.people (id),
  assignee_id public.snowflake references public.people (id),
  subject text not null check (char_length(subject) between 1 and 200),
  status text not null default 'open' check (status in ('open', 'waiting', 'snoozed', 'closed')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  is_restricted boolean not null default false,
  -- Answers to the category's form, as asked: [{"label": "...", "value": "..."}].
  answers jsonb not null default '[]',
  source text not null default 'panel' check (source in ('panel', 'command', 'message', 'desk')),
  source_channel_id public.snowflake,
  -- The id of the interaction that opened it: pressing twice opens one ticket.
  interaction_id public.snowflake unique,
  channel_id public.snowflake unique,
  channel_state text not null default 'opening' check (channel_state in ('opening', 'open', 'failed', 'deleted')),
  channel_error jsonb check (channel_error is null or private.is_reason(channel_error)),
  channel_kind text not null default 'channel' check (channel_kind in ('channel', 'thread')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by public.snowflake references public.people (id),
  close_reason text check (char_length(close_reason) <= 500),
  check ((status = 'closed') = (closed_at is not null)),
  primary key (guild_id, id),
  unique (guild_id, number),
  foreign key (guild_id, category_id) references public.categories (guild_id, id)
);
alter table public.tickets enable row level security;
comment on table public.tickets is 'Tickets: who asked, about what, the answers to the form, who answers, state';

-- With the id: a requester's tickets are counted and listed from the index alone.
create index tickets_requester_idx on public.tickets (requester_id, guild_id) include (id);
create index tickets_assignee_idx on public.tickets (assignee_id, guild_id);
create index tickets_closed_by_idx on public.tickets (closed_by);

-- A category's tickets of one state, latest first: a column of a board. It also serves the key to categories.
create index tickets_board_idx on public.tickets (guild_id, category_id, status, opened_at desc, id desc);

-- What belongs to a ticket asks for it by its id, row by row of a page: two buffers each instead of four, at any size.
create index tickets_lookup_idx on public.tickets using hash (id);

-- Without a thread in the guild there is nothing to leave, and nothing is queued.
create index tickets_threads_idx on public.tickets (guild_id) where channel_kind = 'thread' and status <> 'closed';

-- Priorities as numbers, which an index orders.
create function private.priority_rank(p_priority text) returns integer
language sql immutable
return case p_priority when 'urgent' then 3 when 'high' then 2 when 'normal' then 1 when 'low' then 0 end;

-- The narrow row that every change touches: revision, cursor, last activity, and all that filters ask (private.filter).
-- Its lock is the ticket's lock.
create table public.ticket_heads (
  guild_id public.snowflake not null,
  ticket_id uuid not null,
  revision bigint not null default 0,
  changed_in xid8 not null default pg_current_xact_id(),
  last_activity_at timestamptz not null default now(),
  -- As of its ticket: what decides who may read this row, and what filters ask. A policy is asked for each row, and fifty heads were fifty
  -- look-ups of their tickets. Tickets own these eight; no writer of heads has a say.
  category_id uuid,
  requester_id public.snowflake,
  assignee_id public.snowflake,
  is_restricted boolean,
  status text,
  is_open boolean,
  priority integer,
  opened_at timestamptz,
  -- As of its conversation (private.words_of). Touching the ticket for a new message writes them along: a row for itself would be as
  -- much write-ahead log again.
  -- The revision of the last message that readers count as unread.
  said_in bigint not null default 0,
  requester_said_at timestamptz,
  staff_said_at timestamptz,
  first_reply_at timestamptz,
  -- The first word of the requester, or the opening, that no word of staff came after. A closed ticket keeps it, in case it is reopened.
  waiting_since timestamptz,
  -- A reply is not sent: it failed, or nobody knows.
  has_unsent boolean not null default false,
  label_ids uuid[] not null default '{}',
  snoozed_until timestamptz,
  primary key (ticket_id, guild_id),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade,
  constraint ticket_heads_say_check check (category_id is not null and requester_id is not null and is_restricted is not null
    and status is not null and is_open is not null and priority is not null and opened_at is not null)
);
alter table public.ticket_heads enable row level security;
comment on table public.ticket_heads is 'When a ticket last changed, and what lists of tickets are filtered and sorted by';
comment on column public.ticket_heads.category_id is 'As of its ticket, with the seven beside it';
comment on column public.ticket_heads.said_in is 'As of its conversation, with the five beside it';

create index ticket_heads_changed_idx on public.ticket_heads (guild_id, changed_in, ticket_id);
create index ticket_heads_inbox_idx on public.ticket_heads (guild_id, is_open, last_activity_at desc, ticket_id desc);
-- Orders that the inbox does not have, of open tickets alone. Whose a ticket is includes nobody's.
create index ticket_heads_waiting_idx on public.ticket_heads (guild_id, waiting_since, ticket_id) where is_open and waiting_since is not null;
create index ticket_heads_mine_idx on public.ticket_heads (guild_id, assignee_id, last_activity_at desc, ticket_id desc)
  where is_open;
create index ticket_heads_urgent_idx on public.ticket_heads (guild_id, priority desc, last_activity_at desc, ticket_id desc)
  where is_open and priority >= 2;

-- A select of one guild meets the gate besides, and the planner takes both for independent: in a thousand guilds it expects a
-- hundredth of the guild's rows, and reads and sorts all heads instead of the first fifty. Told of ten guilds, it takes the gate for
-- what it is, open to those who name a guild of theirs.
alter table public.ticket_heads alter column guild_id set (n_distinct = 10);

create function private.read_own_ticket() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select t.category_id, t.requester_id, t.assignee_id, t.is_restricted, t.status, t.status <> 'closed', private.priority_rank(t.priority),
    t.opened_at
  into new.category_id, new.requester_id, new.assignee_id, new.is_restricted, new.status, new.is_open, new.priority, new.opened_at
  from public.tickets t where t.guild_id = new.guild_id and t.id = new.ticket_id;
  return new;
end
$$;

create trigger heads_say_their_tickets before insert or update of guild_id, ticket_id, category_id, requester_id, assignee_id, is_restricted,
    status, is_open, priority, opened_at
  on public.ticket_heads for each row execute function private.read_own_ticket();

create function private.tell_own_head() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Which values, the head's own trigger looks up.
  update public.ticket_heads h set category_id = new.category_id where h.guild_id = new.guild_id and h.ticket_id = new.id;
  return null;
end
$$;

create trigger tickets_tell_their_heads
  after update of category_id, requester_id, assignee_id, is_restricted, status, priority, opened_at on public.tickets
  for each row
  when ((new.category_id, new.requester_id, new.assignee_id, new.is_restricted, new.status, new.priority, new.opened_at)
    is distinct from (old.category_id, old.requester_id, old.assignee_id, old.is_restricted, old.status, old.priority, old.opened_at))
  execute function private.tell_own_head();

-- How far a person has read.
create table public.read_marks (
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  person_id public.snowflake not null references public.people (id),
  revision bigint not null,
  primary key (ticket_id, person_id)
);
alter table public.read_marks enable row level security;
comment on table public.read_marks is 'How far each agent has read a ticket';
create index read_marks_person_idx on public.read_marks (person_id);

-- People added to a ticket by name. They see it when it is restricted, as its assignee does.
create table public.ticket_participants (
  guild_id public.snowflake not null,
  ticket_id uuid not null,
  person_id public.snowflake not null references public.people (id),
  added_by public.snowflake references public.people (id),
  added_at timestamptz not null default now(),
  primary key (ticket_id, person_id),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade
);
alter table public.ticket_participants enable row level security;
comment on table public.ticket_participants is 'Who was added to a ticket by name';
create index ticket_participants_ticket_idx on public.ticket_participants (guild_id, ticket_id);
create index ticket_participants_person_idx on public.ticket_participants (person_id);
create index ticket_participants_added_by_idx on public.ticket_participants (added_by);
