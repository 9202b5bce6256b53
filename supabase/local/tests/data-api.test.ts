import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signJwt } from '../jwt.ts';
import { isLocal, startProject, type Project } from './local-server.ts';

const ada = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';

const schema = `
  create table public.contract_notes (
    id int primary key generated always as identity,
    owner uuid not null,
    body text not null check (body <> ''),
    secret text not null default 'hidden',
    at timestamptz not null default '2026-01-02 03:04:05.678+00',
    tags text[] not null default '{a,b}',
    extra jsonb not null default '{"deep": {"n": 1}}'
  );
  create table public.contract_lines (
    id int primary key, note_id int not null references public.contract_notes, line text not null
  );
  create table public.contract_unreachable (id int);
  alter table public.contract_notes enable row level security;
  alter table public.contract_lines enable row level security;
  alter table public.contract_unreachable enable row level security;
  create policy "people read their own notes" on public.contract_notes for select to authenticated
    using (owner = (select auth.uid()));
  create policy "lines follow their note" on public.contract_lines for select to authenticated
    using (exists (select from public.contract_notes n where n.id = note_id));
  grant select (id, owner, body, at, tags, extra) on public.contract_notes to authenticated;
  grant select on public.contract_lines to authenticated;
  grant all on public.contract_notes to service_role;
  insert into public.contract_notes (owner, body) values
    ('${ada}', 'first'), ('${ada}', 'second'), ('${ada}', 'third'), ('${ben}', 'of ben');
  insert into public.contract_lines values (1, 1, 'one'), (2, 1, 'two'), (3, 4, 'of ben');
  create function public.contract_whoami() returns jsonb language sql stable as $$
    select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'user', current_user, 'sub', auth.jwt() ->> 'sub')
  $$;
  create function public.contract_refuse(reason text) returns void language plpgsql as $$
  begin
    raise exception 'refused: %', reason using errcode = 'TF001', detail = 'the detail', hint = 'the hint';
  end $$;
  create function public.contract_raise() returns void language plpgsql as $$ begin raise exception 'plain'; end $$;
  create function public.contract_page(first int, size int default 2) returns setof public.contract_lines
    language sql stable as $$ select * from public.contract_lines where id >= first order by id limit size $$;
  create function public.contract_closed() returns int language sql as $$ select 1 $$;
  revoke execute on function public.contract_closed() from public, anon, authenticated;
  create type public.contract_pair as (n int, word text);
  create function public.contract_jsonb(value jsonb) returns text language sql stable as $$
    select jsonb_typeof(value) || ' ' || value
  $$;
  create function public.contract_json(value json) returns text language sql stable as $$
    select json_typeof(value) || ' ' || value
  $$;
  create function public.contract_unnamed(jsonb) returns text language sql stable as $$
    select jsonb_typeof($1) || ' ' || $1
  $$;
  create function public.contract_types(
    words text[] default null, ids uuid[] default null, documents jsonb[] default null, pair public.contract_pair default null,
    flag boolean default null, n int default null, word text default null, at timestamptz default null
  ) returns jsonb language sql stable as $$
    select jsonb_strip_nulls(jsonb_build_object('words', words, 'ids', ids, 'documents', documents, 'pair', pair,
      'flag', flag, 'n', n, 'word', word, 'at', at at time zone 'utc'))
  $$;
  create function public.contract_many(variadic numbers int[]) returns int language sql stable as $$
    select sum(n) from unnest(numbers) n
  $$;
`;
const cleanup = `
  drop function if exists public.contract_whoami, public.contract_refuse, public.contract_raise, public.contract_page,
    public.contract_closed, public.contract_jsonb, public.contract_json, public.contract_unnamed, public.contract_types,
    public.contract_many;
  drop type if exists public.contract_pair;
  drop table if exists public.contract_lines, public.contract_notes, public.contract_unreachable;
`;

let project: Project;
beforeAll(async () => {
  project = await startProject(schema, { cleanup });
});
afterAll(() => project.finish());
const asAda = () => project.client(project.tokenFor(ada));

