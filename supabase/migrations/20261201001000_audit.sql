-- Who changed what. Read by admins; written by the functions that change things.

create table public.audit_log (
  id bigint generated always as identity primary key,
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  at timestamptz not null default now(),
  actor_id public.snowflake references public.people (id),
  action text not null check (action ~ '^[a-z]+_[a-z_]+$'),
  target text not null,
  before jsonb,
  after jsonb,
  -- Of an entry that stands for many changes: what they were made by, and the transaction that adds to it.
  cause uuid,
  caused_in xid8
);
alter table public.audit_log enable row level security;
comment on table public.audit_log is 'Who changed what, and when';
create index audit_log_guild_idx on public.audit_log (guild_id, id desc);
create index audit_log_actor_idx on public.audit_log (actor_id);
create index audit_log_readings_idx on public.audit_log (target, actor_id, at) where action = 'read_transcript';

create unique index audit_log_cause_idx on public.audit_log (guild_id, cause) where cause is not null;

create policy "admins read the audit log" on public.audit_log for select to authenticated
  using (guild_id = any ((select private.guilds_at(4))::text[]));
grant select on public.audit_log to authenticated;

create function private.audit(p_guild text, p_actor text, p_action text, p_target text, p_before jsonb, p_after jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into public.audit_log (guild_id, actor_id, action, target, before, after)
  values (p_guild, p_actor, p_action, p_target, p_before, p_after)
$$;

-- Whether the person who asks is at this level for the whole guild.
create function private.holds_level(p_guild text, p_level integer) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce(p_guild = any (private.guilds_at(p_level)), false);
end
$$;

-- Refuses a caller below this level for the whole guild. The words are the same whether the guild exists or not.
create function private.must_be(p_guild text, p_level integer) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.holds_level(p_guild, p_level) then
    perform private.refuse('TF005', 'Your roles do not allow this');
  end if;
  return private.actor();
end
$$;
