-- The demo guild, told as a small story: a quiet Monday at Harbor Lights, a game of sailing lanterns. Everybody in it is invented.
-- Times are counted back from now; ids are fixed, and the simulated Discord knows the same people and channels.

insert into public.guilds (id, name, owner_id, access_seen_at, last_ticket_number) values
  ('1180000000000000001', 'Harbor Lights', '1180000000000000101', now(), 2421),
  ('1180000000000000002', 'Glasshouse Collective', '1180000000000000202', now(), 11);

insert into public.people (id, username, display_name, is_bot) values
  ('1180000000000000101', 'noor.haddad', 'Noor Haddad', false),
  ('1180000000000000102', 'theo.l', 'Theo Lindqvist', false),
  ('1180000000000000103', 'ines.c', 'Inês Carvalho', false),
  ('1180000000000000104', 'sam.adeyemi', 'Sam Adeyemi', false),
  ('1180000000000000201', 'marlowe.tide', 'Marlowe', false),
  ('1180000000000000202', 'kestrel', 'kestrel', false),
  ('1180000000000000203', 'salty.bea', 'salty bea', false),
  ('1180000000000000204', 'quietstorm', 'quietstorm', false),
  ('1180000000000000205', 'moth.wing', 'moth', false),
  ('1180000000000000206', 'rookery', 'Rookery', false),
  ('1180000000000000207', 'oddpenguin', 'oddpenguin', false),
  ('1180000000000000208', 'juniper', 'juniper', false);

-- Colours are decimal, as Discord sends them.
insert into public.roles (guild_id, id, name, color, position, can_manage_guild) values
  ('1180000000000000001', '1180000000000000001', '@everyone', 0, 0, false),
  ('1180000000000000001', '1180000000000000301', 'Harbor master', x'26c6da'::int, 9, true),
  ('1180000000000000001', '1180000000000000302', 'Support lead', x'e0b02a'::int, 7, false),
  ('1180000000000000001', '1180000000000000303', 'Support crew', x'6fd08c'::int, 6, false),
  ('1180000000000000001', '1180000000000000304', 'Captain', x'f0b04f'::int, 5, false),
  ('1180000000000000001', '1180000000000000305', 'Season pass', x'4fbf83'::int, 4, false),
  ('1180000000000000001', '1180000000000000306', 'EU shard', x'4aa3e0'::int, 3, false),
  ('1180000000000000001', '1180000000000000307', 'Beta', x'c07ad0'::int, 2, false),
  ('1180000000000000001', '1180000000000000308', 'Watch', x'8b9aa5'::int, 1, false),
  ('1180000000000000001', '1180000000000000309', 'Harbor Desk', 0, 8, false),
  ('1180000000000000002', '1180000000000000002', '@everyone', 0, 0, false),
  ('1180000000000000002', '1180000000000000321', 'Keepers', x'88aa55'::int, 1, false);

insert into public.members (guild_id, person_id, role_ids, is_mirrored, roles_seen_at) values
  ('1180000000000000001', '1180000000000000101', '{1180000000000000301}', true, now()),
  ('1180000000000000001', '1180000000000000102', '{1180000000000000303}', true, now()),
  ('1180000000000000001', '1180000000000000103', '{1180000000000000303}', true, now()),
  ('1180000000000000001', '1180000000000000104', '{1180000000000000302,1180000000000000303}', true, now()),
  ('1180000000000000001', '1180000000000000201',
    '{1180000000000000304,1180000000000000305,1180000000000000306,1180000000000000307}', false, now()),
  ('1180000000000000001', '1180000000000000202', '{1180000000000000305}', false, now()),
  ('1180000000000000001', '1180000000000000203', '{}', false, now()),
  ('1180000000000000001', '1180000000000000204', '{}', false, now()),
  ('1180000000000000001', '1180000000000000205', '{}', false, now()),
  ('1180000000000000001', '1180000000000000206', '{1180000000000000304}', false, now()),
  ('1180000000000000001', '1180000000000000207', '{1180000000000000307}', false, now()),
  ('1180000000000000001', '1180000000000000208', '{}', false, now()),
  ('1180000000000000002', '1180000000000000202', '{}', true, now()),
  ('1180000000000000002', '1180000000000000207', '{1180000000000000321}', true, now());

