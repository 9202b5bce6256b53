-- Filters: which tickets, and in which order. One language of conditions for the inbox's views, counts, boards, rules and bulk acts.
-- Shape: contracts/filter.ts. The same answered in TypeScript: contracts/matches.ts.

-- A filter as it is asked of many heads. Null: not asked. Read once, by read_filter.
create type private.filter as (
  is_open boolean,
  status text[],
  -- One of these, or (is_unassigned) nobody.
  assignees text[],
  is_unassigned boolean,
  categories uuid[],
  -- All of these.
  labels uuid[],
  priorities integer[],
  requesters text[],
  is_unread boolean,
  is_waiting boolean,
  is_answered boolean,
  is_unsent boolean,
  is_snoozed boolean,
  opened_after timestamptz,
  opened_before timestamptz,
  active_after timestamptz,
  active_before timestamptz,
  waiting_after timestamptz,
  waiting_before timestamptz,
  requester_said_after timestamptz,
  requester_said_before timestamptz,
  staff_said_after timestamptz,
  staff_said_before timestamptz,
  sort text
);

-- Where a page ends: the keys of its last ticket. at: since when it waits (sort 'waiting'), or its last activity.
create type private.place as (priority integer, at timestamptz, id uuid);

create function private.filter_flag(p_value jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(p_value) <> 'boolean' then
    perform private.refuse('TF025', 'A condition is true or false');
  end if;
  return p_value::boolean;
end
$$;

-- 1 to 50 texts of this form.
create function private.filter_list(p_value jsonb, p_form text) returns text[]
language plpgsql immutable set search_path = '' as $$
declare
  v_texts text[];
begin
  if jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) between 1 and 50 then
    select array_agg(x #>> '{}') into v_texts from jsonb_array_elements(p_value) x
    having bool_and(jsonb_typeof(x) = 'string' and x #>> '{}' ~ p_form);
  end if;
  if v_texts is null then
    perform private.refuse('TF025', 'A condition is a list of 1 to 50 values');
  end if;
  return v_texts;
end
$$;

-- A time, or how long ago: '2026-11-30T12:00:00Z', 'P7D', 'PT4H30M'. A day is 24 hours.
create function private.filter_time(p_value jsonb, p_now timestamptz) returns timestamptz
language plpgsql stable set search_path = '' as $$
declare
  v_text text := case when jsonb_typeof(p_value) = 'string' then p_value #>> '{}' end;
  v_ago text[] := regexp_match(v_text, '^P(?=\d|T\d)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?$');
begin
  if v_ago is not null then
    return p_now - make_interval(hours => 24 * coalesce(v_ago[1], '0')::integer + coalesce(v_ago[2], '0')::integer,
      mins => coalesce(v_ago[3], '0')::integer);
  elsif v_text ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$' then
    return v_text::timestamptz;
  end if;
  perform private.refuse('TF025', 'A condition is a time, or how long ago');
  return null;
exception when data_exception then
  perform private.refuse('TF025', 'A condition is a time that there is');
end
$$;

-- What follows from what is asked, so that an index can lead. Who waits is open; what contradicts itself means no ticket.
create function private.tighten_filter(f private.filter) returns private.filter
language plpgsql immutable set search_path = '' as $$
begin
  if f.is_waiting or f.sort = 'waiting' or f.waiting_after is not null or f.waiting_before is not null then
    if not f.is_open or f.sort = 'waiting' and not f.is_waiting then
      f.status := '{}';
    end if;
    f.is_waiting := coalesce(f.is_waiting, nullif(f.sort = 'waiting', false));
    f.is_open := true;
  elsif f.is_open is null and f.status is not null then
    f.is_open := case when not 'closed' = any (f.status) then true when f.status <@ '{closed}' then false end;
  end if;
  if f.is_open and f.status @> '{open,waiting,snoozed}' then
    f.status := null;
  end if;
  return f;
end
$$;

-- A filter as its readers write it, for the person (null: a rule's) whom 'me' means. Refuses (TF025) unknown keys, wrong types and more
-- than 50 values.
create function private.read_filter(p_filter jsonb, p_me text, p_now timestamptz) returns private.filter
language plpgsql stable set search_path = '' as $$
declare
  f private.filter;
  v_key text;
  v jsonb;
  v_uuid constant text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
begin
  if jsonb_typeof(p_filter) is distinct from 'object' then
    perform private.refuse('TF025', 'A filter is an object');
  end if;
  f.sort := 'latest';
  for v_key, v in select x.key, x.value from jsonb_each(p_filter) x loop
    case v_key
      when 'is_open' then f.is_open := private.filter_flag(v);
      when 'status' then f.status := private.filter_list(v, '^(open|waiting|snoozed|closed)$');
      when 'assignee' then
        f.assignees := private.filter_list(v, '^(me|nobody|[0-9]{17,20})$');
        f.is_unassigned := nullif('nobody' = any (f.assignees), false);
        f.assignees := nullif(array_replace(array_remove(f.assignees, 'nobody'), 'me', p_me), '{}');
      when 'category' then f.categories := private.filter_list(v, v_uuid)::uuid[];
      when 'label' then f.labels := private.filter_list(v, v_uuid)::uuid[];
      when 'priority' then
        f.priorities := array(select distinct private.priority_rank(x)
          from unnest(private.filter_list(v, '^(low|normal|high|urgent)$')) x order by 1);
      when 'requester' then f.requesters := array_replace(private.filter_list(v, '^(me|[0-9]{17,20})$'), 'me', p_me);
      when 'is_unread' then f.is_unread := private.filter_flag(v);
      when 'is_waiting' then f.is_waiting := private.filter_flag(v);
      when 'is_answered' then f.is_answered := private.filter_flag(v);
      when 'is_unsent' then f.is_unsent := private.filter_flag(v);
      when 'is_snoozed' then f.is_snoozed := private.filter_flag(v);
      when 'opened_after' then f.opened_after := private.filter_time(v, p_now);
      when 'opened_before' then f.opened_before := private.filter_time(v, p_now);
      when 'active_after' then f.active_after := private.filter_time(v, p_now);
      when 'active_before' then f.active_before := private.filter_time(v, p_now);
      when 'waiting_after' then f.waiting_after := private.filter_time(v, p_now);
      when 'waiting_before' then f.waiting_before := private.filter_time(v, p_now);
      when 'requester_said_after' then f.requester_said_after := private.filter_time(v, p_now);
      when 'requester_said_before' then f.requester_said_before := private.filter_time(v, p_now);
      when 'staff_said_after' then f.staff_said_after := private.filter_time(v, p_now);
      when 'staff_said_before' then f.staff_said_before := private.filter_time(v, p_now);
      when 'sort' then f.sort := (private.filter_list(jsonb_build_array(v), '^(latest|oldest|waiting|priority)$'))[1];
      else perform private.refuse('TF025', 'A filter has no such condition');
    end case;
  end loop;
  return private.tighten_filter(f);
end
$$;

-- A place as the desk writes it: {"at": …, "id": …}, with "priority" where the sort is by priority. Null: from the beginning.
create function private.read_place(p_place jsonb, p_sort text) returns private.place
language plpgsql stable set search_path = '' as $$
declare
  v private.place;
begin
  if coalesce(jsonb_typeof(p_place), 'null') = 'null' then
    return null;
  end if;
  v.at := (p_place ->> 'at')::timestamptz;
  v.id := (p_place ->> 'id')::uuid;
  v.priority := private.priority_rank(p_place ->> 'priority');
  if v.at is null or v.id is null or (v.priority is null and p_sort = 'priority') then
    perform private.refuse('TF025', 'A page begins behind a ticket');
  end if;
  return v;
exception when data_exception then
  perform private.refuse('TF025', 'A page begins behind a ticket');
end
$$;

-- Whether a ticket is one of those that a filter means, for a reader who has read it up to p_mark (null: not at all). One expression,
-- without a sub-select and without a setting: the planner unfolds it into each query, and with a filter that it knows (force_custom_plan)
-- nothing stays of what is not asked. One value alone is a plain equality, by which an index is in order. What is said once is not said
-- again: the planner would take it for a second condition, and expect far too few rows.
create function private.matches(h public.ticket_heads, p_mark bigint, f private.filter, p_now timestamptz) returns boolean
language sql stable
return (f.is_open is null or h.is_open = f.is_open)
  and (f.status is null or h.status = any (f.status))
  and (f.assignees is null and f.is_unassigned is null
    or case when cardinality(f.assignees) = 1 then h.assignee_id = f.assignees[1] else h.assignee_id = any (f.assignees) end
    or f.is_unassigned and h.assignee_id is null)
  and (f.categories is null
    or case when cardinality(f.categories) = 1 then h.category_id = f.categories[1] else h.category_id = any (f.categories) end)
  and (f.labels is null or h.label_ids @> f.labels)
  and (f.priorities is null
    or case when cardinality(f.priorities) = 1 then h.priority = f.priorities[1] else h.priority = any (f.priorities) end)
  and (f.requesters is null
    or case when cardinality(f.requesters) = 1 then h.requester_id = f.requesters[1] else h.requester_id = any (f.requesters) end)
  and (f.is_unread is null or (h.said_in > coalesce(p_mark, 0)) = f.is_unread)
  and (f.is_waiting is null
    or case when f.is_waiting then h.waiting_since is not null else not h.is_open or h.waiting_since is null end)
  and (f.is_answered is null or (h.first_reply_at is not null) = f.is_answered)
  and (f.is_unsent is null or h.has_unsent = f.is_unsent)
  and (f.is_snoozed is null or case when f.is_snoozed then h.snoozed_until > p_now else h.snoozed_until is null or h.snoozed_until <= p_now end)
  and (f.opened_after is null or h.opened_at >= f.opened_after)
  and (f.opened_before is null or h.opened_at < f.opened_before)
  and (f.active_after is null or h.last_activity_at >= f.active_after)
  and (f.active_before is null or h.last_activity_at < f.active_before)
  and (f.waiting_after is null or h.waiting_since >= f.waiting_after)
  and (f.waiting_before is null or h.waiting_since < f.waiting_before)
  and (f.requester_said_after is null or h.requester_said_at >= f.requester_said_after)
  and (f.requester_said_before is null or h.requester_said_at < f.requester_said_before)
  and (f.staff_said_after is null or h.staff_said_at >= f.staff_said_after)
  and (f.staff_said_before is null or h.staff_said_at < f.staff_said_before);
