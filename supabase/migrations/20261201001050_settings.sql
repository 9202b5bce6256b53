-- Settings: what all lists that a guild keeps (blocks, labels, …) share.
--
-- A list is a table with its own constraints, the columns (guild_id, id, name, version, changed_at, changed_by) and two triggers:
-- keep_version and note_setting. Its functions have names of their own (save_label, remove_label) and are a few lines over the steps
-- below: begin_save, lock the row, check_version, write, refuse_row.
-- The id comes from the client, so that a repeated save finds what the first one made.
-- owner_id, where a table has it, makes a row one person's own.
-- Rows beneath a row (the columns of a board) are saved with it: it keeps them as a jsonb column too, so that one version and one entry
-- of the audit log hold for the whole.

-- Versions never come twice: a row that was removed and restored is not taken for the one that an editor began with.
create sequence private.setting_versions;

-- Before insert or update. A change of the setting takes the next version; a save that changes nothing keeps it. Arguments: columns that
-- are no part of what an editor edits, such as the position in the list.
create function private.keep_version() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    new.version := old.version;
    new.changed_at := old.changed_at;
    new.changed_by := old.changed_by;
    if to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
      return new;
    end if;
  end if;
  new.version := nextval('private.setting_versions');
  new.changed_at := clock_timestamp();
  new.changed_by := private.actor();
  return new;
end
$$;

-- A row as the audit log keeps it: without what all lists share, and of a secret only that it is there, where it is other than before.
create function private.setting_facts(p_row jsonb, p_other jsonb, p_secrets text[]) returns jsonb
language sql immutable set search_path = '' as $$
  select (p_row - '{guild_id,id,version,changed_at,changed_by}'::text[] - p_secrets)
    || (select coalesce(jsonb_object_agg(s, case when p_row ->> s is not null then 'hidden' end), '{}')
      from unnest(p_secrets) s where p_row -> s is distinct from p_other -> s)
$$;