insert into public.categories (guild_id, id, name, emoji, icon, hue, place, button_style, channel_parent_id, opening_title, opening_text, form) values
  ('1180000000000000001', '5f0c0000-0000-4000-8000-000000000001', 'Purchases', '🛍️', 'shopping-bag', 75, 1, 'primary', '1180000000000000406',
    'Hello {name}, the crew is here', 'We answer within half an hour. Write as much as you like meanwhile.',
    '[{"type": "select", "id": "item", "label": "What did you buy?", "is_required": true,
       "options": [{"label": "Tideglass lantern", "emoji": "🏮"}, {"label": "Beacon Pass", "emoji": "🗼"}, {"label": "Sail set", "emoji": "⛵"}, {"label": "Something else"}]},
      {"type": "short_text", "id": "platform", "label": "Platform", "description": "And your shard, if you know it", "is_required": false, "max_length": 100},
      {"type": "long_text", "id": "story", "label": "What happened?", "is_required": true, "max_length": 1000, "is_subject": true}]'),
  ('1180000000000000001', '5f0c0000-0000-4000-8000-000000000002', 'Account', '🔑', 'key-round', 250, 2, 'secondary', '1180000000000000406',
    'Hello {name}, the crew is here', 'Never tell anybody your password, us included.',
    '[{"type": "long_text", "id": "story", "label": "What is wrong with your account?", "is_required": true, "max_length": 1000, "is_subject": true}]'),
  ('1180000000000000001', '5f0c0000-0000-4000-8000-000000000003', 'Bug reports', '🐛', 'bug', 150, 3, 'secondary', '1180000000000000406',
    'Thank you, {name}', 'Screenshots and clips help. Post them here.',
    '[{"type": "short_text", "id": "where", "label": "Where does it happen?", "is_required": true, "max_length": 120, "is_subject": true},
      {"type": "long_text", "id": "steps", "label": "What did you do just before?", "is_required": false, "max_length": 1000}]'),
  ('1180000000000000001', '5f0c0000-0000-4000-8000-000000000004', 'Reports', '🛡️', 'shield-alert', 25, 4, 'danger', '1180000000000000406',
    'We are listening, {name}', 'Only the crew and you can read this.',
    '[{"type": "short_text", "id": "who", "label": "Whom do you report?", "is_required": true, "max_length": 80},
      {"type": "long_text", "id": "story", "label": "What happened?", "is_required": true, "max_length": 1000, "is_subject": true}]'),
  ('1180000000000000001', '5f0c0000-0000-4000-8000-000000000005', 'Appeals', '⚖️', 'gavel', 300, 5, 'secondary', '1180000000000000406',
    'Hello {name}', 'Tell us in your own words. Somebody who was not there reads it.', '[]'),
  ('1180000000000000002', '5f0c0000-0000-4000-8000-000000000021', 'Greenhouse', '🌿', 'leaf', 140, 1, 'primary', '1180000000000000421',
    'Hello {name}', 'A keeper answers soon.', '[]');

insert into public.grants (guild_id, role_id, category_id, level) values
  ('1180000000000000001', '1180000000000000302', null, 'manager'),
  ('1180000000000000001', '1180000000000000303', null, 'agent'),
  ('1180000000000000001', '1180000000000000308', null, 'viewer'),
  ('1180000000000000002', '1180000000000000321', null, 'agent');

insert into public.panels (guild_id, id, channel_id, title, body, color) values
  ('1180000000000000001', '5f0a0000-0000-4000-8000-000000000001', '1180000000000000404', 'Need a hand?',
    E'Press a button and tell us what happened. A private channel opens, only you and the crew can read it.\n\n🕘 The crew is on deck **09:00 to 23:00** CET',
    x'e8a33d'::int);
insert into public.panel_categories (guild_id, panel_id, category_id, place)
select guild_id, '5f0a0000-0000-4000-8000-000000000001', id, place from public.categories
where guild_id = '1180000000000000001' and name <> 'Appeals';

-- The story's own words: open a ticket, say something, close it.
create function pg_temp.person(p_name text) returns text language sql as $$
  select id from public.people where display_name = p_name
$$;

create function pg_temp.snowflake(p_at timestamptz, p_n integer) returns text language sql as $$
  select (private.snowflake_at(p_at)::bigint + p_n)::text
$$;

