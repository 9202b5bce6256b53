-- Events of a ticket: what was done to it, as a line of its conversation.

-- Adds an event to a ticket's stream. Takes the ticket's next revision and returns it.
create function private.add_event(p_ticket uuid, p_actor text, p_event jsonb) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_revision bigint := private.touch_ticket(p_ticket);
  v_at timestamptz := clock_timestamp();
begin
  insert into public.messages (guild_id, ticket_id, kind, author_id, event, position, created_at, made_in, revision)
  select t.guild_id, t.id, 'event', p_actor, p_event, private.position_of(private.snowflake_at(v_at)), v_at, v_revision, v_revision
  from public.tickets t where t.id = p_ticket;
  return v_revision;
end
$$;

-- The same for an act: by its actor, and naming the rule when one acted.
create function private.add_act_event(p_ticket uuid, p_event jsonb) returns bigint
language plpgsql security definer set search_path = '' as $$
begin
  return private.add_event(p_ticket, private.actor(), p_event || private.acting_rule());
end
$$;

-- {"rule": {"id", "name"}} while the bot acts for a rule, timer or job; {} otherwise.
create function private.acting_rule() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when (private.vouched()).kind = 'rule' then jsonb_build_object('rule', (private.vouched()).source) else '{}' end;
end
$$;
