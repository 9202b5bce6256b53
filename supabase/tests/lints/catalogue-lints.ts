/**
 * What must hold of everything in the catalogue, after Supabase's splinter and .github/ARCHITECTURE.md. Each lint is one query that names
 * offenders; `canary` makes one on purpose, which the query must name as `names`, alone.
 */
export type Lint = {
  rule: string;
  query: string;
  canary: string;
  names: string;
  /** Offenders that may stay, each with its reason. */
  allowed?: Record<string, string>;
};

const ours = `('public'::regnamespace, 'private'::regnamespace)`;
const policies = `(select format('%s.%s: %s', schemaname, tablename, policyname) as name, concat_ws(' ', qual, with_check) as text, p.*
  from pg_policies p where schemaname in ('public', 'private', 'storage', 'realtime')) p`;
/** Those of an extension are its own business. */
const functions = `(select f.oid::regprocedure::text as name, f.* from pg_proc f where f.pronamespace in ${ours}
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')) f`;
const table = (name: string, columns = 'id int primary key') =>
  `create table public.${name} (${columns}); alter table public.${name} enable row level security;
   comment on table public.${name} is 'canary'; create policy reads on public.${name} for select to authenticated using (id = 0);`;

export const lints: Lint[] = [
  {
    rule: 'a table in public has row-level security on',
    query: `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`,
    canary: `create table public.bad_open (id int primary key); comment on table public.bad_open is 'canary'`,
    names: 'bad_open',
  },
  {
    rule: 'a table with row-level security on has a policy',
    query: `select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid)`,
    canary: `${table('bad_shut')} drop policy reads on public.bad_shut`,
    names: 'bad_shut',
    allowed: {
      outbox: 'nobody reads it but functions',
      outbox_lanes: 'nobody reads it but functions',
    },
  },
  {
    rule: 'a table in public says what it is, for the privacy page',
    query: `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') and obj_description(oid) is null`,
    canary: `${table('bad_silent')} comment on table public.bad_silent is null`,
    names: 'bad_silent',
  },
  {
    rule: 'one table has one permissive policy for a role and an action',
    query: `select format('%s for %s', p.polrelid::regclass, coalesce(nullif(r.role, 0)::regrole::text, 'public')) as name
      from pg_policy p, unnest(p.polroles) r (role), unnest(case p.polcmd when '*' then array['r', 'a', 'w', 'd'] else array[p.polcmd::text] end) a (act)
      where p.polpermissive group by p.polrelid, r.role, a.act having count(*) > 1`,
    canary: `${table('bad_twice')} create policy reads_too on public.bad_twice for select to authenticated using (id = 1)`,
    names: 'bad_twice for authenticated',
  },
  {
    rule: 'a policy asks who is signed in once, not for each row',
    query: `select name from ${policies} where text ~ '(?<!SELECT )(auth\\.(uid|jwt|role|email)|current_setting)\\('`,
    canary: `${table('bad_asking', 'id int primary key, owner uuid')} alter policy reads on public.bad_asking using (owner = auth.uid())`,
    names: 'public.bad_asking: reads',
  },
  {
    rule: 'a policy asks a function once, not for each row',
    query: `select name from ${policies} where text ~ '(?<!SELECT )private\\.\\w+\\('`,
    canary: `${table('bad_rows', 'id int primary key, ticket uuid')} alter policy reads on public.bad_rows using (private.can_read_ticket(ticket))`,
    names: 'public.bad_rows: reads',
    allowed: {
      'realtime.messages: people join the topics of what they may read':
        'Realtime asks it of the one or two rows that it has put in',
      'realtime.messages: agents say that they view or write': 'asked of the one row that is put in',
    },
  },
  {
    rule: 'no policy and no function believes what a person may edit themselves',
    query: `select name from ${policies} where text ~ 'user_metadata|raw_user_meta_data' union all
      select name from ${functions} where prosrc ~ 'user_metadata|raw_user_meta_data'`,
    canary: `${table('bad_trusting')} alter policy reads on public.bad_trusting using ((select auth.jwt()) -> 'user_metadata' ? 'admin')`,
    names: 'public.bad_trusting: reads',
  },
  {
    rule: 'no policy and no view reads the accounts of Auth',
    query: `select name from ${policies} where text ~ 'auth\\.users|auth\\.identities' union all
      select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
        and pg_get_viewdef(c.oid) ~ 'auth\\.users|auth\\.identities'`,
    canary: `${table('bad_peeking')} alter policy reads on public.bad_peeking using (exists (select from auth.users))`,
    names: 'public.bad_peeking: reads',
  },
  {
    rule: 'a view asks as its reader, and keeps no copy of rows',
    query: `select relname as name from pg_class where relnamespace in ${ours}
      and (relkind = 'm' or relkind = 'v' and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on'])`,
    canary: `create view public.bad_view as select 1 as id; comment on view public.bad_view is 'canary'`,
    names: 'bad_view',
  },
  {
    rule: 'a definer function lives in private',
    query: `select name from ${functions} where prosecdef and pronamespace = 'public'::regnamespace`,
    canary: `create function public.bad_definer() returns int language sql security definer set search_path = '' as $$ select 1 $$`,
    names: 'bad_definer()',
  },
  {
    rule: 'a function has its search path fixed, or was parsed when it was made',
    query: `select name from ${functions} where prosqlbody is null
      and not coalesce(proconfig, '{}') @> array['search_path=""']`,
    canary: `create function private.bad_path() returns int language sql as $$ select 1 $$`,
    names: 'private.bad_path()',
  },
  {
    rule: 'nobody who is not signed in, and not everybody, may call a function',
    query: `select distinct name from ${functions}, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
      where a.grantee in (0, 'anon'::regrole)`,
    canary: `create function private.bad_public() returns int language sql set search_path = '' as $$ select 1 $$;
      grant execute on function private.bad_public() to public`,
    names: 'private.bad_public()',
  },
  {
    rule: 'people may call in private only what a policy or a shell calls as they',
    query: `select name from ${functions}
      where f.pronamespace = 'private'::regnamespace and has_function_privilege('authenticated', f.oid, 'execute')
        and not has_function_privilege('anon', f.oid, 'execute')
        and not exists (select from pg_proc s where s.pronamespace = 'public'::regnamespace and s.prosrc ~ ('private\\.' || f.proname || '\\('))
        and not exists (select from ${policies} where p.text ~ ('private\\.' || f.proname || '\\('))`,
    canary: `create function private.bad_right() returns int language sql set search_path = '' as $$ select 1 $$;
      grant execute on function private.bad_right() to authenticated`,
    names: 'private.bad_right()',
  },
  {
    rule: 'a foreign key has an index that begins with its columns',
    query: `select c.conrelid::regclass::text || ' ' || c.conname as name from pg_constraint c
      where c.contype = 'f' and c.connamespace in ${ours} and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indisvalid
          and (select array_agg(k order by k) from unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) k)
            = (select array_agg(k order by k) from unnest(c.conkey) k)
          -- A part of the rows is enough when it holds all that refer to something.
          and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = any (
            select format('(%I IS NOT NULL)', a.attname) from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey))))`,
    canary:
      table('bad_key', 'id int primary key, number int, other int references public.bad_key') +
      'create index on public.bad_key (number, other)',
    names: 'bad_key bad_key_other_fkey',
  },
  {
    rule: 'a foreign key between two tables of guilds goes by the guild: no row can point into another',
    query: `select c.conrelid::regclass::text || ' ' || c.conname as name from pg_constraint c
      join pg_attribute f on f.attrelid = c.conrelid and f.attname = 'guild_id'
      join pg_attribute t on t.attrelid = c.confrelid and t.attname = 'guild_id'
      where c.contype = 'f' and c.connamespace in ${ours}
        and coalesce(array_position(c.conkey, f.attnum) <> array_position(c.confkey, t.attnum), true)`,
    canary: `${table('bad_guild', 'guild_id text, id int primary key, other int references public.bad_guild')} create index on public.bad_guild (other)`,
    names: 'bad_guild bad_guild_other_fkey',
  },
  {
    rule: 'no index is there twice',
    query: `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid and c.relnamespace in ${ours}
      where exists (select from pg_index j where j.indrelid = i.indrelid and j.indexrelid < i.indexrelid and j.indkey = i.indkey
        and j.indclass = i.indclass and j.indoption = i.indoption and j.indpred::text is not distinct from i.indpred::text
        and j.indexprs::text is not distinct from i.indexprs::text)`,
    canary: `${table('bad_index', 'id int primary key, number int')} create index on public.bad_index (number);
      create index bad_index_again on public.bad_index (number)`,
    names: 'bad_index_again',
  },
  {
    rule: 'a list that a guild keeps has its version kept and its changes noted, for every kind of change',
    query: `select a.attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace in ${ours}
      where a.attname in ('version', 'changed_by') group by a.attrelid having count(*) = 2
        and (select array_agg(f.proname || ' ' || t.tgtype order by f.proname) from pg_trigger t join pg_proc f on f.oid = t.tgfoid
          where t.tgrelid = a.attrelid and t.tgenabled = 'O' and f.proname in ('keep_version', 'note_setting'))
          is distinct from array['keep_version 23', 'note_setting 29']`,
    canary: table('bad_list', 'id int primary key, version bigint, changed_by text'),
    names: 'bad_list',
  },
  {
    rule: 'what sounds like a secret in a list is named as one, so that it stays out of the audit log',
    query: `select c.oid::regclass::text || '.' || a.attname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where t.tgfoid = 'private.note_setting'::regproc
        and (a.atttypid = 'bytea'::regtype or a.attname ~ '(secret|token|passw|credential|sign|_key|^key|hash|salt|auth)')
        and not a.attname = any ((string_to_array(encode(t.tgargs, 'escape'), '\\000'))[2:])`,
    canary: `${table('bad_secret', 'guild_id text, id int primary key, version bigint, changed_by text, token text, secret text')}
      create trigger a before insert or update on public.bad_secret for each row execute function private.keep_version();
      create trigger b after insert or update or delete on public.bad_secret for each row execute function private.note_setting('bad', 'secret')`,
    names: 'bad_secret.token',
  },
  {
    rule: 'no function runs SQL that it puts together',
    query: `select name from ${functions} where prosrc ~* '\\mexecute\\M'`,
    canary: `create function private.bad_execute(t text) returns void language plpgsql set search_path = '' as $$ begin execute 'delete from ' || t; end $$`,
    names: 'private.bad_execute(text)',
  },
  {
    rule: 'no extension lies in public',
    query: `select extname as name from pg_extension where extnamespace = 'public'::regnamespace`,
    canary: 'create extension citext with schema public',
    names: 'citext',
  },
];
