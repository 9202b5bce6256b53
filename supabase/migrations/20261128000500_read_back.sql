-- What an attempt made in Discord lies after what was known there before it: told by Discord's own ids, and its age by this
-- database's clock, so that no difference between the clocks of Discord, database and bot makes a reply come twice.

create or replace function private.begin_entry(p_lane text, p_worker text, p_seconds integer) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_entry public.outbox;
  v_message public.messages;
  v_revision bigint;
begin
  -- The ticket before its lane, as everybody who queues something for it: the other order deadlocks.
  if p_lane like 'ticket:%' then
    perform private.lock_ticket(substr(p_lane, 8)::uuid);
  end if;
  update public.outbox_lanes set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
  where lane = p_lane and leased_by = p_worker and lease_until > clock_timestamp();
  if not found then
    return null;
  end if;
  select * into v_entry from public.outbox where lane = p_lane and settled_at is null order by seq limit 1;
  if not found then
    return null;
  end if;
  if v_entry.message_id is not null then
    select * into v_message from public.messages where id = v_entry.message_id;
  end if;
  -- The first attempt's place and words stay until the outcome is known: reading back looks for these words after that place,
  -- whatever was edited or deleted on the desk meanwhile (an edit made while the send is under way is an entry of its own).
  if v_entry.ticket_id is not null and v_entry.attempted_at is null then
    select v_entry.payload || jsonb_build_object('after', coalesce(private.newest_discord_id(t.id), t.channel_id, t.interaction_id))
      || case when v_entry.kind = 'send_reply' then jsonb_build_object('body', v_message.body) else '{}' end
    into v_entry.payload from public.tickets t where t.id = v_entry.ticket_id;
  end if;
  update public.outbox
  set attempts = attempts + 1, attempted_at = coalesce(attempted_at, clock_timestamp()), payload = v_entry.payload
  where id = v_entry.id;
  if v_entry.message_id is not null then
    if v_entry.kind <> 'delete_reply' and v_message.deleted_at is null and v_message.delivery is distinct from 'sending' then
      v_revision := private.touch_ticket(v_entry.ticket_id);
      update public.messages set delivery = 'sending', delivery_reason = null, revision = v_revision where id = v_entry.message_id;
    end if;
  end if;
  return jsonb_build_object(
    'id', v_entry.id, 'kind', v_entry.kind, 'guild_id', v_entry.guild_id, 'payload', v_entry.payload,
    'was_attempted', v_entry.attempted_at is not null,
    'attempted_at', v_entry.attempted_at, 'attempts', v_entry.attempts + 1,
    'attempted_seconds', extract(epoch from clock_timestamp() - v_entry.attempted_at), 'after_id', v_entry.payload ->> 'after',
    'ticket', (
      select jsonb_build_object('id', t.id, 'number', t.number, 'subject', t.subject, 'channel_id', t.channel_id,
        'channel_state', t.channel_state, 'channel_kind', t.channel_kind, 'status', t.status, 'requester_id', t.requester_id, 'answers', t.answers,
        'requester_name', coalesce(m.nick, p.display_name), 'close_reason', t.close_reason,
        'closed_by_name', (select coalesce(cm.nick, cp.display_name) from public.people cp
          left join public.members cm on cm.person_id = cp.id and cm.guild_id = t.guild_id where cp.id = t.closed_by),
        'category', jsonb_build_object('id', c.id, 'name', c.name, 'emoji', c.emoji, 'hue', c.hue, 'reply_as', c.reply_as,
          'channel_parent_id', c.channel_parent_id, 'channel_name', c.channel_name,
          'opening_title', c.opening_title, 'opening_text', c.opening_text),
        -- Let in by name: those added, and of a restricted ticket whoever it is assigned to.
        'member_ids', (select coalesce(jsonb_agg(x.id order by x.id), '[]') from (
          select p.person_id as id from public.ticket_participants p where p.ticket_id = t.id
          union select t.assignee_id where t.is_restricted and t.assignee_id is not null) x),
        'staff_role_ids', (select coalesce(jsonb_agg(distinct gr.role_id), '[]') from public.grants gr
          where gr.guild_id = t.guild_id and (gr.category_id is null or gr.category_id = t.category_id)
            and gr.level <> 'viewer' and (not t.is_restricted or gr.level in ('manager', 'admin'))))
      from public.tickets t
      join public.categories c on c.id = t.category_id
      join public.people p on p.id = t.requester_id
      left join public.members m on m.guild_id = t.guild_id and m.person_id = t.requester_id
      where t.id = v_entry.ticket_id),
    'message', (
      select jsonb_build_object('id', m.id, 'body', coalesce(v_entry.payload ->> 'body', m.body),
        'is_deleted', m.deleted_at is not null, 'discord_message_id', m.discord_message_id,
        'reply_to_discord_id', m.reply_to_discord_id, 'created_at', m.created_at, 'author_id', m.author_id,
        'author_name', coalesce(mm.nick, p.display_name), 'author_avatar_hash', p.avatar_hash)
      from public.messages m
      join public.people p on p.id = m.author_id
      left join public.members mm on mm.guild_id = m.guild_id and mm.person_id = m.author_id
      where m.id = v_entry.message_id));
end
$$;

-- A statement of the bot's takes milliseconds. One that hangs gives its connection back, and is tried again.
alter role ticketflow_bot set statement_timeout = '30s';
