-- Lists of tickets and their counts, by filter. The verdict is taken by the caller, never in here: under force_custom_plan its functions
-- would be planned again each time (0.4 against 1.8 ms).

-- The ids of a page of a guild's heads behind a place. Verdict and filter come ready-made, and one text serves every filter, every order and
-- every index. The filter should say open or closed: the inbox's index asks that next to the guild. p_ids, when given, are all that may be
-- among them.
create function private.page_of_heads(
  p_guild text, p_ids uuid[], v private.verdict, f private.filter, p_after private.place, p_size integer, p_now timestamptz
) returns uuid[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  -- The planner knows the fields of a row of nulls, and not those of no row.
  v_after private.place := coalesce(p_after, row(null, null, null)::private.place);
begin
  return array(
    select h.ticket_id
    from public.ticket_heads h
    left join public.read_marks r on r.ticket_id = h.ticket_id and r.person_id = v.me
    where h.guild_id = p_guild and (p_ids is null or h.ticket_id = any (p_ids))
      and private.matches(h, r.revision, f, p_now) and private.opens_head(v, h)
      and case when v_after.id is null then true
        when f.sort = 'latest' then (h.last_activity_at, h.ticket_id) < (v_after.at, v_after.id)
        when f.sort = 'oldest' then (h.last_activity_at, h.ticket_id) > (v_after.at, v_after.id)
        when f.sort = 'waiting' then (h.waiting_since, h.ticket_id) > (v_after.at, v_after.id)
        else (h.priority, h.last_activity_at, h.ticket_id) < (v_after.priority, v_after.at, v_after.id) end
    order by case f.sort when 'priority' then h.priority end desc,
      case f.sort when 'oldest' then h.last_activity_at when 'waiting' then h.waiting_since end,
      case when f.sort in ('oldest', 'waiting') then h.ticket_id end,
      case when f.sort in ('latest', 'priority') then h.last_activity_at end desc,
      case when f.sort in ('latest', 'priority') then h.ticket_id end desc
    limit p_size);
end
$$;

-- The same by priority, whose index knows only what is more than normal: that first, then what is normal, then what is low, each in
-- the inbox's order.
create function private.page_by_priority(
  p_guild text, p_ids uuid[], v private.verdict, f private.filter, p_after private.place, p_size integer, p_now timestamptz
) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_ids uuid[] := '{}';
  v_asked integer[] := coalesce(f.priorities, '{0,1,2,3}');
  v_band integer;
begin
  foreach v_band in array '{2,1,0}'::integer[] loop
    f.priorities := array(select x from unnest(v_asked) x where least(x, 2) = v_band order by x);
    continue when f.priorities = '{}' or v_band > least(p_after.priority, 2);
    f.sort := case v_band when 2 then 'priority' else 'latest' end;
    v_ids := v_ids || private.page_of_heads(p_guild, p_ids, v, f,
      case when v_band = least(p_after.priority, 2) then p_after end, p_size - cardinality(v_ids), p_now);
    exit when cardinality(v_ids) >= p_size;
  end loop;
  return v_ids;
end
$$;

-- All tickets of these requesters, when they are few: then they lead. Null when they are many, and the order of the page leads. What is
-- closed is more by far to look through, so there more are few.
create function private.narrow(p_guild text, f private.filter) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_few constant integer := case when f.is_open then 20 else 1000 end;
  v_ids uuid[];
begin
  if f.requesters is not null then
    v_ids := array(select t.id from public.tickets t where t.requester_id = any (f.requesters) and t.guild_id = p_guild limit v_few + 1);
  end if;
  return case when cardinality(v_ids) <= v_few then v_ids end;
end
$$;

-- The ids of a page of a filter, in its order.
create function private.find_tickets(p_guild text, v private.verdict, f private.filter, p_after private.place, p_size integer, p_now timestamptz)
returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_narrow uuid[] := private.narrow(p_guild, f);
  v_part private.filter := f;
  v_ids uuid[] := '{}';
begin
  foreach v_part.is_open in array case when f.is_open is null then '{true,false}' else array[f.is_open] end loop
    v_ids := v_ids || case f.sort
      when 'priority' then private.page_by_priority(p_guild, v_narrow, v, v_part, p_after, p_size, p_now)
      else private.page_of_heads(p_guild, v_narrow, v, v_part, p_after, p_size, p_now) end;
  end loop;
  -- Open and closed ones have an index together in no order: a page of each is merged.
  return case when f.is_open is null then private.page_of_heads(p_guild, v_ids, v, f, p_after, p_size, p_now) else v_ids end;
end
$$;

-- How many open tickets each of up to eight filters means, by one look at each head.
create function private.count_heads(p_guild text, v private.verdict, f private.filter[], p_now timestamptz) returns bigint[]
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  return (
    select array[
      count(*) filter (where private.matches(h, r.revision, f[1], p_now)), count(*) filter (where private.matches(h, r.revision, f[2], p_now)),
      count(*) filter (where private.matches(h, r.revision, f[3], p_now)), count(*) filter (where private.matches(h, r.revision, f[4], p_now)),
      count(*) filter (where private.matches(h, r.revision, f[5], p_now)), count(*) filter (where private.matches(h, r.revision, f[6], p_now)),
      count(*) filter (where private.matches(h, r.revision, f[7], p_now)), count(*) filter (where private.matches(h, r.revision, f[8], p_now))]
    from public.ticket_heads h
    left join public.read_marks r on r.ticket_id = h.ticket_id and r.person_id = v.me
    where h.guild_id = p_guild and h.is_open and private.opens_head(v, h));
end
$$;

-- How many tickets each view has: {name: filter} → {name: count}. Null for views that reach into what is closed: that is not counted.
create function private.count_views(p_guild text, v private.verdict, p_views jsonb, p_now timestamptz) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_counts jsonb := '{}';
  v_names text[] := '{}';
  v_filters private.filter[] := '{}';
  v_name text;
  v_view jsonb;
  f private.filter;
begin
  if jsonb_typeof(p_views) is distinct from 'object' or (select count(*) from jsonb_object_keys(p_views)) > 50 then
    perform private.refuse('TF025', 'Up to 50 views are counted');
  end if;
  for v_name, v_view in select x.key, x.value from jsonb_each(p_views) x loop
    f := private.read_filter(v_view, v.me, p_now);
    v_counts := v_counts || jsonb_build_object(v_name, null);
    if f.is_open then
      v_names := v_names || v_name;
      v_filters := v_filters || f;
    end if;
  end loop;
  for v_from in 1..cardinality(v_names) by 8 loop
    v_counts := v_counts || (
      select jsonb_object_agg(x.name, x.n) from unnest(v_names[v_from:v_from + 7],
        (private.count_heads(p_guild, v, v_filters[v_from:v_from + 7], p_now))[1:cardinality(v_names) - v_from + 1]) x (name, n)
      where x.name is not null);
  end loop;
  return v_counts;
end
$$;

-- A page of the tickets that a filter means, in its order, after a place. Its cursor and epoch start changes_since. Shapes:
-- contracts/filter.ts, contracts/ticket.ts. Refuses with TF025 (no filter, no place).
create function private.list_tickets(p_guild text, p_filter jsonb, p_after jsonb, p_page_size integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v private.verdict := private.my_verdict();
  v_now timestamptz := private.now();
  f private.filter := private.read_filter(p_filter, v.me, v_now);
  v_size integer := least(greatest(p_page_size, 1), 100);
  v_ids uuid[] := '{}';
  v_page record;
begin
  if p_guild = any (v.reaches) then
    v_ids := private.find_tickets(p_guild, v, f, private.read_place(p_after, f.sort), v_size, v_now);
  end if;
  select * into v_page from private.tickets_json(v_ids, v);
  return jsonb_build_object('tickets', v_page.tickets, 'has_more', cardinality(v_ids) = v_size,
    'people', private.people_json(p_guild, v_page.people),
    'cursor', pg_snapshot_xmin(pg_current_snapshot())::text, 'epoch', coalesce(private.access_epoch(p_guild), 0));
end
$$;