describe('reading', () => {
  test('a filter of many digits is text for a text column: it names that snowflake and no other', async () => {
    const note = async (id: string) =>
      (await project.service().from('contract_notes').select('body').eq('body', id)).data;
    const ids = ['1180000000000000102', '1180000000000000100'];
    await project
      .service()
      .from('contract_notes')
      .insert(ids.map((body) => ({ owner: ben, body })));
    for (const id of ids) expect(await note(id)).toEqual([{ body: id }]);
    const both = await project.service().from('contract_notes').select('body').in('body', ids).order('body');
    expect(both.data).toEqual([{ body: ids[1] }, { body: ids[0] }]);
    await project.service().from('contract_notes').delete().in('body', ids);
  });

  test('a person reads the rows that the policies give them and no others', async () => {
    const { data, error } = await asAda().from('contract_notes').select('body').order('id');
    expect(error).toBeNull();
    expect(data).toEqual([{ body: 'first' }, { body: 'second' }, { body: 'third' }]);
  });

  test('times are ISO 8601 with an offset, JSON and lists are values', async () => {
    const { data } = await asAda().from('contract_notes').select('at, tags, extra').eq('id', 1).single();
    expect(data).toEqual({
      at: '2026-01-02T03:04:05.678+00:00',
      tags: ['a', 'b'],
      extra: { deep: { n: 1 } },
    });
  });

  test('filters, orders, ranges and alternatives narrow the rows as the client says', async () => {
    const notes = () => asAda().from('contract_notes').select('id');
    expect((await notes().in('id', [1, 3]).order('id', { ascending: false })).data).toEqual([
      { id: 3 },
      { id: 1 },
    ]);
    expect((await notes().or('id.eq.2,body.eq.third').order('id')).data).toEqual([{ id: 2 }, { id: 3 }]);
    expect((await notes().gt('id', 1).lt('id', 3)).data).toEqual([{ id: 2 }]);
    expect((await notes().ilike('body', 'F%')).data).toEqual([{ id: 1 }]);
    expect((await notes().order('id').range(1, 1)).data).toEqual([{ id: 2 }]);
    expect((await notes().is('secret', null).limit(1)).error?.code).toBe('42501');
    expect((await notes().contains('tags', ['a']).limit(1)).data).toEqual([{ id: 1 }]);
  });

  test('an embedded table comes with each row, under its own policies', async () => {
    const { data } = await asAda()
      .from('contract_notes')
      .select('id, contract_lines(line)')
      .order('id')
      .limit(2);
    expect(data).toEqual([
      { id: 1, contract_lines: [{ line: 'one' }, { line: 'two' }] },
      { id: 2, contract_lines: [] },
    ]);
    const { data: parents } = await asAda()
      .from('contract_lines')
      .select('line, contract_notes(body)')
      .eq('id', 1);
    expect(parents).toEqual([{ line: 'one', contract_notes: { body: 'first' } }]);
  });

  test('an exact count counts what the caller may see', async () => {
    const answer = await asAda().from('contract_notes').select('id', { count: 'exact', head: true });
    expect(answer.count).toBe(3);
    expect((await asAda().from('contract_notes').select('id', { count: 'exact' }).limit(1)).count).toBe(3);
  });

  test('a single row that is not there is PGRST116, a perhaps missing one is null', async () => {
    const none = () => asAda().from('contract_notes').select('id').eq('id', 4);
    expect(await none().single()).toMatchObject({ status: 406, error: { code: 'PGRST116' } });
    expect(await none().maybeSingle()).toMatchObject({ data: null, error: null });
  });
});

describe('rights', () => {
  test('a column that is not granted is refused with 42501, also behind a star', async () => {
    expect(await asAda().from('contract_notes').select('secret')).toMatchObject({
      status: 403,
      error: { code: '42501' },
    });
    expect(await asAda().from('contract_notes').select('*')).toMatchObject({
      status: 403,
      error: { code: '42501' },
    });
  });

  test('a table granted to nobody is refused to anon with 401 and to a person with 403', async () => {
    expect(await project.client().from('contract_unreachable').select()).toMatchObject({ status: 401 });
    expect(await asAda().from('contract_unreachable').select()).toMatchObject({ status: 403 });
  });

  test('a person without a right to write is refused whatever they send', async () => {
    const notes = () => asAda().from('contract_notes');
    expect((await notes().insert({ owner: ada, body: 'x' })).error?.code).toBe('42501');
    expect((await notes().update({ body: 'x' }).eq('id', 1)).error?.code).toBe('42501');
    expect((await notes().delete().eq('id', 1)).error?.code).toBe('42501');
  });

  test('the secret key is service_role: past the policies, within its grants', async () => {
    const { data } = await project.service().from('contract_notes').select('body, secret').eq('owner', ben);
    expect(data).toEqual([{ body: 'of ben', secret: 'hidden' }]);
    expect((await project.service().from('contract_lines').select()).error?.code).toBe('42501');
  });

  test('a broken check constraint is 23514 with its message', async () => {
    const answer = await project.service().from('contract_notes').insert({ owner: ada, body: '' });
    expect(answer).toMatchObject({ status: 400, error: { code: '23514' } });
    expect(answer.error?.message).toContain('contract_notes_body_check');
  });

  test.runIf(isLocal)('serving requests changes no grant in the database', async () => {
    const grants = () => project.sql`
      select n.nspname, c.relname, c.relacl::text, d.defaclacl::text from pg_class c
      join pg_namespace n on n.oid = c.relnamespace left join pg_default_acl d on d.defaclnamespace = n.oid
      where n.nspname in ('public', 'auth', 'storage', 'realtime') order by 1, 2`;
    const before = await grants();
    await Promise.all([
      asAda().from('contract_notes').select('id'),
      project.service().from('contract_notes').select(),
    ]);
    expect(await grants()).toEqual(before);
  });
});

