-- The conversation: what was said in Discord, replies from the desk, notes, and events, in one stream.

create table public.messages (
  guild_id public.snowflake not null,
  ticket_id uuid not null,
  id uuid not null primary key default gen_random_uuid(),
  kind text not null check (kind in ('message', 'reply', 'note', 'event')),
  author_id public.snowflake references public.people (id),
  -- Staff at the time of writing, whatever happens to the role later.
  is_staff boolean not null default false,
  -- 4,000 is what Discord lets a subscriber write; a reply of ours is one Discord message of at most 2,000.
  body text not null default '' check (char_length(body) <= 4000),
  embeds jsonb not null default '[]' check (jsonb_typeof(embeds) = 'array'),
  attachments jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array'),
  stickers jsonb not null default '[]' check (jsonb_typeof(stickers) = 'array'),
  reactions jsonb not null default '[]' check (jsonb_typeof(reactions) = 'array'),
  event jsonb,
  discord_message_id public.snowflake unique,
  reply_to_discord_id public.snowflake,
  -- Place in the conversation: the padded snowflake, real or (before delivery, for notes and events) as of the clock.
  position text collate "C" not null check (position ~ '^[0-9]{20}$'),
  -- Only replies have one: the truth about what Discord was told last.
  delivery text check (delivery in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  delivery_reason jsonb check (delivery_reason is null or private.is_reason(delivery_reason)),
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by public.snowflake references public.people (id),
  deleted_in text check (deleted_in in ('discord', 'desk')),
  -- The ticket's revision when this row was made, and when it last changed.
  made_in bigint not null,
  revision bigint not null,
  -- A row target for composite keys: what belongs to a message belongs to its ticket and guild. It also serves the key to tickets.
  constraint messages_ticket_key unique (guild_id, ticket_id, id),
  foreign key (guild_id, ticket_id) references public.tickets (guild_id, id) on delete cascade,
  check (kind <> 'reply' or char_length(body) <= 2000),
  check ((kind = 'reply') = (delivery is not null)),
  check ((kind = 'event') = (event is not null)),
  check (event ->> 'type' is distinct from 'channel_failed' or private.is_reason(event -> 'reason')),
  -- A tombstone keeps the place, not the words.
  check (deleted_at is null or (body = '' and embeds = '[]' and attachments = '[]' and stickers = '[]'))
);
alter table public.messages enable row level security;
comment on table public.messages is 'What was said in tickets: text, embeds, names of files, reactions, notes of staff, events';

create index messages_revision_idx on public.messages (ticket_id, revision);
create index messages_author_idx on public.messages (author_id);
create index messages_deleted_by_idx on public.messages (deleted_by) where deleted_by is not null;

-- Unread messages of each ticket of a page are counted from this index alone, without the messages.
create index messages_unread_idx on public.messages (ticket_id, made_in) where kind = 'message' and deleted_at is null and not is_staff;

-- A page of a conversation is read in its order by its reader. The gate of messages asks for the guild, and the planner, which takes
-- guild and ticket for independent, expected three rows of sixty by another index, and sorted the whole conversation. With the guild in
-- the index that has the order, nothing is better. It need not be unique: id alone is.
create index messages_conversation_idx on public.messages (ticket_id, position, id, guild_id);

create policy "people read the words of their tickets, notes as staff" on public.messages
  for select to authenticated using (
    guild_id = any ((select private.known_guilds())::text[])
    and exists (
      select from public.tickets t where t.id = ticket_id
        and (
          kind <> 'note'
          or t.requester_id is distinct from (select private.actor())
          or (array_position((select private.categories_at(1)), t.category_id) is not null and not t.is_restricted)
          or array_position((select private.categories_at(3)), t.category_id) is not null
          or (t.assignee_id = (select private.actor()) and t.guild_id = any ((select private.staff_guilds())::text[]))
          or array_position((select private.added_to()), t.id) is not null
        )
    )
  );

grant select on public.messages to authenticated;
grant select on public.messages to ticketflow_bot;
create policy "the bot reads messages" on public.messages for select to ticketflow_bot using (true);

-- Own messages that are no row of messages: echoes of our webhook that came before the answer to the request (not shown until the
-- send in flight settles), and the bot's own messages (openings, notices), whose deletion leaves no tombstone.
create table private.parked_echoes (
  discord_message_id public.snowflake primary key,
  ticket_id uuid not null references public.tickets (id) on delete cascade,
  -- Deleted in Discord before the send settled.
  is_gone boolean not null default false,
  parked_at timestamptz not null default now()
);
create index parked_echoes_ticket_idx on private.parked_echoes (ticket_id);
