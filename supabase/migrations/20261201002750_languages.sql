-- In which language TicketFlow speaks: to all of a guild in Discord, and to one person on the desk.

-- What a person chose for themselves, in all guilds. They need appear in none: who has just signed in may choose.
create table private.preferences (
  person_id public.snowflake primary key,
  language text not null check (private.is_language(language))
);

-- The language of what everybody in the guild's tickets sees in Discord. Returns the one before.
create function private.set_guild_language(p_guild text, p_language text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.must_be(p_guild, 4);
  v_before text := (select g.language from public.guilds g where g.id = p_guild for no key update);
begin
  if private.is_language(p_language) is not true then
    perform private.refuse('TF014', 'No such language');
  elsif v_before <> p_language then
    update public.guilds set language = p_language where id = p_guild;
    perform private.audit(p_guild, v_me, 'set_language', 'guild:' || p_guild, jsonb_build_object('language', v_before),
      jsonb_build_object('language', p_language));
  end if;
  return v_before;
end
$$;

-- The language of the desk for the person who asks, on every device where they sign in.
create function private.set_my_language(p_language text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_me text := private.actor();
begin
  if v_me is null then
    perform private.refuse('TF010', 'Sign in with Discord first');
  elsif private.is_language(p_language) is not true then
    perform private.refuse('TF014', 'No such language');
  end if;
  insert into private.preferences (person_id, language) values (v_me, p_language)
  on conflict (person_id) do update set language = excluded.language;
end
$$;

-- Null: they never chose one.
create function private.my_language() returns text
language sql stable security definer set search_path = '' as $$
  select p.language from private.preferences p where p.person_id = private.actor()
$$;
