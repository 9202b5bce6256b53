-- Guilds, their roles, and the people whom TicketFlow knows: those who appear in a ticket or act as staff.

-- A Discord guild in which the bot is or was. Not granted: ticket counter, epochs.
create table public.guilds (
  id public.snowflake primary key,
  name text not null check (char_length(name) between 1 and 100),
  icon_hash text,
  owner_id public.snowflake not null,
  -- Of what everybody sees in Discord; Discord's own setting when the bot joins, then its admins'.
  language text not null default 'en' check (private.is_language(language)),
  status text not null default 'active' check (status in ('active', 'unavailable', 'left')),
  -- When the bot last knew the guild's roles to be current. Old means that the verdict closes.
  access_seen_at timestamptz,
  -- The bot's catching up, as shown on the desk: {"done": 3, "total": 12}, or null when it is caught up.
  catching_up jsonb,
  -- When the bot last compared everything that decides access with Discord.
  compared_at timestamptz,
  -- Rises with every change of a grant or a role; part of each person's access epoch.
  grants_epoch bigint not null default 1,
  last_ticket_number integer not null default 0,
  created_at timestamptz not null default now(),
  left_at timestamptz
);
alter table public.guilds enable row level security;
comment on table public.guilds is 'Discord guilds that TicketFlow serves: name, icon, owner';

-- Every verdict asks which guilds a person owns, where they are staff, and what their roles give there.
create index guilds_owner_idx on public.guilds (owner_id);

-- A Discord account that wrote in a ticket, opened one, or acts as staff.
create table public.people (
  id public.snowflake primary key,
  username text not null,
  display_name text not null,
  avatar_hash text check (avatar_hash ~ '^(a_)?[0-9a-f]{32}$'),
  is_bot boolean not null default false,
  updated_at timestamptz not null default now()
);
alter table public.people enable row level security;
comment on table public.people is 'People who appear in a ticket or act as staff: Discord id, names, avatar';

-- What the guild says of a person. Roles decide access only where is_mirrored: then the bot keeps them true.
create table public.members (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  person_id public.snowflake not null references public.people (id),
  nick text,
  role_ids text[] not null default '{}',
  is_mirrored boolean not null default false,
  roles_seen_at timestamptz,
  left_at timestamptz,
  access_epoch bigint not null default 1,
  primary key (guild_id, person_id)
);
alter table public.members enable row level security;
comment on table public.members is 'Nickname and roles of those people in the guild';
create index members_person_idx on public.members (person_id);
create index members_staff_idx on public.members (person_id) where is_mirrored and left_at is null;

create table public.roles (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id public.snowflake not null,
  name text not null,
  color integer not null default 0 check (color between 0 and 16777215),
  position integer not null default 0,
  -- Administrator or Manage Server: the holder is an admin of the desk.
  can_manage_guild boolean not null default false,
  -- How many members hold it, as Discord counted at the last comparison; null until then.
  member_count integer check (member_count >= 0),
  -- Of a bot or an integration: it can be given to nobody.
  is_managed boolean not null default false,
  primary key (guild_id, id)
);
alter table public.roles enable row level security;
comment on table public.roles is 'The guild''s roles: name, colour, rank';
create index roles_managing_idx on public.roles (guild_id, id) where can_manage_guild;

grant select (id, name, icon_hash, owner_id, status, access_seen_at, catching_up, compared_at) on public.guilds to authenticated;
grant select (id, username, display_name, avatar_hash, is_bot) on public.people to authenticated;
grant select (guild_id, person_id, nick, role_ids, left_at) on public.members to authenticated;
grant select on public.roles to authenticated;

-- The bot reads what it mirrors; it writes through functions alone.
grant select on public.guilds, public.people, public.members, public.roles to ticketflow_bot;
create policy "the bot reads guilds" on public.guilds for select to ticketflow_bot using (true);
create policy "the bot reads people" on public.people for select to ticketflow_bot using (true);
create policy "the bot reads members" on public.members for select to ticketflow_bot using (true);
create policy "the bot reads roles" on public.roles for select to ticketflow_bot using (true);
