-- A page of heads is opened by what each head says itself; and the verdict is planned once for a connection, not for each request.

-- What a head says of its ticket -------------------------------------------------------------------------------------------------

-- A policy is asked for each row: fifty heads were fifty look-ups of their tickets. The four columns that the verdict asks for stand
-- beside the head now. Tickets own them; no writer of heads has a say.
alter table public.ticket_heads
  add column category_id uuid,
  add column requester_id public.snowflake,
  add column assignee_id public.snowflake,
  add column is_restricted boolean;
update public.ticket_heads h
set category_id = t.category_id, requester_id = t.requester_id, assignee_id = t.assignee_id, is_restricted = t.is_restricted
from public.tickets t where t.guild_id = h.guild_id and t.id = h.ticket_id;
alter table public.ticket_heads add constraint ticket_heads_say_check
  check (category_id is not null and requester_id is not null and is_restricted is not null) not valid;
comment on column public.ticket_heads.category_id is 'As of its ticket, with the three beside it: what decides who may read this row';

create function private.read_own_ticket() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select t.category_id, t.requester_id, t.assignee_id, t.is_restricted
  into new.category_id, new.requester_id, new.assignee_id, new.is_restricted
  from public.tickets t where t.guild_id = new.guild_id and t.id = new.ticket_id;
  return new;
end
$$;
revoke execute on function private.read_own_ticket() from public;
create trigger heads_say_their_tickets before insert or update of guild_id, ticket_id, category_id, requester_id, assignee_id, is_restricted
  on public.ticket_heads for each row execute function private.read_own_ticket();

create function private.tell_own_head() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- Which values, the head's own trigger looks up.
  update public.ticket_heads h set category_id = new.category_id where h.guild_id = new.guild_id and h.ticket_id = new.id;
  return null;
end
$$;
revoke execute on function private.tell_own_head() from public;
create trigger tickets_tell_their_heads after update of category_id, requester_id, assignee_id, is_restricted on public.tickets
  for each row
  when ((new.category_id, new.requester_id, new.assignee_id, new.is_restricted)
    is distinct from (old.category_id, old.requester_id, old.assignee_id, old.is_restricted))
  execute function private.tell_own_head();

-- The terms of tickets. A stranger's select of everything looks at each head, since the planner takes the gate for open (see
-- n_distinct of guild_id), and a policy is never asked once for all rows: of his million heads each is turned away by one flag.
drop policy "people read the heads of tickets they may read" on public.ticket_heads;
create policy "people read the heads of tickets they may read" on public.ticket_heads
  for select to authenticated using (
    (select private.is_known())
    and guild_id = any ((select private.known_guilds())::text[])
    and (
      (array_position((select private.categories_at(1)), category_id) is not null and not is_restricted)
      or array_position((select private.categories_at(3)), category_id) is not null
      or (assignee_id = (select private.discord_id()) and guild_id = any ((select private.staff_guilds())::text[]))
      or array_position((select private.added_to()), ticket_id) is not null
      or (requester_id = (select private.discord_id()) and guild_id = any ((select private.reachable_guilds())::text[]))
    )
  );

-- Who asks ---------------------------------------------------------------------------------------------------------------------------

-- A function in SQL that is not unfolded is planned anew by each query that calls it (Postgres 17, fmgr_sql): of 63 µs that finding
-- out who asks took, 44. One in plpgsql keeps its plan.
create or replace function private.is_discord_session() returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select bool_or(a ->> 'method' = 'oauth') from jsonb_array_elements(auth.jwt() -> 'amr') a), true);
end
$$;

create or replace function private.is_current(p_seen_at timestamptz) returns boolean
language plpgsql stable security invoker set search_path = '' as $$
begin
  return coalesce(p_seen_at > now() - (select s.access_limit from private.settings s), false);
end
$$;
