-- For settings.test.ts: a list that uses every step of the kit (migrations/…_settings.sql). Boards have columns beneath them and a secret,
-- may be one agent's own, stand in an order, and are used elsewhere.

create table public.boards (
  guild_id public.snowflake not null references public.guilds (id) on delete cascade,
  id uuid not null,
  owner_id public.snowflake,
  name text not null check (char_length(name) between 1 and 40),
  hue integer not null check (hue between 0 and 359),
  secret text,
  -- The rows beneath it, as they were saved with it.
  columns jsonb not null default '[]',
  position integer not null default 0,
  version bigint not null,
  changed_at timestamptz not null,
  changed_by public.snowflake,
  primary key (guild_id, id),
  constraint boards_named check (name <> 'hue' or hue = 0)
);
create unique index boards_name_key on public.boards (guild_id, lower(name));
create trigger boards_version before insert or update on public.boards for each row execute function private.keep_version('position');
create trigger boards_noted after insert or update or delete on public.boards
  for each row execute function private.note_setting('board', 'secret');

create table public.board_columns (
  guild_id public.snowflake not null,
  board_id uuid not null,
  position integer not null,
  name text not null,
  primary key (board_id, position),
  foreign key (guild_id, board_id) references public.boards (guild_id, id) on delete cascade
);
create table public.board_uses (
  guild_id public.snowflake not null,
  board_id uuid not null,
  subject text not null,
  foreign key (guild_id, board_id) references public.boards (guild_id, id)
);

create function private.save_board(p_guild text, p_board uuid, p_setting jsonb, p_version bigint) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v public.boards;
  v_owner text;
  v_table text;
  v_constraint text;
  v_column text;
begin
  if p_setting -> 'is_own' = 'true' then
    v_owner := private.begin_save(p_guild, 2);
  else
    perform private.begin_save(p_guild, 3);
  end if;
  select * into v from public.boards b where b.guild_id = p_guild and b.id = p_board and b.owner_id is not distinct from v_owner
  for no key update;
  perform private.check_version(v.version, p_version, v.changed_by, v.changed_at);
  v := jsonb_populate_record(v, private.take_keys(p_setting, 'name', 'hue', 'secret', 'columns', 'is_own'));
  if p_version is null then
    insert into public.boards (guild_id, id, owner_id, name, hue, secret, columns)
    values (p_guild, p_board, v_owner, v.name, v.hue, v.secret, coalesce(v.columns, '[]')) returning version into v.version;
  else
    update public.boards b set name = v.name, hue = v.hue, secret = v.secret, columns = v.columns
    where b.guild_id = p_guild and b.id = p_board returning b.version into v.version;
  end if;
  delete from public.board_columns c where c.guild_id = p_guild and c.board_id = p_board;
  insert into public.board_columns (guild_id, board_id, position, name)
  select p_guild, p_board, c.n, c.name from jsonb_array_elements_text(coalesce(v.columns, '[]')) with ordinality c (name, n);
  return v.version;
exception when integrity_constraint_violation or data_exception then
  get stacked diagnostics v_table = table_name, v_constraint = constraint_name, v_column = column_name;
  perform private.refuse_row(sqlstate, v_table, v_constraint, v_column);
end
$$;

create function private.remove_board(p_guild text, p_board uuid, p_version bigint, p_replacement uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v public.boards;
begin
  perform private.begin_save(p_guild, 3);
  select * into v from public.boards b where b.guild_id = p_guild and b.id = p_board and b.owner_id is null for update;
  if not found then
    return false;
  end if;
  perform private.check_version(v.version, p_version, v.changed_by, v.changed_at);
  if p_replacement is null then
    perform private.check_unused(jsonb_build_array(
      jsonb_build_object('kind', 'ticket', 'count', (select count(*) from public.board_uses u where u.guild_id = p_guild and u.board_id = p_board)),
      jsonb_build_object('kind', 'rule', 'count', 0)));
  elsif p_replacement = p_board or not exists (select from public.boards b where b.guild_id = p_guild and b.id = p_replacement
      and b.owner_id is null) then
    perform private.refuse('TF014', 'No such board');
  end if;
  update public.board_uses u set board_id = p_replacement where u.guild_id = p_guild and u.board_id = p_board;
  delete from public.boards b where b.guild_id = p_guild and b.id = p_board;
  return true;
end
$$;

create function private.import_boards(p_guild text, p_cause uuid, p_names text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.begin_save(p_guild, 3);
  perform private.begin_cause(p_guild, p_cause, 'import_settings', 'job:1');
  insert into public.boards as b (guild_id, id, name, hue) select p_guild, gen_random_uuid(), x, 1 from unnest(p_names) x
  on conflict (guild_id, lower(name)) do update set hue = b.hue + 1;
  perform private.end_cause();
end
$$;

create function public.save_board(guild text, id uuid, setting jsonb, version bigint) returns bigint
language sql set search_path = '' as $$ select private.save_board(guild, id, setting, version) $$;
create function public.remove_board(guild text, id uuid, version bigint, replacement uuid) returns boolean
language sql set search_path = '' as $$ select private.remove_board(guild, id, version, replacement) $$;
create function public.import_boards(guild text, cause uuid, names text[]) returns void
language sql set search_path = '' as $$ select private.import_boards(guild, cause, names) $$;
grant execute on function private.save_board, private.remove_board, private.import_boards,
  public.save_board, public.remove_board, public.import_boards to authenticated;