describe('functions', () => {
  test('a function sees the claims of its caller', async () => {
    expect((await asAda().rpc('contract_whoami')).data).toEqual({
      uid: ada,
      role: 'authenticated',
      user: 'authenticated',
      sub: ada,
    });
    expect((await project.client().rpc('contract_whoami')).data).toMatchObject({
      uid: null,
      role: 'anon',
      user: 'anon',
    });
    expect((await project.service().rpc('contract_whoami')).data).toMatchObject({ user: 'service_role' });
  });

  test('a refusal that a function raises reaches the client with its own code, message, details and hint', async () => {
    const answer = await asAda().rpc('contract_refuse', { reason: 'closed' });
    expect(answer.status).toBe(400);
    expect(answer.error).toMatchObject({
      code: 'TF001',
      message: 'refused: closed',
      details: 'the detail',
      hint: 'the hint',
    });
    expect((await asAda().rpc('contract_raise')).error).toMatchObject({ code: 'P0001', message: 'plain' });
  });

  test('a function that returns rows can be filtered and defaults its arguments', async () => {
    expect((await asAda().rpc('contract_page', { first: 1 })).data).toHaveLength(2);
    const { data } = await asAda().rpc('contract_page', { first: 1, size: 9 }).select('line').eq('id', 2);
    expect(data).toEqual([{ line: 'two' }]);
  });

  // PostgREST reads the body with json_to_record (src/PostgREST/Query/SqlFragment.hs, test/spec/Feature/Query/RpcSpec.hs).
  test.each([
    [{ key: 3, deep: [{ text: 'a' }] }, 'object {"key": 3, "deep": [{"text": "a"}]}'],
    [[1, 'two', null], 'array [1, "two", null]'],
    [[], 'array []'],
    [{}, 'object {}'],
    [4.5, 'number 4.5'],
    [false, 'boolean false'],
    ['words', 'string "words"'],
    ['{"key": 3}', 'string "{\\"key\\": 3}"'],
    ['5', 'string "5"'],
    ['null', 'string "null"'],
    ['', 'string ""'],
    [null, null],
  ])('a jsonb argument %j arrives as what it is, and a json argument too', async (value, arrived) => {
    const asJsonb = await asAda().rpc('contract_jsonb', { value });
    expect(asJsonb).toMatchObject({ error: null, data: arrived });
    const asJson = await asAda().rpc('contract_json', { value });
    const [type] = arrived?.split(' ') ?? [];
    expect(asJson).toMatchObject({ error: null, data: type ? `${type} ${JSON.stringify(value)}` : null });
  });

  test('a function with one unnamed json argument gets the whole body', async () => {
    const answer = await asAda().rpc('contract_unnamed', { value: { key: 3 } });
    expect(answer).toMatchObject({ error: null, data: 'object {"value": {"key": 3}}' });
  });

  test('lists, rows, numbers and words arrive in the types of their arguments', async () => {
    const given = {
      words: ['a', 'b,c', '"d"', 'null', ''],
      ids: [ada, ben],
      documents: [{ key: 3 }, 'text', [1]],
      pair: { n: 1, word: 'one' },
      flag: false,
      n: -7,
      word: 'true',
    };
    const answer = await asAda().rpc('contract_types', { ...given, at: '2026-01-02T03:04:05+00:00' });
    expect(answer).toMatchObject({ error: null, data: { ...given, at: '2026-01-02T03:04:05' } });
    expect((await asAda().rpc('contract_types', { words: [], ids: [] })).data).toEqual({
      words: [],
      ids: [],
    });
    expect((await asAda().rpc('contract_types', { words: '{a,b}', n: '5' })).data).toEqual({
      words: ['a', 'b'],
      n: 5,
    });
    expect((await asAda().rpc('contract_types', { word: { key: 3 } })).data).toEqual({ word: '{"key":3}' });
    expect((await asAda().rpc('contract_many', { numbers: [1, 2, 3] })).data).toBe(6);
    expect((await asAda().rpc('contract_types', { ids: ['nobody'] })).error?.code).toBe('22P02');
  });

  test('an argument in the address is read as its type reads text', async () => {
    const get = async (name: string, args: Record<string, string>) => {
      const answer = await fetch(`${project.supabaseUrl}/rest/v1/rpc/${name}?${new URLSearchParams(args)}`, {
        headers: { apikey: project.publishableKey },
      });
      return answer.json();
    };
    expect(await get('contract_jsonb', { value: '{"key": 3}' })).toBe('object {"key": 3}');
    expect(await get('contract_jsonb', { value: '"5"' })).toBe('string "5"');
    expect(await get('contract_jsonb', { value: '5' })).toBe('number 5');
    expect(await get('contract_json', { value: 'null' })).toBe('null null');
    expect(await get('contract_types', { words: '{a,"b,c"}', flag: 't', n: '7', word: 'null' })).toEqual({
      words: ['a', 'b,c'],
      flag: true,
      n: 7,
      word: 'null',
    });
    expect(await get('contract_many', { numbers: '4' })).toBe(4);
  });

  test('a function that the caller may not execute is 42501, one that is not there PGRST202', async () => {
    expect((await asAda().rpc('contract_closed')).error?.code).toBe('42501');
    expect(await asAda().rpc('contract_nothing')).toMatchObject({ status: 404, error: { code: 'PGRST202' } });
  });

  test('a table that is not there is PGRST205, a column 42703', async () => {
    expect(await asAda().from('contract_nothing').select()).toMatchObject({
      status: 404,
      error: { code: 'PGRST205' },
    });
    expect((await asAda().from('contract_lines').select('nothing')).error?.code).toBe('42703');
  });

  test('a table made while the stack runs is found without anybody telling the Data API', async () => {
    await project.sql.unsafe(`
      create table public.contract_late (id int); grant select on public.contract_late to service_role`);
    await expect
      .poll(async () => (await project.service().from('contract_late').select()).data, { timeout: 10_000 })
      .toEqual([]);
    await project.sql`drop table public.contract_late`;
  });
});

