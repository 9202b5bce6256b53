-- The bot's doors to acts and readings: for a member who used a command or a button, and for a rule, timer or job. They are the only places
-- that vouch (private.set_vouch), and they clear the vouch before they return. The bot holds no right on an act or a reading by itself.

-- What interactions were answered, so that one that comes twice changes once and is answered the same. Discord's tokens live 15 minutes.
create table private.interactions (
  id public.snowflake primary key,
  answer jsonb,
  answered_at timestamptz not null default clock_timestamp()
);
create index interactions_answered_idx on private.interactions (answered_at);

-- What a guild's managers let happen by itself: acts as contracts/acts.ts has them, without their ticket.
create table public.rules (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null default gen_random_uuid() unique,
  name text not null check (char_length(name) between 1 and 60),
  acts jsonb not null default '[]' check (jsonb_typeof(acts) = 'array' and jsonb_array_length(acts) <= 20),
  is_active boolean not null default true,
  primary key (guild_id, id)
);
alter table public.rules enable row level security;
comment on table public.rules is 'What happens by itself: names of rules and the acts they do';
create policy "managers read rules" on public.rules for select to authenticated
  using (guild_id = any ((select private.guilds_at(3))::text[]));
grant select on public.rules to authenticated;

-- Reads what a command shows, as the actor: autocomplete, pickers, lists.
create function private.reading(p_reading text, p_guild text, p_args jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  case p_reading
    when 'categories' then return private.offered_categories(p_guild, p_args ->> 'words');
    when 'category' then return private.offered_category(p_guild, p_args ->> 'chosen');
    when 'my_tickets' then return private.my_tickets(p_guild);
    else raise exception using errcode = 'invalid_parameter_value', message = format('There is no reading %s', p_reading);
  end case;
end
$$;

-- Categories in which the actor may ask, by a part of their names; as many as Discord shows (25). Nothing for a member on the block list.
create function private.offered_categories(p_guild text, p_words text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.place, c.name), '[]') from (
    select x.id, x.name, x.place from public.categories x join public.guilds g on g.id = x.guild_id and g.status = 'active'
    where x.guild_id = p_guild and x.is_active
      and not private.is_blocked(p_guild, private.actor(), (private.vouched()).roles)
      and strpos(lower(x.name), lower(btrim(coalesce(p_words, '')))) > 0
    order by x.place, x.name limit 25) c);
end
$$;

-- One of them with its form, by id or name; null when there is none. Refuses with TF016: before anybody fills in a form for nothing.
create function private.offered_category(p_guild text, p_chosen text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_blocked(p_guild, private.actor(), (private.vouched()).roles) then
    perform private.refuse('TF016', 'The block list of this server holds this member or one of their roles');
  end if;
  return (select jsonb_build_object('id', c.id, 'name', c.name, 'form', c.form) from public.categories c
    where c.guild_id = p_guild and c.is_active and (c.id::text = p_chosen or lower(c.name) = lower(p_chosen))
    order by c.id::text = p_chosen desc limit 1);
end
$$;

-- The actor's own open tickets, in the guild or (in a direct message) in all, latest first; as many as a message shows (25).
create function private.my_tickets(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from (
    select x.id, x.number, x.subject, x.status, x.channel_id from public.tickets x join public.guilds g on g.id = x.guild_id and g.status <> 'left'
    where x.requester_id = private.actor() and (p_guild is null or x.guild_id = p_guild) and x.status <> 'closed'
    order by x.opened_at desc, x.id limit 25) t);
end
$$;

-- Does an act, or reads, for a member whom Discord names: what they may is asked as on the desk, of the roles that Discord has just told.
-- Those serve this call and are never written over a mirrored member's: an interaction that waited brings no lost role back.
-- p_guild: null in a direct message, where a member has no level, only what a requester may. p_member: {person, nick, role_ids}.
-- p_interaction: Discord's id; the same one again changes nothing and is answered the same. p_call: {act, args, ticket or channel} or
-- {reading, args}. Returns the act's own answer. Refuses as the act does, with TF001 where the channel is not a ticket's.
create function private.as_member(p_guild text, p_member jsonb, p_interaction text, p_call jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_ticket uuid := coalesce((p_call ->> 'ticket')::uuid, (private.ticket_of_channel(p_guild, p_call ->> 'channel')).id);
  v_answer jsonb;
begin
  perform private.set_vouch(jsonb_build_object('kind', 'member', 'guild', p_guild, 'person', p_member #>> '{person,id}',
    'roles', coalesce(p_member -> 'role_ids', '[]'), 'member', p_member));
  if p_call ? 'reading' then
    v_answer := private.reading(p_call ->> 'reading', p_guild, p_call -> 'args');
  else
    if not private.is_first(p_interaction) then
      v_answer := (select i.answer from private.interactions i where i.id = p_interaction);
      perform private.set_vouch(null);
      return v_answer;
    end if;
    v_answer := private.act(p_call ->> 'act', v_ticket, coalesce(p_call -> 'args', '{}'));
    update private.interactions set answer = v_answer where id = p_interaction;
  end if;
  perform private.set_vouch(null);
  return v_answer;
end
$$;

-- Whether this interaction is new; then it is noted, with its answer to follow. Two at once wait for each other here.
create function private.is_first(p_interaction text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_old timestamptz := clock_timestamp() - interval '1 hour';
begin
  -- What somebody else is clearing away is left to them: nobody waits here for another member's act.
  delete from private.interactions i where i.id in (
    select o.id from private.interactions o where o.answered_at < v_old order by o.answered_at limit 100 for update skip locked);
  insert into private.interactions (id) values (p_interaction) on conflict do nothing;
  return found;
end
$$;

-- Does an act for a rule: at most what an agent may, in its guild, on tickets that are not restricted, and only acts that a manager saved with
-- it. Its event names the rule. p_act: {act, args}. Refuses with TF005 (not saved, or not for rules), else as the act does.
create function private.as_rule(p_guild text, p_rule uuid, p_ticket uuid, p_act jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_rule public.rules;
  v_answer jsonb;
begin
  select * into v_rule from public.rules r where r.guild_id = p_guild and r.id = p_rule and r.is_active;
  -- Never grants, restriction, people, erasure, nor words in a person's name.
  if v_rule.id is null or not v_rule.acts @> jsonb_build_array(p_act)
    or private.is_for_rules(p_act ->> 'act') is not true then
    perform private.refuse('TF005', 'This rule may not do that');
  end if;
  perform private.set_vouch(jsonb_build_object('kind', 'rule', 'guild', p_guild, 'roles', '[]'::jsonb,
    'source', jsonb_build_object('id', v_rule.id, 'name', v_rule.name)));
  v_answer := private.act(p_act ->> 'act', p_ticket, coalesce(p_act -> 'args', '{}'));
  perform private.set_vouch(null);
  return v_answer;
end
$$;

grant execute on function private.as_member(text, jsonb, text, jsonb), private.as_rule(text, uuid, uuid, jsonb) to ticketflow_bot;