create function pg_temp.opens(p_number integer, p_requester text, p_category text, p_subject text, p_ago interval, p_priority text,
  p_assignee text, p_answers jsonb, p_restricted boolean default false, p_guild text default '1180000000000000001') returns void
language plpgsql as $$
declare
  v_id uuid := ('5f0d0000-0000-4000-8000-' || lpad(p_number::text, 12, '0'))::uuid;
  v_at timestamptz := now() - p_ago;
begin
  insert into public.tickets (guild_id, id, number, category_id, requester_id, assignee_id, subject, priority, is_restricted, answers,
    source, source_channel_id, channel_id, channel_state, opened_at)
  values (p_guild, v_id, p_number, (select id from public.categories where guild_id = p_guild and name = p_category), pg_temp.person(p_requester),
    pg_temp.person(p_assignee), p_subject, p_priority, p_restricted, p_answers, 'panel', '1180000000000000404',
    pg_temp.snowflake(v_at, 1), 'open', v_at);
  insert into public.ticket_heads (guild_id, ticket_id, revision, last_activity_at) values (p_guild, v_id, 1, v_at);
  insert into public.messages (guild_id, ticket_id, kind, author_id, event, position, created_at, made_in, revision)
  values (p_guild, v_id, 'event', pg_temp.person(p_requester), '{"type": "opened", "source": "panel", "channel_id": "1180000000000000404"}',
    private.position_of(pg_temp.snowflake(v_at, 2)), v_at, 1, 1);
end
$$;

create function pg_temp.says(p_number integer, p_author text, p_ago interval, p_body text, p_kind text default 'message', p_more jsonb default '{}')
returns void language plpgsql as $$
declare
  v_ticket public.tickets;
  v_at timestamptz := now() - p_ago;
  v_revision bigint;
  v_place text := pg_temp.snowflake(now() - p_ago, 10 + p_number % 1000);
begin
  select * into v_ticket from public.tickets where number = p_number;
  update public.ticket_heads set revision = revision + 1, last_activity_at = greatest(last_activity_at, v_at)
  where ticket_id = v_ticket.id returning revision into v_revision;
  insert into public.messages (guild_id, ticket_id, kind, author_id, is_staff, body, discord_message_id, position, delivery, created_at,
    made_in, revision, edited_at, reactions, embeds, attachments, reply_to_discord_id, deleted_at, deleted_in)
  values (v_ticket.guild_id, v_ticket.id, p_kind, pg_temp.person(p_author), p_kind <> 'message', p_body,
    case when p_kind <> 'note' then v_place end, private.position_of(v_place), case p_kind when 'reply' then 'sent' end, v_at,
    v_revision, v_revision, case when p_more ? 'edited' then v_at + interval '20 seconds' end, coalesce(p_more -> 'reactions', '[]'),
    coalesce(p_more -> 'embeds', '[]'), coalesce(p_more -> 'attachments', '[]'),
    (select m.discord_message_id from public.messages m where m.ticket_id = v_ticket.id and m.body like (p_more ->> 'quotes') || '%' limit 1),
    case when p_more ? 'deleted' then v_at + interval '30 seconds' end, case when p_more ? 'deleted' then 'discord' end);
end
$$;

create function pg_temp.closes(p_number integer, p_by text, p_ago interval, p_reason text) returns void language plpgsql as $$
begin
  update public.tickets set status = 'closed', closed_at = now() - p_ago, closed_by = pg_temp.person(p_by), close_reason = p_reason,
    channel_id = null, channel_state = 'deleted' where number = p_number;
  update public.ticket_heads h set revision = h.revision + 1, last_activity_at = now() - p_ago
  from public.tickets t where t.number = p_number and h.ticket_id = t.id;
  insert into public.messages (guild_id, ticket_id, kind, author_id, event, position, created_at, made_in, revision)
  select t.guild_id, t.id, 'event', pg_temp.person(p_by), jsonb_build_object('type', 'closed', 'reason', p_reason, 'where', 'desk'),
    private.position_of(pg_temp.snowflake(now() - p_ago, 3)), now() - p_ago, h.revision, h.revision
  from public.tickets t join public.ticket_heads h on h.ticket_id = t.id where t.number = p_number;
end
$$;