-- One more of this kind in an entry that stands for many changes: {"label": {"added": 3}}.
create function private.count_change(p_counts jsonb, p_kind text, p_did text) returns jsonb
language sql immutable set search_path = '' as $$
  select p_counts || jsonb_build_object(p_kind,
    coalesce(p_counts -> p_kind, '{}') || jsonb_build_object(p_did, coalesce((p_counts #>> array[p_kind, p_did])::integer, 0) + 1))
$$;

-- After insert, update or delete. Writes the audit log and pokes the guild. Arguments: the kind of row, then the columns that are secret.
-- A person's own row is in nobody's log, and a guild that goes takes its log with it.
create function private.note_setting() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
  v_guild text := v_row ->> 'guild_id';
  v_kind text := tg_argv[0];
  v_did text := case tg_op when 'INSERT' then 'added' when 'DELETE' then 'removed' else 'changed' end;
  v_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  v_after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
  if v_before = v_after or not exists (select from public.guilds g where g.id = v_guild) then
    return null;
  end if;
  perform private.poke_guild(v_guild);
  if v_row ->> 'owner_id' is not null or v_before -> 'version' = v_after -> 'version' then
    return null;
  end if;
  -- The setting is only where to look: what begin_cause wrote in this transaction counts.
  update public.audit_log a set after = private.count_change(a.after, v_kind, v_did)
  where a.id = nullif(current_setting('ticketflow.cause', true), '')::bigint and a.guild_id = v_guild
    and a.caused_in = pg_current_xact_id();
  if not found then
    perform private.audit(v_guild, private.actor(),
      case tg_op when 'INSERT' then 'add_' when 'DELETE' then 'remove_' else 'change_' end || v_kind, v_kind || ':' || (v_row ->> 'id'),
      private.setting_facts(v_before, v_after, tg_argv[1:]), private.setting_facts(v_after, v_before, tg_argv[1:]));
  end if;
  return null;
end
$$;

-- What this transaction writes to the guild's lists until end_cause is one entry of the audit log, which counts it. The same cause again
-- (a job's next page) goes on with the same entry.
create function private.begin_cause(p_guild text, p_cause uuid, p_action text, p_target text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_entry bigint;
begin
  insert into public.audit_log (guild_id, actor_id, action, target, after, cause, caused_in)
  values (p_guild, private.actor(), p_action, p_target, '{}', p_cause, pg_current_xact_id())
  on conflict (guild_id, cause) where cause is not null do update set caused_in = excluded.caused_in
  returning id into v_entry;
  perform set_config('ticketflow.cause', v_entry::text, true);
end
$$;

create function private.end_cause() returns void
language sql security definer set search_path = '' as $$
  select set_config('ticketflow.cause', '', true)
$$;

-- Refuses below this level for the guild; returns who saves. The level is asked again once this save's turn has come: it may have gone
-- while it waited.
create function private.begin_save(p_guild text, p_level integer) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform private.must_be(p_guild, p_level);
  -- One save at a time in a guild: what it counts, orders and replaces stands still.
  perform from public.guilds where id = p_guild for no key update;
  return private.must_be(p_guild, p_level);
end
$$;

-- Refuses a save that began with another version than the stored one: TF021 with {by, at, version}, or TF023 when the row was removed.
-- The detail is logged, so it holds no value of the row; the editor reads the row as it is now.
create function private.check_version(p_stored bigint, p_asked bigint, p_by text, p_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if p_stored is not distinct from p_asked then
    return;
  elsif p_stored is null then
    perform private.refuse('TF023', 'Removed meanwhile');
  end if;
  perform private.refuse('TF021', 'Changed meanwhile', jsonb_build_object('by', p_by, 'at', p_at, 'version', p_stored));
end
$$;

-- The setting as it came, an object of these keys and no others.
create function private.take_keys(p_setting jsonb, variadic p_keys text[]) returns jsonb
language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(p_setting) is distinct from 'object' or p_setting - p_keys <> '{}' then
    perform private.refuse('TF014', 'Not a setting of this list', '{"constraint": "keys"}');
  end if;
  return p_setting;
end
$$;

-- Turns an error of the table's own rules into a refusal: TF022 {field} where a value is taken, else TF014 {constraint, field}. The
-- field is the column after which the constraint is named.
create function private.refuse_row(p_state text, p_table text, p_constraint text, p_column text) returns void
language plpgsql set search_path = '' as $$
declare
  v_field text := coalesce(nullif(p_column, ''), (select a.attname from pg_catalog.pg_attribute a
    where a.attrelid = to_regclass(format('public.%I', p_table)) and a.attnum > 0
      and p_constraint ~ format('^%s_(guild_id_)?%s_(key|check|fkey)$', p_table, a.attname)));
begin
  if p_state = '23505' then
    perform private.refuse('TF022', 'Taken', jsonb_build_object('field', v_field));
  end if;
  perform private.refuse('TF014', 'Not valid',
    jsonb_build_object('constraint', coalesce(nullif(p_constraint, ''), p_state), 'field', v_field));
end
$$;

-- Refuses to remove what is used, with what uses it: [{"kind": "ticket", "count": 12}, {"kind": "rule", "count": 1, "ids": […]}]. The
-- caller passes by with a replacement.
create function private.check_unused(p_uses jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if jsonb_path_exists(p_uses, '$[*] ? (@.count > 0)') then
    perform private.refuse('TF024', 'In use', jsonb_build_object('uses', jsonb_path_query_array(p_uses, '$[*] ? (@.count > 0)')));
  end if;
end
$$;

-- A list in its new order: one of its rows directly before another, or (null) at the end.
create function private.place_before(p_ids uuid[], p_id uuid, p_before uuid) returns uuid[]
language sql immutable set search_path = '' as $$
  select case when p_before = p_id then p_ids else others.ids[:n - 1] || p_id || others.ids[n:] end
  from (select array_remove(p_ids, p_id) as ids) others
  cross join lateral (select coalesce(array_position(others.ids, p_before), cardinality(others.ids) + 1) as n) at
$$;
