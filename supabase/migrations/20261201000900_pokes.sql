-- Pokes: "something changed, look". Ids and numbers, never content.

-- Realtime turns every error of realtime.send into a warning; only this function calls it, owned by postgres.
create function private.poke(p_topic text, p_payload jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform realtime.send(p_payload, 'poke', p_topic, true);
end
$$;

-- When each guild was poked last.
create table private.guild_pokes (
  guild_id public.snowflake primary key references public.guilds (id) on delete cascade,
  poked_at timestamptz not null default '-infinity'
);

-- At most one poke a second and guild, the first at once; a writer that finds the row locked leaves the poke to its holder.
create function private.poke_guild(p_guild text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from private.guild_pokes where guild_id = p_guild and poked_at < clock_timestamp() - interval '1 second'
  for update skip locked;
  if not found then
    return;
  end if;
  update private.guild_pokes set poked_at = clock_timestamp() where guild_id = p_guild;
  perform private.poke('guild:' || p_guild, '{}');
end
$$;

-- Tells a person's open pages that what they may see could have changed.
create function private.poke_person(p_person text, p_guild text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid;
begin
  for v_user in select i.user_id from auth.identities i where i.provider = 'discord' and i.provider_id = p_person loop
    perform private.poke('user:' || v_user, jsonb_build_object('guild_id', p_guild));
  end loop;
end
$$;

create function private.add_guild_poke_row() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into private.guild_pokes (guild_id) values (new.id) on conflict do nothing;
  return null;
end
$$;

create trigger guilds_have_poke_row after insert on public.guilds for each row execute function private.add_guild_poke_row();

-- Takes the ticket's lock. Every writer takes it first, so revisions are seen in order.
create function private.lock_ticket(p_ticket uuid) returns void
language sql security definer set search_path = '' as $$
  select from public.ticket_heads where ticket_id = p_ticket for update
$$;

-- The ticket's next revision, under its lock; pokes the ticket and its guild. Activity moves the ticket up the inbox. Who adds words to
-- the conversation says so here (p_said), and the head tells them in the same update.
create function private.touch_ticket(p_ticket uuid, p_is_activity boolean default false, p_said private.said default null) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_head public.ticket_heads;
  v private.words;
begin
  if p_said is null then
    update public.ticket_heads h
    set revision = h.revision + 1, changed_in = pg_current_xact_id(),
      last_activity_at = case when p_is_activity then clock_timestamp() else h.last_activity_at end
    where h.ticket_id = p_ticket
    returning * into v_head;
  else
    select * into v_head from public.ticket_heads h where h.ticket_id = p_ticket for update;
    v := private.words_after(v_head, p_said);
    update public.ticket_heads h
    set revision = h.revision + 1, changed_in = pg_current_xact_id(),
      last_activity_at = case when p_is_activity then clock_timestamp() else h.last_activity_at end,
      said_in = v.said_in, requester_said_at = v.requester_said_at, staff_said_at = v.staff_said_at, first_reply_at = v.first_reply_at,
      waiting_since = v.waiting_since
    where h.ticket_id = p_ticket
    returning * into v_head;
  end if;
  perform private.poke('ticket:' || p_ticket, jsonb_build_object('ticket_id', p_ticket, 'revision', v_head.revision));
  perform private.poke_guild(v_head.guild_id);
  return v_head.revision;
end
$$;

-- Whether the signed-in person may join a topic. Realtime asks once per connection and token.
create function private.can_join(p_topic text, p_extension text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  v_ticket uuid;
begin
  if p_topic ~ '^ticket:[0-9a-f-]{36}(:presence)?$' then
    v_ticket := substr(p_topic, 8, 36)::uuid;
  end if;
  return case
    when p_extension = 'broadcast' and p_topic ~ '^guild:[0-9]{17,20}$' then substr(p_topic, 7) = any (private.staff_guilds())
    when p_extension = 'broadcast' and p_topic ~ '^user:' then p_topic = 'user:' || (select auth.uid())
    when v_ticket is null then false
    when p_extension = 'broadcast' and p_topic not like '%:presence' then private.can_read_ticket(v_ticket)
    when p_extension = 'presence' and p_topic like '%:presence' then private.ticket_level(v_ticket) >= 2
    else false
  end;
exception when invalid_text_representation then
  return false;
end
$$;

create policy "people join the topics of what they may read" on realtime.messages for select to authenticated
  using (private.can_join((select realtime.topic()), extension));
create policy "agents say that they view or write" on realtime.messages for insert to authenticated
  with check (extension = 'presence' and private.can_join((select realtime.topic()), 'presence'));

grant execute on function private.can_join(text, text) to authenticated;
