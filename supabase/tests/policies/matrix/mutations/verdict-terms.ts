/**
 * Every term of the verdict that stands in the text of a function, and what it is without it. Each must be found exactly once, so a
 * function that changes takes its lines here with it. Levels asked for (level-mutations.ts) and printed conditions (`opens`) are found by
 * themselves.
 */
export const verdictTerms: Record<string, [term: string, without: string][]> = {
  // Who asks.
  'private.identity': [
    ['i.user_id = (select auth.uid())', 'true'],
    ["i.provider = 'discord'", 'true'],
    [' and private.is_discord_session()', ''],
    ['count(*) = 1', 'count(*) >= 1'],
  ],
  'private.is_discord_session': [["a ->> 'method' = 'oauth'", 'true']],
  'private.actor': [
    ['private.viewing_as() is null', 'true'],
    ["case session_user\n    when 'ticketflow_bot'", "case 'ticketflow_bot'\n    when 'ticketflow_bot'"],
  ],
  'private.viewing_as': [
    ["l.guild_id = split_part(v_as, ':', 1)", 'true'],
    ['l.level = 4', 'true'],
  ],
  'private.my_levels': [
    ["session_user = 'ticketflow_bot'", 'true'],
    ['v_as is null', 'true'],
  ],
  'private.vouched_levels': [
    ['g.id = v.guild and g.owner_id', 'g.owner_id'],
    ['g.owner_id = v.person', 'true'],
    ["v.person and g.status <> 'left'", 'v.person'],
    ["g.id = v.guild and v.kind = 'member'", "v.kind = 'member'"],
    ["'member' and g.status <> 'left'", "'member'"],
    [
      "'member' and g.status <> 'left' and private.is_current(g.access_seen_at)",
      "'member' and g.status <> 'left'",
    ],
    ["g.id = v.guild and v.kind = 'rule'", "v.kind = 'rule'"],
    ["v.kind = 'rule' and g.status", 'g.status'],
    ["'rule' and g.status <> 'left'", "'rule'"],
    [
      "'rule' and g.status <> 'left' and private.is_current(g.access_seen_at)",
      "'rule' and g.status <> 'left'",
    ],
  ],
  'private.counts_in': [
    ['(private.vouched()).guild = p_guild', 'true'],
    ["(private.vouched()).kind = 'member'", 'false'],
  ],

  // What that gives them.
  'private.is_current': [
    ['p_seen_at > now() - (select s.access_limit from private.settings s)', 'true'],
    [', false)', ', true)'],
  ],
  'private.levels_of': [
    ['g.owner_id = p_person', 'true'],
    ["p_person and g.status <> 'left'", 'p_person'],
    ["g.id = m.guild_id and g.status <> 'left'", 'g.id = m.guild_id'],
    [' and private.is_current(g.access_seen_at)', ''],
    ['m.person_id = p_person', 'true'],
    ['m.is_mirrored', 'true'],
    ['m.left_at is null', 'true'],
  ],
  'private.levels_of_roles': [['private.level_rank(gr.level)', '4']],
  'private.staff_guilds': [['private.my_levels()', 'private.levels_of(null)']],
  'private.guilds_at': [
    ['l.category_id is null', 'true'],
    ['l.level >= p_level', 'true'],
  ],
  'private.categories_at': [
    ['where l.category_id is not null', 'where false'],
    ['c.guild_id = l.guild_id', 'true'],
    ['where l.category_id is null', ''],
    ['l.level >= p_level', 'true'],
  ],
  'private.reachable_guilds': [
    ['select l.guild_id from private.my_levels() l', 'select null::text'],
    ['private.asked_in(private.actor())', 'private.asked_in(null)'],
    ["where (select g.status from public.guilds g where g.id = x) <> 'left'", ''],
  ],
  'private.asked_in': [['where t.requester_id = p_person)\n    union all', 'where true)\n    union all']],
  // Gates: only what they let in can be missed. Who is known by their tickets alone, in several servers: reach.test.ts.
  'private.known_guilds': [
    ['m.person_id = v_me', 'false'],
    ['g.owner_id = v_me', 'false'],
  ],
  'private.is_known': [['> 0', '> 1']],
  'private.added_to': [
    ['p.person_id = private.actor()', 'true'],
    ['p.guild_id = any (private.staff_guilds())', 'true'],
  ],

  // One ticket.
  'private.ticket_level': [
    ['t.assignee_id = v_me', 'false'],
    ['p.person_id = v_me', 'true'],
    ['l.guild_id = t.guild_id', 'true'],
    ['l.category_id is null', 'false'],
    ['l.category_id = t.category_id', 'true'],
    ['t.category_id or given.is_given)', 't.category_id)'],
    ['not t.is_restricted', 'true'],
    ['l.level >= 3', 'false'],
    ['>= 3 or given.is_given)', '>= 3)'],
  ],
  'private.can_read_ticket': [
    ["g.status <> 'left'", 'true'],
    ['t.requester_id = private.actor()', 'true'],
    [' and private.counts_in(t.guild_id)', ''],
  ],

  // The verdict taken once, for many rows.
  'private.my_verdict': [
    ['v.me := private.actor()', 'v.me := private.identity()'],
    ['l where l.category_id is not null\n      union', 'l where false\n      union'],
    ['c.guild_id = l.guild_id where l.category_id is null)', 'true where l.category_id is null)'],
    ['l.guild_id where l.category_id is null)', 'l.guild_id)'],
    [' and l.level >= 3\n      union', '\n      union'],
    ['where l.category_id is null and l.level >= 3', 'where l.category_id is null'],
    ["where (select g.status from public.guilds g where g.id = x) <> 'left'", ''],
    ['private.asked_in(v.me)', 'private.asked_in(null)'],
    ['p.person_id = v.me', 'true'],
    [' and p.guild_id in (select l.guild_id from levels l)', ''],
  ],
  'private.search_messages': [
    ['private.opens(v, t) and', ''],
    [" and (m.kind <> 'note' or private.opens_notes(v, t))", ''],
  ],
  'private.tickets_json': [['private.opens_notes(p_verdict, t)', 'true']],
  'private.list_tickets': [['p_guild = any (v.reaches)', 'true']],
  'private.page_of_heads': [['private.opens_head(v, h)', 'true']],
  'private.count_heads': [['private.opens_head(v, h)', 'true']],
  'private.changes_since': [
    ['not p_guild = any (v.reaches)', 'false'],
    ['private.opens(v, t)', 'true'],
  ],
  'private.read_guild': [
    ['not p_guild = any (v.staff)', 'false'],
    ['c.id = any (v.reads)', 'true'],
  ],
  'private.read_ticket': [
    ['v_level = 0 and not private.can_read_ticket(p_ticket)', 'false'],
    ["repeat('9', 20)) and (v_level > 0 or m.kind <> 'note')", "repeat('9', 20))"],
    ["p_after_revision and (v_level > 0 or m.kind <> 'note')", 'p_after_revision'],
    ['p.ticket_id = p_ticket and v_level > 0', 'p.ticket_id = p_ticket'],
  ],

  // What may be done.
  'private.may_act': [
    ['not private.can_read_ticket(p_ticket)', 'false'],
    ['private.ticket_level(p_ticket) < p_level', 'false'],
    ['p_or_requester and', ''],
    ['t.requester_id = private.actor()', 'true'],
  ],
  'private.as_rule': [["private.is_for_rules(p_act ->> 'act') is not true", 'false']],
  'private.act_on_message': [
    ["message.kind not in ('reply', 'note')", 'false'],
    ['message.author_id = private.actor()', 'true'],
    ['p_is_manager_enough and', ''],
  ],
  'private.holds_level': [['coalesce(p_guild = any (private.guilds_at(p_level)), false)', 'true']],
  'private.must_be': [['not private.holds_level(p_guild, p_level)', 'false']],
  'private.mark_read': [['not private.can_read_ticket(p_ticket)', 'false']],
  'private.publish_panel': [[' and guild_id = any (private.guilds_at(3))', '']],
  'private.read_access': [['not coalesce(p_guild = any (private.guilds_at(4)), false)', 'false']],
  'private.read_audit_log': [['not coalesce(p_guild = any (private.guilds_at(4)), false)', 'false']],
  'private.list_jobs': [['not coalesce(p_guild = any (private.guilds_at(3)), false)', 'false']],
  'private.find_people': [
    ['not coalesce(p_guild = any (private.staff_guilds()), false)', 'false'],
    ['private.ticket_level(p_ticket) = 0', 'false'],
  ],
  'private.my_access': [
    ['m.person_id = v_me', 'true'],
    ['and m.is_mirrored', ''],
    ['and m.left_at is null', ''],
    ['l.guild_id = p_guild', 'true'],
  ],

  // Topics and files.
  'private.can_join': [
    ["p_extension = 'broadcast' and p_topic ~ '^guild:", "p_topic ~ '^guild:"],
    ['= any (private.staff_guilds())', 'is not null'],
    ["p_extension = 'broadcast' and p_topic ~ '^user:", "p_topic ~ '^user:"],
    ["p_topic = 'user:' || (select auth.uid())", 'true'],
    ["p_extension = 'broadcast' and p_topic not like", 'p_topic not like'],
    [" and p_topic not like '%:presence'", ''],
    ['private.can_read_ticket(v_ticket)', 'true'],
    ["p_extension = 'presence' and p_topic like '%:presence'", "p_topic like '%:presence'"],
    ["'presence' and p_topic like '%:presence'", "'presence'"],
  ],
  'private.is_upload': [["= 'object.upload'", 'is not null']],
  'private.is_download': [["'object.get_authenticated'", "'object.list', 'object.get_authenticated'"]],
};