-- Three of Marlowe's that ended well.
select pg_temp.opens(1421, 'Marlowe', 'Account', 'Name change', '210 days', 'low', 'Inês Carvalho', '[]');
select pg_temp.says(1421, 'Marlowe', '209 days 23 hours', 'Could I be Marlowe instead of Marlow2? I typed it wrong on the first day.');
select pg_temp.says(1421, 'Inês Carvalho', '209 days 22 hours', 'Done. Sign in again and the new name is there.', 'reply');
select pg_temp.closes(1421, 'Inês Carvalho', '209 days', 'Renamed');
select pg_temp.opens(1880, 'Marlowe', 'Account', 'Could not link my console', '120 days', 'normal', 'Theo Lindqvist', '[]');
select pg_temp.says(1880, 'Marlowe', '119 days 23 hours', 'The code on the screen is always expired when I type it.');
select pg_temp.says(1880, 'Theo Lindqvist', '119 days 22 hours', 'Your console''s clock is an hour behind. Set it by network and try again.', 'reply');
select pg_temp.says(1880, 'Marlowe', '119 days 21 hours', 'That was it!');
select pg_temp.closes(1880, 'Theo Lindqvist', '119 days', 'Clock of the console');
select pg_temp.opens(2197, 'Marlowe', 'Purchases', 'Refund for a duplicate chest', '30 days', 'normal', 'Noor Haddad', '[{"label": "What did you buy?", "value": "Something else"}]');
select pg_temp.says(2197, 'Marlowe', '29 days 23 hours', 'I got the same chest twice and would like one back.');
select pg_temp.says(2197, 'Noor Haddad', '29 days 22 hours', 'One chest is refunded, 4.99 will be back within three days.', 'reply');
select pg_temp.closes(2197, 'Noor Haddad', '29 days', 'Refunded');

-- Today.
select pg_temp.opens(2404, 'moth', 'Reports', 'Harassment in a voice channel', '3 hours', 'urgent', 'Sam Adeyemi',
  '[{"label": "Whom do you report?", "value": "A captain of the night fleet"}]', true);
select pg_temp.says(2404, 'moth', '2 hours 50 minutes', 'He would not stop after I asked him twice. I left the channel.');
select pg_temp.says(2404, 'Sam Adeyemi', '2 hours 30 minutes', 'I am sorry. You did the right thing. Is there a recording?', 'reply');
select pg_temp.says(2404, 'moth', '40 minutes', 'Yes, a friend was streaming. I asked for it.');
select pg_temp.says(2404, 'moth', '25 minutes', 'Here is the link, it is at 14:20.');
select pg_temp.says(2404, 'Sam Adeyemi', '22 minutes', 'I have added the recording to the notes.', 'note');

select pg_temp.opens(2413, 'juniper', 'Purchases', 'Gift went to the wrong friend', '80 minutes', 'high', 'Theo Lindqvist',
  '[{"label": "What did you buy?", "value": "Sail set"}]');
select pg_temp.says(2413, 'juniper', '78 minutes', 'I chose the wrong name in the list.');
select pg_temp.says(2413, 'juniper', '61 minutes', 'Is there any way to take it back before he opens it?');

select pg_temp.opens(2414, 'oddpenguin', 'Bug reports', 'Crash when opening the harbor map', '2 hours', 'normal', 'Inês Carvalho',
  '[{"label": "Where does it happen?", "value": "Harbor map, on the pier"}]');
select pg_temp.says(2414, 'oddpenguin', '115 minutes', 'Every time, since this morning. It closes without a word.');
select pg_temp.says(2414, 'Inês Carvalho', '70 minutes', 'Could you send us `harbor.log`? It lies beside the game.', 'reply');
select pg_temp.says(2414, 'oddpenguin', '52 minutes', 'Sent the log file, 2 MB, hope that is the right one', 'message',
  '{"attachments": [{"id": "1180000000000000801", "name": "harbor.log", "size": 2097152, "content_type": "text/plain"}]}');

select pg_temp.opens(2416, 'Rookery', 'Appeals', 'Appeal: muted for seven days', '5 hours', 'low', 'Noor Haddad', '[]');
select pg_temp.says(2416, 'Rookery', '4 hours 50 minutes', 'I was muted for the song contest. It was a joke among friends.');
select pg_temp.says(2416, 'Noor Haddad', '38 minutes', 'Please tell us in your own words what was said before it.', 'reply');

