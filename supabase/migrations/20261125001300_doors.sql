-- Doors that attacks found ajar: sessions that did not come through Discord, ids that answered differently when they exist, and
-- ways of putting a file that outlive the right to.

-- Whether this session was opened through Discord. Auth mails a forgotten password's link, and signs in by it, even where e-mail is
-- switched off (supabase/auth internal/api/recover.go, verify.go): whoever holds the mailbox would be in without the Discord
-- account. Auth writes into each token how its session was opened (amr); only the project itself can sign a token without that.
create function private.is_discord_session() returns boolean
language sql stable set search_path = '' as $$
  select coalesce((select bool_or(a ->> 'method' = 'oauth') from jsonb_array_elements((select auth.jwt()) -> 'amr') a), true)
$$;

create or replace function private.identity() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select min(i.provider_id) from auth.identities i
    where i.user_id = (select auth.uid()) and i.provider = 'discord' and private.is_discord_session()
    having count(*) = 1);
end
$$;

-- A person who signed in names the guilds he is in (from Discord, but through his hands: so it only makes the bot look). Queues a
-- fetch of his membership in those that TicketFlow serves. Which these are it does not say: he may name any guild.
drop function public.look_me_up(text[]), private.look_me_up(text[]);
create function private.look_me_up(p_guilds text[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  if v_me is null then
    perform private.refuse('TF010', 'Sign in with Discord first');
  end if;
  perform private.enqueue(g.id, 'member:' || g.id || ':' || v_me, 'fetch_member', p_payload => jsonb_build_object('person_id', v_me))
  from public.guilds g
  -- 200 is how many guilds Discord lets an account join.
  where g.id = any (p_guilds[1:200]) and g.status <> 'left'
    and not exists (select from public.members m where m.guild_id = g.id and m.person_id = v_me and m.is_mirrored
      and m.roles_seen_at > now() - interval '1 minute')
    and not exists (select from public.outbox o where o.lane = 'member:' || g.id || ':' || v_me and o.settled_at is null);
end
$$;
create function public.look_me_up(guild_ids text[]) returns void
language sql set search_path = '' as $$ select private.look_me_up(guild_ids) $$;
grant execute on function private.look_me_up(text[]), public.look_me_up(text[]) to authenticated;

-- The number that rises whenever what a person may see in a guild could have changed. Null for a guild in which he is not known,
-- as for one that does not exist.
create or replace function private.access_epoch(p_guild text) returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me text := private.discord_id();
begin
  return (select g.grants_epoch + coalesce(m.access_epoch, 0)
    from public.guilds g
    left join public.members m on m.guild_id = g.id and m.person_id = v_me
    where g.id = p_guild and (m.person_id is not null or g.owner_id = v_me));
end
$$;

-- The message and its ticket, locked, if the signed-in person may act on it: its author, or (to delete) a manager. A message that
-- he cannot read is answered like one that is not there.
create or replace function private.act_on_message(p_message uuid, p_is_manager_enough boolean, out me text, out message public.messages)
language plpgsql security definer set search_path = '' as $$
declare
  v_act record;
begin
  select * into message from public.messages where id = p_message;
  if message.id is null or not private.can_read_ticket(message.ticket_id)
    or (message.kind = 'note' and private.ticket_level(message.ticket_id) = 0) then
    perform private.refuse('TF006', 'No such message');
  end if;
  select * into v_act from private.act_on(message.ticket_id, 2);
  me := v_act.me;
  select * into message from public.messages where id = p_message;
  if message.kind not in ('reply', 'note') or message.deleted_at is not null
    or not (message.author_id = me or (p_is_manager_enough and private.ticket_level(message.ticket_id) >= 3)) then
    perform private.refuse('TF006', 'No such message');
  end if;
end
$$;

-- The block list names only those whom the guild itself knows: a manager may put any id on it, and would learn from the name that
-- this person is known to another guild's tickets.
create function private.name_in_guild(p_guild text, p_person text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(m.nick, p.display_name) from public.members m join public.people p on p.id = m.person_id
    where m.guild_id = p_guild and m.person_id = p_person);
end
$$;

create or replace function private.block(p_guild text, p_person text, p_role text, p_reason text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 3);
  v_name text;
  v_before public.blocks;
  v_block public.blocks;
begin
  perform from public.guilds where id = p_guild for no key update;
  v_name := coalesce((select r.name from public.roles r where r.guild_id = p_guild and r.id = p_role),
    private.name_in_guild(p_guild, p_person), p_person);
  if num_nonnulls(p_person, p_role) <> 1 or v_name is null or (p_person is not null and p_person !~ '^[0-9]{17,20}$')
    or p_role = p_guild then
    perform private.refuse('TF014', 'No such member or role');
  end if;
  select * into v_before from public.blocks b where b.guild_id = p_guild and (b.person_id = p_person or b.role_id = p_role);
  if v_before.id is null then
    insert into public.blocks (guild_id, person_id, role_id, reason, blocked_by)
    values (p_guild, p_person, p_role, left(coalesce(p_reason, ''), 300), v_me) returning * into v_block;
  else
    update public.blocks set reason = left(coalesce(p_reason, ''), 300) where id = v_before.id returning * into v_block;
  end if;
  perform private.audit(p_guild, v_me, case when p_role is null then 'block_member' else 'block_role' end, coalesce('member:' || p_person, 'role:' || p_role),
    case when v_before.id is not null then jsonb_build_object('name', v_name, 'reason', v_before.reason) end,
    jsonb_build_object('name', v_name, 'reason', v_block.reason));
  perform private.poke_guild(p_guild);
  return v_block.id;
end
$$;

create or replace function private.unblock(p_guild text, p_block uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 3);
  v_block public.blocks;
begin
  delete from public.blocks where guild_id = p_guild and id = p_block returning * into v_block;
  if v_block.id is null then
    return false;
  end if;
  perform private.audit(p_guild, v_me, case when v_block.role_id is null then 'unblock_member' else 'unblock_role' end,
    coalesce('member:' || v_block.person_id, 'role:' || v_block.role_id),
    jsonb_build_object('name', coalesce(
      (select r.name from public.roles r where r.guild_id = p_guild and r.id = v_block.role_id),
      private.name_in_guild(p_guild, v_block.person_id), v_block.person_id), 'reason', v_block.reason), null);
  perform private.poke_guild(p_guild);
  return true;
end
$$;

create or replace function private.read_blocks(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not coalesce(p_guild = any (private.guilds_at(3)), false) then
    return null;
  end if;
  return jsonb_build_object(
    'blocks', (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'person_id', b.person_id, 'role_id', b.role_id,
        'reason', b.reason, 'blocked_by', b.blocked_by, 'blocked_at', b.blocked_at) order by b.blocked_at desc, b.id), '[]')
      from public.blocks b where b.guild_id = p_guild),
    'roles', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'color', r.color) order by r.position desc, r.id), '[]')
      from public.roles r where r.guild_id = p_guild and r.id <> p_guild and not r.is_managed),
    'people', private.people_json(p_guild, array(
      select m.person_id from public.blocks b join public.members m on m.guild_id = b.guild_id and m.person_id in (b.person_id, b.blocked_by)
      where b.guild_id = p_guild)));
end
$$;

-- Storage can also sign an address to which anybody may put a file for two hours, and take a file in parts over a day. Of an agent
-- only the plain upload is taken, under his own session and within the ten minutes (names: Storage's ROUTE_OPERATIONS).
create function private.is_upload() returns boolean
language sql stable set search_path = '' as $$
  select regexp_replace(coalesce(storage.operation(), ''), '^storage\.', '') = 'object.upload'
$$;
grant execute on function private.is_upload() to authenticated;
drop policy "agents upload where they have reserved" on storage.objects;
create policy "agents upload where they have reserved" on storage.objects for insert to authenticated
  with check (bucket_id = 'attachments' and (select private.is_upload()) and exists (
    select from public.files f
    where f.path = objects.name and f.message_id is null and f.uploader_id = (select private.discord_id())
      and f.guild_id = any ((select private.staff_guilds())::text[]) and f.reserved_at > now() - interval '10 minutes'));