describe('credentials', () => {
  const get = (headers: Record<string, string>) =>
    fetch(`${project.supabaseUrl}/rest/v1/contract_notes?select=id`, { headers });

  test('no key and an unknown key are refused with 401', async () => {
    expect((await get({})).status).toBe(401);
    expect((await get({ apikey: 'sb_publishable_of_somebody_else' })).status).toBe(401);
  });

  test('an expired, a foreign and a malformed token are refused with 401, never served as anon', async () => {
    const apikey = project.publishableKey;
    const expired = await get({ apikey, authorization: `Bearer ${project.tokenFor(ada, -10)}` });
    expect([expired.status, ((await expired.json()) as { code: string }).code]).toEqual([401, 'PGRST303']);
    const foreign = signJwt(
      { sub: ada, role: 'service_role', exp: 9_999_999_999 },
      'not the secret of this project',
    );
    expect((await get({ apikey, authorization: `Bearer ${foreign}` })).status).toBe(401);
    expect((await get({ apikey, authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  test('a token cannot take on a role that is no role of requests', async () => {
    const token = signJwt({ sub: ada, role: 'postgres', exp: 9_999_999_999 }, project.jwtSecret);
    const answer = await get({ apikey: project.publishableKey, authorization: `Bearer ${token}` });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await answer.text()).not.toContain('"id"');
  });
});

test('GraphQL says that it is off', async () => {
  const answer = await fetch(`${project.supabaseUrl}/graphql/v1`, {
    method: 'POST',
    headers: { apikey: project.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __schema { types { name } } }' }),
  });
  expect(await answer.json()).toEqual({
    errors: [{ message: expect.stringContaining('pg_graphql extension is not enabled') as string }],
  });
});