select pg_temp.opens(2417, 'quietstorm', 'Reports', 'Speed hacks in ranked, clip attached', '50 minutes', 'low', 'Inês Carvalho',
  '[{"label": "Whom do you report?", "value": "tidebreaker_9"}]');
select pg_temp.says(2417, 'quietstorm', '48 minutes', 'Nobody rounds the cape in nine seconds.', 'message',
  '{"attachments": [{"id": "1180000000000000802", "name": "cape.mp4", "size": 7340032, "content_type": "video/mp4"}]}');
select pg_temp.says(2417, 'Inês Carvalho', '14 minutes', 'Thank you, the clip is clear. We are looking at the server''s own times now.', 'reply');

select pg_temp.opens(2418, 'Marlowe', 'Purchases', 'Tideglass skin vanished after the 2.3 update', '34 minutes', 'high', 'Noor Haddad',
  '[{"label": "What did you buy?", "value": "Tideglass lantern"}, {"label": "Platform", "value": "PC, EU shard"}]');
select pg_temp.says(2418, 'Marlowe', '30 minutes', 'Hi! After the 2.3 update my **Tideglass** lantern is gone. I bought it on Saturday.');
select pg_temp.says(2418, 'Noor Haddad', '23 minutes', 'Sorry about that! What is the order number? It starts with `HL-`', 'reply',
  '{"edited": true, "quotes": "Hi! After", "reactions": [{"emoji": "👍", "count": 1}, {"emoji": "🙏", "count": 2}]}');
select pg_temp.says(2418, 'Marlowe', '21 minutes', '', 'message', '{"deleted": true}');
select pg_temp.says(2418, 'Marlowe', '20 minutes', 'Found it, HL-48213-TG');
select pg_temp.says(2418, 'Theo Lindqvist', '17 minutes', 'Noor: 2.3 skipped items bought Friday to Sunday. Grant by hand.', 'note');
select pg_temp.says(2418, 'Marlowe', '8 minutes', 'Any news? Our ranked match is tonight and I would love to have it back 😅');
select pg_temp.says(2418, 'Noor Haddad', '6 minutes', 'Found your order, thank you.', 'reply');
select pg_temp.says(2418, 'Noor Haddad', '5 minutes 50 seconds', 'Tideglass is back in your inventory. Restart the game once so that the lantern slot reloads.', 'reply');
select pg_temp.says(2418, 'Marlowe', '2 minutes', 'Restarting now, one moment');

select pg_temp.opens(2420, 'kestrel', 'Account', 'Cannot sign in since I changed my phone', '9 minutes', 'high', null,
  '[{"label": "What is wrong with your account?", "value": "I still get \"code expired\" every single time"}]');
select pg_temp.says(2420, 'kestrel', '6 minutes', 'I still get “code expired” every single time');

select pg_temp.opens(2421, 'salty bea', 'Purchases', 'Charged twice for the Beacon Pass', '4 minutes', 'urgent', null,
  '[{"label": "What did you buy?", "value": "Beacon Pass"}, {"label": "Platform", "value": "Phone"}]');
select pg_temp.says(2421, 'salty bea', '3 minutes', 'I pressed once, I am quite sure.');
select pg_temp.says(2421, 'salty bea', '2 minutes', 'The shop said “try again”, so perhaps it was twice.');
select pg_temp.says(2421, 'salty bea', '1 minute', 'My bank shows two payments of 14.99, both from this morning');

-- Another guild, whose tickets nobody at Harbor Lights may see.
select pg_temp.opens(11, 'oddpenguin', 'Greenhouse', 'The orchid sensor says 90 degrees', '1 day', 'normal', null, '[]', false, '1180000000000000002');
select pg_temp.says(11, 'oddpenguin', '23 hours', 'Either it is broken or we have soup.');

-- Who waits, and since when: the messages above were not told to the heads one by one.
select private.recount_words(ticket_id) from public.ticket_heads;

-- What the crew has read already.
insert into public.read_marks (ticket_id, person_id, revision)
select h.ticket_id, p.id, case when t.number in (2404, 2413, 2420, 2421) then 1 else h.revision end
from public.ticket_heads h join public.tickets t on t.id = h.ticket_id
cross join unnest(array['1180000000000000101', '1180000000000000102', '1180000000000000103', '1180000000000000104']) p (id)
where h.guild_id = '1180000000000000001';

select private.enqueue_panel(id) from public.panels;
