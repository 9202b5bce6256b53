-- Who reads the tables so far. Names of policies are sentences; each asks the functions of the verdict once, not for each row.

create policy "staff read their guild" on public.guilds for select to authenticated
  using (id = any ((select private.staff_guilds())::text[]));
create policy "staff read their guild's roles" on public.roles for select to authenticated
  using (guild_id = any ((select private.staff_guilds())::text[]));
create policy "staff read the categories open to them" on public.categories for select to authenticated
  using (array_position((select private.categories_at(1)), id) is not null);
create policy "admins read grants" on public.grants for select to authenticated
  using (guild_id = any ((select private.guilds_at(4))::text[]));

grant select on public.categories to authenticated;
grant select on public.grants to authenticated;
grant select on public.categories, public.grants to ticketflow_bot;
create policy "the bot reads categories" on public.categories for select to ticketflow_bot using (true);
create policy "the bot reads grants" on public.grants for select to ticketflow_bot using (true);

create policy "people read tickets of their categories, given or asked" on public.tickets
  for select to authenticated using (
    guild_id = any ((select private.known_guilds())::text[])
    and (
      (array_position((select private.categories_at(1)), category_id) is not null and not is_restricted)
      or array_position((select private.categories_at(3)), category_id) is not null
      or (assignee_id = (select private.actor()) and guild_id = any ((select private.staff_guilds())::text[]))
      or array_position((select private.added_to()), id) is not null
      or (requester_id = (select private.actor()) and guild_id = any ((select private.reachable_guilds())::text[]))
    )
  );

create policy "people read the heads of tickets they may read" on public.ticket_heads
  for select to authenticated using (
    (select private.is_known())
    and guild_id = any ((select private.known_guilds())::text[])
    and (
      (array_position((select private.categories_at(1)), category_id) is not null and not is_restricted)
      or array_position((select private.categories_at(3)), category_id) is not null
      or (assignee_id = (select private.actor()) and guild_id = any ((select private.staff_guilds())::text[]))
      or array_position((select private.added_to()), ticket_id) is not null
      or (requester_id = (select private.actor()) and guild_id = any ((select private.reachable_guilds())::text[]))
    )
  );

create policy "people read their own read marks" on public.read_marks
  for select to authenticated using (person_id = (select private.actor()));

create policy "staff read who was added to tickets open to them" on public.ticket_participants
  for select to authenticated using (
    guild_id = any ((select private.staff_guilds())::text[])
    and exists (
      select from public.tickets t where t.id = ticket_id
        and (
          (array_position((select private.categories_at(1)), t.category_id) is not null and not t.is_restricted)
          or array_position((select private.categories_at(3)), t.category_id) is not null
          or t.assignee_id = (select private.actor())
          or array_position((select private.added_to()), t.id) is not null
        )
    )
  );

-- Names are seen with the guild: staff see their guild's members, everybody sees themselves.
create policy "staff and the person themselves read a membership" on public.members for select to authenticated
  using (guild_id = any ((select private.staff_guilds())::text[]) or person_id = (select private.actor()));

create policy "people read the names of those in their guilds" on public.people for select to authenticated
  using (
    (select private.is_known())
    and (
      id = (select private.actor())
      or exists (select from public.members m where m.person_id = id and m.guild_id = any ((select private.reachable_guilds())::text[]))
    )
  );

grant select on public.tickets, public.ticket_heads, public.read_marks, public.ticket_participants to authenticated;
grant select on public.tickets, public.ticket_heads, public.ticket_participants to ticketflow_bot;
create policy "the bot reads tickets" on public.tickets for select to ticketflow_bot using (true);
create policy "the bot reads heads" on public.ticket_heads for select to ticketflow_bot using (true);
create policy "the bot reads who was added to tickets" on public.ticket_participants for select to ticketflow_bot using (true);
