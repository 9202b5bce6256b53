-- Labels: short names in a colour, in the guild's own order.

create table public.labels (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 40 and name = btrim(name)),
  hue integer not null check (hue between 0 and 359),
  position integer not null,
  version bigint not null,
  changed_at timestamptz not null,
  changed_by public.snowflake references public.people (id),
  primary key (guild_id, id)
);
alter table public.labels enable row level security;
comment on table public.labels is 'Labels of the guild: name, colour, order';
-- Two that differ in capitals alone are one to a reader.
create unique index labels_name_key on public.labels (guild_id, lower(name));
create index labels_changed_by_idx on public.labels (changed_by);

create trigger labels_version before insert or update on public.labels
  for each row execute function private.keep_version('position');
create trigger labels_noted after insert or update or delete on public.labels
  for each row execute function private.note_setting('label');

create policy "managers read labels" on public.labels for select to authenticated
  using (guild_id = any ((select private.guilds_at(3))::text[]));
grant select on public.labels to authenticated;

-- Makes a label (version null) or changes it; a new one comes last. Returns its version. Refuses with TF005, TF014, TF021, TF022, TF023.
create function private.save_label(p_guild text, p_label uuid, p_setting jsonb, p_version bigint) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v public.labels;
  v_table text;
  v_constraint text;
  v_column text;
begin
  perform private.begin_save(p_guild, 3);
  select * into v from public.labels l where l.guild_id = p_guild and l.id = p_label for no key update;
  perform private.check_version(v.version, p_version, v.changed_by, v.changed_at);
  v := jsonb_populate_record(v, private.take_keys(p_setting, 'name', 'hue'));
  if p_version is null then
    v.position := coalesce((select max(l.position) + 1 from public.labels l where l.guild_id = p_guild), 0);
    insert into public.labels (guild_id, id, name, hue, position)
    values (p_guild, p_label, v.name, v.hue, v.position) returning version into v.version;
  else
    update public.labels l set name = v.name, hue = v.hue where l.guild_id = p_guild and l.id = p_label returning l.version into v.version;
  end if;
  return v.version;
exception when integrity_constraint_violation or data_exception then
  get stacked diagnostics v_table = table_name, v_constraint = constraint_name, v_column = column_name;
  perform private.refuse_row(sqlstate, v_table, v_constraint, v_column);
end
$$;

-- False when it was removed already. While tickets carry it, another label must take its place on them. Refuses with TF005, TF014 (no such
-- replacement), TF021, TF024. Counting reads all heads of the guild: labels go seldom, and no index of theirs pays for its writes.
create function private.remove_label(p_guild text, p_label uuid, p_version bigint, p_replacement uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v public.labels;
begin
  perform private.begin_save(p_guild, 3);
  select * into v from public.labels l where l.guild_id = p_guild and l.id = p_label for update;
  if not found then
    return false;
  end if;
  perform private.check_version(v.version, p_version, v.changed_by, v.changed_at);
  if p_replacement is null then
    perform private.check_unused(jsonb_build_array(jsonb_build_object('kind', 'ticket', 'count',
      (select count(*) from public.ticket_heads h where h.guild_id = p_guild and p_label = any (h.label_ids)))));
  elsif p_replacement = p_label or not exists (select from public.labels l where l.guild_id = p_guild and l.id = p_replacement) then
    perform private.refuse('TF014', 'No such label');
  else
    -- Locked in the order of their ids, so that two who change many tickets never wait for each other.
    update public.ticket_heads h
    set label_ids = array_remove(array_remove(h.label_ids, p_replacement), p_label) || p_replacement,
      revision = h.revision + 1, changed_in = pg_current_xact_id()
    from (select x.ticket_id from public.ticket_heads x where x.guild_id = p_guild and p_label = any (x.label_ids)
      order by x.ticket_id for update) locked
    where h.guild_id = p_guild and h.ticket_id = locked.ticket_id;
  end if;
  delete from public.labels l where l.guild_id = p_guild and l.id = p_label;
  return true;
end
$$;

-- Puts a label directly before another, or (null) last. False when one of both is gone. Positions have no version: an editor who has the
-- label open goes on.
create function private.move_label(p_guild text, p_label uuid, p_before uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.begin_save(p_guild, 3);
  v_old uuid[] := array(select l.id from public.labels l where l.guild_id = p_guild order by l.position, l.id);
  v_new uuid[] := private.place_before(v_old, p_label, p_before);
  v_name text := (select l.name from public.labels l where l.guild_id = p_guild and l.id = p_label);
begin
  if v_name is null or not coalesce(p_before = any (v_old), true) then
    return false;
  end if;
  update public.labels l set position = o.n - 1
  from unnest(v_new) with ordinality o (id, n) where l.guild_id = p_guild and l.id = o.id and l.position <> o.n - 1;
  if v_new <> v_old then
    perform private.audit(p_guild, v_me, 'move_label', 'label:' || p_label,
      jsonb_build_object('name', v_name, 'position', array_position(v_old, p_label)),
      jsonb_build_object('name', v_name, 'position', array_position(v_new, p_label)));
  end if;
  return true;
end
$$;

-- The list in its order. Null unless the caller is a manager. Shape: contracts/labels.ts.
create function private.read_labels(p_guild text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not private.holds_level(p_guild, 3) then
    return null;
  end if;
  return jsonb_build_object(
    'rows', (select coalesce(jsonb_agg(to_jsonb(l) - '{guild_id,position}'::text[] order by l.position, l.id), '[]')
      from public.labels l where l.guild_id = p_guild),
    'people', private.people_json(p_guild, array(select l.changed_by::text from public.labels l where l.guild_id = p_guild)));
end
$$;
