import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { harbor, marlowe, noor, oddpenguin, stranger, theo, ines, ticketId } from '../demo-database.ts';
import { startAttackStack, type Attacker, type AttackStack } from './attack-stack.ts';

const ticket = ticketId(2418);
const words = new Blob(['words'], { type: 'text/plain' });

let stack: AttackStack;
let agent: Attacker;
let colleague: Attacker;
let requester: Attacker;
let others: [string, Attacker][];
beforeAll(async () => {
  stack = await startAttackStack();
  agent = await stack.signIn(theo);
  colleague = await stack.signIn(ines);
  requester = await stack.signIn(marlowe);
  others = [
    ['nobody', stack.withToken(null)],
    ['a stranger', await stack.signIn(stranger)],
    ['an agent of another guild, who asked here once', await stack.signIn(oddpenguin)],
  ];
});
afterAll(() => stack[Symbol.asyncDispose]());

const bucket = (one: Attacker) => one.client.storage.from('attachments');
let nonce = 0;
/** The file's words, or null. Each asks again: the client's library would have a cache answer. */
const download = async (one: Attacker, path: string) => {
  const { data } = await bucket(one).download(path, { cacheNonce: String((nonce += 1)) });
  return data ? data.text() : null;
};

/** A path reserved by the agent on one of their tickets. */
async function reserve(one = agent): Promise<{ id: string; path: string }> {
  const args = { ticket, name: 'log.txt', size: 5, content_type: 'text/plain' };
  return (await one.rpc('reserve_upload', args)).json as { id: string; path: string };
}

/** A file that lies there, attached to a new message of the given kind. */
async function attached(kind: 'reply' | 'note'): Promise<string> {
  const { id, path } = await reserve();
  expect((await bucket(agent).upload(path, words)).error).toBeNull();
  const message = randomUUID();
  const posted = { ticket, message, body: 'See the file', files: [id] };
  expect((await agent.rpc(kind === 'reply' ? 'post_reply' : 'add_note', posted)).status).toBe(200);
  return path;
}

const setRoles = (person: string, roles: string[]) =>
  stack.sql`select private.set_member_roles(${harbor}, ${stack.sql.json({
    person: { id: person, username: 'theo.l', display_name: 'Theo Lindqvist' },
    nick: null,
    role_ids: roles,
  })}, true)`;

describe('a reserved path', () => {
  test('takes exactly one upload, from the person who reserved it', async () => {
    const { path } = await reserve();
    for (const [, other] of [
      ...others,
      ['a colleague', colleague] as const,
      ['the requester', requester] as const,
    ])
      expect((await bucket(other).upload(path, words)).error).not.toBeNull();
    expect((await bucket(agent).upload(path, words)).error).toBeNull();
    expect((await bucket(agent).upload(path, new Blob(['else']))).error).not.toBeNull();
    expect((await bucket(agent).upload(path, new Blob(['else']), { upsert: true })).error).not.toBeNull();
    expect((await bucket(agent).update(path, new Blob(['else']))).error).not.toBeNull();
    expect(await download(agent, path)).toBe('words');
  });

  test('is open for ten minutes', async () => {
    const { id, path } = await reserve();
    await stack.sql`update public.files set reserved_at = now() - interval '10 minutes 1 second' where id = ${id}`;
    expect((await bucket(agent).upload(path, words)).error?.message).toContain('row-level security');
  });

  test('is closed to an agent who lost the role since', async () => {
    const { path } = await reserve();
    await setRoles(theo, []);
    expect((await bucket(agent).upload(path, words)).error?.message).toContain('row-level security');
    await setRoles(theo, ['1180000000000000303']);
    expect((await bucket(agent).upload(path, words)).error).toBeNull();
  });

  test('takes nothing by an address signed for others, nor in parts', async () => {
    const { path } = await reserve();
    for (const options of [undefined, { upsert: true }])
      expect((await bucket(agent).createSignedUploadUrl(path, options)).error?.message).toContain(
        'row-level security',
      );
    expect((await bucket(agent).copy(path, path)).error).not.toBeNull();
  });
});

describe('a message takes the files', () => {
  const post = (one: Attacker, files: string[], to = ticket) =>
    one.rpc('post_reply', { ticket: to, message: randomUUID(), body: 'With files', files });
  const uploaded = async (one = agent) => {
    const { id, path } = await reserve(one);
    expect((await bucket(one).upload(path, words)).error).toBeNull();
    return id;
  };

  test('that its writer has uploaded to its ticket, whole, each once; no others', async () => {
    const mine = await uploaded();
    const { id: empty } = await reserve();
    const { id: longer, path } = await reserve();
    await bucket(agent).upload(path, new Blob(['more than was reserved'], { type: 'text/plain' }));
    const refused: [string, Attacker, string[], string?][] = [
      ['of a colleague', colleague, [mine]],
      ['of another ticket', agent, [mine], ticketId(2417)],
      ['that was never uploaded', agent, [empty]],
      ['of another size than was reserved', agent, [longer]],
      ['twice', agent, [mine, mine]],
      ['that does not exist', agent, [mine, randomUUID()]],
    ];
    for (const [what, one, files, to] of refused) {
      const { status, json } = await post(one, files, to);
      expect([what, status, json.code]).toEqual([what, 400, 'TF019']);
    }
    expect((await post(agent, [mine])).status).toBe(200);
    expect((await post(agent, [mine])).json.code).toBe('TF019');
  });

  test('up to ten, and 24 MB together', async () => {
    const files = [];
    for (let n = 0; n < 11; n += 1) files.push(await uploaded());
    expect((await post(agent, files)).json.code).toBe('TF020');
    await stack.sql`update public.files set size = 9000000 where id = any (${files})`;
    await stack.sql`update storage.objects o set metadata = o.metadata || '{"size": 9000000}'
      from public.files f where f.path = o.name and f.id = any (${files})`;
    expect((await post(agent, files.slice(0, 3))).json.code).toBe('TF020');
    expect((await post(agent, files.slice(0, 2))).status).toBe(200);
  });

  test('and a message that is deleted takes them away from everybody', async () => {
    const { id, path } = await reserve();
    await bucket(agent).upload(path, words);
    const message = randomUUID();
    await agent.rpc('post_reply', { ticket, message, body: '', files: [id] });
    expect(await download(colleague, path)).toBe('words');
    expect((await agent.rpc('delete_message', { message })).status).toBe(200);
    for (const one of [agent, colleague, requester]) expect(await download(one, path)).toBeNull();
    const [erased] = await stack.sql`select from private.erasures where path = ${path}`;
    expect(erased).toBeDefined();
  });
});

