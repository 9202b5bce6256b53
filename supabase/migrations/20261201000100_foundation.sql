-- What everything else stands on: the private schema, the bot's role, no default grants, snowflakes, refusals.

-- Definer functions live here. PostgREST does not expose it; each function is granted by name.
create schema private;
revoke all on schema private from public;

-- The bot's role. It gets a password in a set-up step (README), never in a migration.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'ticketflow_bot') then
    create role ticketflow_bot nologin noinherit;
  end if;
end
$$;
-- A statement of the bot's takes milliseconds. One that hangs gives its connection back, and is tried again.
alter role ticketflow_bot set statement_timeout = '30s';

grant usage on schema private to authenticated, ticketflow_bot;
grant usage on schema public to ticketflow_bot;

-- Nothing is granted by default, also in projects made before Supabase stopped doing it.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

-- GraphQL would be a second door to the same tables.
drop extension if exists pg_graphql;

-- A Discord id. 17 to 20 digits: https://discord.com/developers/docs/reference#snowflakes
create domain public.snowflake as text check (value ~ '^[0-9]{17,20}$');

-- The snowflake that Discord would give at this time (milliseconds since 2015, 22 low bits zero).
create function private.snowflake_at(p_at timestamptz) returns public.snowflake
language sql stable set search_path = '' as $$
  select ((((extract(epoch from p_at) * 1000)::bigint - 1420070400000) << 22)::text)::public.snowflake
$$;

create function private.time_of(p_snowflake text) returns timestamptz
language sql immutable set search_path = '' as $$
  select to_timestamp(((p_snowflake::bigint >> 22) + 1420070400000) / 1000.0)
$$;

-- Snowflakes padded to one length sort as text as they do as numbers, in SQL and in the browser alike.
create function private.position_of(p_snowflake text) returns text
language sql immutable set search_path = '' as $$
  select lpad(p_snowflake, 20, '0') collate "C"
$$;

-- The languages that TicketFlow speaks, as languageNames in contracts/languages.ts.
create function private.is_language(p_language text) returns boolean
language sql immutable set search_path = '' as $$
  select p_language in ('en', 'de')
$$;

-- Whether this may stand as the reason why something could not be done: a code with facts (contracts/reasons.ts). No sentence is stored.
create function private.is_reason(p_reason jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_typeof(p_reason) = 'object' and jsonb_typeof(p_reason -> 'code') = 'string'
    and p_reason ->> 'code' ~ '^[a-z_]{2,40}$' and char_length(p_reason::text) <= 1000, false)
$$;

-- Raises an expected refusal. Codes and their words: contracts/refusals.ts. The detail holds facts for those words: ids, numbers, kinds.
-- Postgres logs it, so no names and nothing that people wrote.
create function private.refuse(p_code text, p_message text, p_detail jsonb default null) returns void
language plpgsql set search_path = '' as $$
begin
  if p_detail is null then
    raise exception using errcode = p_code, message = p_message;
  end if;
  raise exception using errcode = p_code, message = p_message, detail = p_detail::text;
end
$$;
