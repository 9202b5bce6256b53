-- Categories: kinds of tickets.

-- A kind of ticket: its form, its look, and where its channels go.
create table public.categories (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (char_length(name) between 1 and 60),
  emoji text check (char_length(emoji) <= 64),
  icon text not null default 'ticket' check (icon ~ '^[a-z-]{2,30}$'),
  hue integer not null default 220 check (hue between 0 and 359),
  place integer not null default 0,
  button_style text not null default 'secondary' check (button_style in ('primary', 'secondary', 'success', 'danger')),
  -- Fields asked in the modal (contracts/form.ts); at most five fit a modal of Discord's.
  form jsonb not null default '[]' check (jsonb_typeof(form) = 'array' and jsonb_array_length(form) <= 5),
  -- Replies go out under the agent's name by webhook, or as the bot.
  reply_as text not null default 'webhook' check (reply_as in ('webhook', 'bot')),
  channel_parent_id public.snowflake,
  -- A channel of its own for each ticket, or a private thread of the channel channel_parent_id.
  opens_as text not null default 'channel' check (opens_as in ('channel', 'thread')),
  channel_name text not null default 'ticket-{number}' check (char_length(channel_name) between 1 and 90),
  -- Empty: the bot's own words, in the guild's language.
  opening_title text not null default '' check (char_length(opening_title) <= 256),
  opening_text text not null default '' check (char_length(opening_text) <= 2000),
  open_per_member integer not null default 3 check (open_per_member between 1 and 50),
  is_active boolean not null default true,
  primary key (guild_id, id),
  check (opens_as = 'channel' or channel_parent_id is not null)
);
alter table public.categories enable row level security;
comment on table public.categories is 'Kinds of tickets and their forms';