describe('a path that was not reserved', () => {
  test.each([
    ['beside a reserved one', (path: string) => `${path}x`],
    ['above it', (path: string) => `${path.split('/').slice(0, 2).join('/')}/${randomUUID()}`],
    ['of another ticket', () => `${harbor}/${ticketId(2419)}/${randomUUID()}`],
    ['of another guild', () => `1180000000000000002/${ticketId(11)}/${randomUUID()}`],
    ['at the top', () => 'words.txt'],
    ['climbing', (path: string) => `${path}/../${randomUUID()}`],
  ])('takes nothing: %s', async (_, at) => {
    const { path } = await reserve();
    const { error } = await agent.client.storage.from('attachments').upload(at(path), words);
    expect(error).not.toBeNull();
    expect(await stack.sql`select from storage.objects where name = ${at(path)}`).toHaveLength(0);
  });

  test('is no bucket of their own making either, and they empty none', async () => {
    const path = await attached('note');
    expect((await agent.client.storage.createBucket('mine', { public: true })).error).not.toBeNull();
    expect((await agent.client.storage.updateBucket('attachments', { public: true })).error).not.toBeNull();
    await agent.client.storage.emptyBucket('attachments');
    expect(await download(agent, path)).toBe('words');
    expect((await agent.client.storage.deleteBucket('attachments')).error).not.toBeNull();
    expect(await stack.sql`select from storage.buckets where public or id = 'mine'`).toHaveLength(0);
  });
});

describe('a file of a message', () => {
  let path: string;
  beforeEach(async () => {
    path = await attached('reply');
  });

  test('is downloaded by those who may read the message, with their session, and by nobody else', async () => {
    expect(await download(agent, path)).toBe('words');
    expect(await download(colleague, path)).toBe('words');
    expect(await download(requester, path)).toBe('words');
    expect(await download(await stack.signIn(noor), path)).toBe('words');
    for (const [who, one] of others) expect([who, await download(one, path)]).toEqual([who, null]);
  });

  test('of a note is the staff’s: the requester does not get it', async () => {
    const ofNote = await attached('note');
    expect(await download(colleague, ofNote)).toBe('words');
    expect(await download(requester, ofNote)).toBeNull();
    expect((await bucket(requester).info(ofNote)).error).not.toBeNull();
  });

  test('before it is attached is its uploader’s alone', async () => {
    const { path: loose } = await reserve();
    await bucket(agent).upload(loose, words);
    expect(await download(agent, loose)).toBe('words');
    expect(await download(colleague, loose)).toBeNull();
    expect(await download(requester, loose)).toBeNull();
  });

  test('is gone at the next request for an uploader who lost the role', async () => {
    await setRoles(theo, []);
    expect(await download(agent, path)).toBeNull();
    expect((await bucket(agent).info(path)).error).not.toBeNull();
    await setRoles(theo, ['1180000000000000303']);
    expect(await download(agent, path)).toBe('words');
  });

  test('has no address that works without a session: nobody can sign one, for however short', async () => {
    for (const one of [
      agent,
      colleague,
      requester,
      await stack.signIn(noor),
      ...others.map(([, other]) => other),
    ])
      for (const seconds of [1, 60, 10 ** 9]) {
        expect((await bucket(one).createSignedUrl(path, seconds)).data).toBeNull();
        const many = await bucket(one).createSignedUrls([path], seconds);
        expect(many.data?.[0]?.signedUrl ?? null).toBeNull();
      }
    const open = bucket(agent).getPublicUrl(path).data.publicUrl;
    expect((await fetch(open)).status).toBe(400);
    expect((await fetch(open.replace('/public/', '/sign/') + '?token=x')).status).toBe(400);
  });

  test('is not listed, by its readers either', async () => {
    for (const one of [agent, requester, ...others.map(([, other]) => other)])
      for (const folder of ['', harbor, `${harbor}/${ticket}`])
        expect((await bucket(one).list(folder)).data ?? []).toEqual([]);
  });

  test('cannot be overwritten, moved, copied or deleted, by its uploader or the owner either', async () => {
    const { path: free } = await reserve();
    for (const one of [
      agent,
      colleague,
      requester,
      await stack.signIn(noor),
      ...others.map(([, other]) => other),
    ]) {
      expect((await bucket(one).upload(path, new Blob(['else']), { upsert: true })).error).not.toBeNull();
      expect((await bucket(one).update(path, new Blob(['else']))).error).not.toBeNull();
      expect((await bucket(one).move(path, free)).error).not.toBeNull();
      expect((await bucket(one).copy(path, free)).error).not.toBeNull();
      expect((await bucket(one).remove([path])).data ?? []).toEqual([]);
    }
    expect(await download(agent, path)).toBe('words');
  });
});
