-- For tests: asks one question as several people, and takes back whatever answering it did.
create schema matrix;

-- p_people: [{person, role, user, amr, facts}]; facts are what $1 says besides. The bot is its own session: session_user decides who may
-- vouch, and `set role` leaves that at the superuser. p_targets: what $1 is in turn: [{key, …}]; topic, operation and viewAs are set as Realtime,
-- Storage and view_as set them. Returns {person: {key: answer}}; an answer is {"value": …} as text, {"refused": code}, or
-- {"refused": "!"} where the role holds no right at all, asked once. The question is parsed and planned once for each role, not for each
-- person and target: planning took most of the time. Each role parses it itself, since what it may name is looked at then.
create function matrix.ask(p_people jsonb, p_query text, p_targets jsonb) returns jsonb
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  v_person jsonb;
  v_target jsonb;
  v_value text;
  v_answer jsonb;
  v_answers jsonb;
  v_all jsonb := '{}';
  v_message text;
  v_self text := session_user;
  v_prepared_for text := '';
begin
  for v_person in select x from jsonb_array_elements(p_people) x loop
    v_answers := '{}';
    perform set_config('request.jwt.claims', jsonb_build_object('sub', v_person -> 'user', 'role', v_person -> 'role',
        'amr', v_person -> 'amr')::text, true),
      set_config('request.jwt.claim.sub', coalesce(v_person ->> 'user', ''), true), set_config('session_authorization', case v_person ->> 'role' when 'ticketflow_bot' then 'ticketflow_bot' else v_self end, true),
      set_config('role', v_person ->> 'role', true);
    for v_target in select x || coalesce(v_person -> 'facts', '{}') from jsonb_array_elements(p_targets) x loop
      perform set_config('realtime.topic', coalesce(v_target ->> 'topic', ''), true),
        set_config('storage.operation', coalesce(v_target ->> 'operation', ''), true),
        set_config('ticketflow.view_as', coalesce(v_target ->> 'viewAs', ''), true),
        -- As if the person had set the bot's own setting.
        set_config('ticketflow.vouch', coalesce((v_target -> 'vouch' || jsonb_build_object('in', pg_current_xact_id()::text))::text, ''), true);
      begin
        v_value := null;
        if v_target ? 'statement' then
          execute v_target ->> 'statement' using v_target;
        else
          if v_prepared_for <> v_person ->> 'role' then
            if exists (select from pg_prepared_statements where name = 'question') then
              deallocate question;
            end if;
            v_prepared_for := '';
            execute 'prepare question (jsonb) as ' || p_query;
            v_prepared_for := v_person ->> 'role';
          end if;
          if p_query ~* '^(insert|update|delete)' then
            execute format('execute question (%L)', v_target);
          else
            execute format('execute question (%L)', v_target) into v_value;
          end if;
        end if;
        raise exception using errcode = 'MATRX';
      exception
        when sqlstate 'MATRX' then
          v_answer := jsonb_build_object('value', v_value);
        when others then
          get stacked diagnostics v_message = message_text;
          v_answer := jsonb_build_object('refused', case when v_message like 'permission denied%' then '!' else sqlstate end);
      end;
      v_answers := v_answers || jsonb_build_object(v_target ->> 'key', v_answer);
      exit when v_answer ->> 'refused' = '!' and not v_target ? 'statement';
    end loop;
    perform set_config('session_authorization', v_self, true), set_config('role', 'none', true);
    v_all := v_all || jsonb_build_object(v_person ->> 'person', v_answers);
  end loop;
  return v_all;
end
$$;
