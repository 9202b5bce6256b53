import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startProject, type Project } from './local-server.ts';

const ada = '00000000-0000-4000-8000-00000000000a';
const ben = '00000000-0000-4000-8000-00000000000b';
const schema = `
  insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  values ('contract-files', 'contract-files', false, 1000, '{text/plain,image/*}');
  create policy "contract: people read their own folder" on storage.objects for select to authenticated
    using (bucket_id = 'contract-files' and (storage.foldername(name))[1] = (select auth.uid()::text));
  create policy "contract: people add to their own folder" on storage.objects for insert to authenticated
    with check (bucket_id = 'contract-files' and (storage.foldername(name))[1] = (select auth.uid()::text)
      and storage.operation() = 'storage.object.upload');
`;
const cleanup = `
  drop policy if exists "contract: people read their own folder" on storage.objects;
  drop policy if exists "contract: people add to their own folder" on storage.objects;
`;

let project: Project;
beforeAll(async () => {
  project = await startProject(schema, { cleanup });
});
afterAll(async () => {
  const all = project.service().storage;
  await all.emptyBucket('contract-files');
  await all.deleteBucket('contract-files');
  await project.finish();
});
const files = (who?: string) =>
  (who ? project.client(project.tokenFor(who)) : project.service()).storage.from('contract-files');
const text = (content: string) => new Blob([content], { type: 'text/plain' });

describe('a private bucket', () => {
  test('an uploaded file comes back as it was, with its type', async () => {
    const path = `${ada}/letters/hello.txt`;
    const { data, error } = await files(ada).upload(path, text('hello'));
    expect(error).toBeNull();
    expect(data).toMatchObject({ path, fullPath: `contract-files/${path}` });
    const { data: blob } = await files(ada).download(path);
    expect([await blob?.text(), blob?.type]).toEqual(['hello', 'text/plain']);
    const [row] = await project.sql`select owner_id, metadata from storage.objects where name = ${path}`;
    expect(row).toMatchObject({ owner_id: ada, metadata: { size: 5, mimetype: 'text/plain' } });
  });

  test('bytes sent without a form arrive as well', async () => {
    const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
    await files().upload('raw/bytes.png', bytes, { contentType: 'image/png' });
    const { data } = await files().download('raw/bytes.png');
    expect(Buffer.from((await data?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
  });

  test('a stream whose length nobody knows arrives, and takes the place of what was there', async () => {
    for (const words of ['the first', 'and the second']) {
      const { error } = await files().upload('raw/stream.txt', text(words).stream(), {
        contentType: 'text/plain',
        upsert: true,
        duplex: 'half',
      });
      expect(error).toBeNull();
      expect(await (await files().download('raw/stream.txt')).data?.text()).toBe(words);
    }
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('broken')) });
    await files().upload('raw/broken.txt', broken, { contentType: 'text/plain', duplex: 'half' });
    expect((await files().download('raw/broken.txt')).error).not.toBeNull();
  });

  test('names with spaces and signs go there and back, others are refused', async () => {
    const path = `${ada}/size & weight (1)+2.txt`;
    expect((await files(ada).upload(path, text('x'))).error).toBeNull();
    expect(await (await files(ada).download(path)).data?.text()).toBe('x');
    const { data } = await files(ada).createSignedUrl(path, 60);
    expect(await (await fetch(data?.signedUrl ?? '')).text()).toBe('x');
    expect((await files(ada).upload(`${ada}/größe.txt`, text('x'))).error?.message).toContain('Invalid key');
  });

  test('a file of somebody else is not found, and cannot be added', async () => {
    await files().upload(`${ben}/own.txt`, text('of ben'));
    expect((await files(ada).download(`${ben}/own.txt`)).error).toMatchObject({
      message: expect.stringMatching(/not.found/i) as string,
    });
    expect((await files(ada).createSignedUrl(`${ben}/own.txt`, 60)).error?.message).toBe('Object not found');
    expect((await files(ada).upload(`${ben}/forged.txt`, text('x'))).error?.message).toBe(
      'new row violates row-level security policy',
    );
    expect(await project.sql`select from storage.objects where name = ${`${ben}/forged.txt`}`).toHaveLength(
      0,
    );
  });

  test('a second upload of a name is refused, unless it is to replace', async () => {
    const path = 'twice/a.txt';
    await files().upload(path, text('first'));
    const again = await files().upload(path, text('second'));
    expect(again.error).toMatchObject({ statusCode: '409', message: 'The resource already exists' });
    expect((await files().upload(path, text('third'), { upsert: true })).error).toBeNull();
    expect(await (await files().download(path, { cacheNonce: '1' })).data?.text()).toBe('third');
    expect((await files().update(path, text('fourth'))).error).toBeNull();
    expect(await (await files().download(path, { cacheNonce: '2' })).data?.text()).toBe('fourth');
  });

  test('type and size are held to what the bucket allows', async () => {
    const big = await files().upload('limits/big.txt', new Blob(['x'.repeat(1001)], { type: 'text/plain' }));
    expect(big.error).toMatchObject({ statusCode: '413' });
    const wrong = await files().upload('limits/a.pdf', new Blob(['x'], { type: 'application/pdf' }));
    expect(wrong.error).toMatchObject({
      statusCode: '415',
      message: 'mime type application/pdf is not supported',
    });
    expect((await files().upload('limits/a.png', new Blob(['x'], { type: 'image/png' }))).error).toBeNull();
    expect(
      (await project.service().storage.from('contract-none').upload('a.txt', text('x'))).error,
    ).toMatchObject({
      message: 'Bucket not found',
    });
  });

  test('a list shows one level: the files that one may read, and folders by name', async () => {
    await files().upload('shelf/a.txt', text('a'));
    await files().upload('shelf/deep/b.txt', text('b'));
    const { data } = await files().list('shelf');
    expect(data?.map(({ name, id }) => [name, id === null])).toEqual([
      ['a.txt', false],
      ['deep', true],
    ]);
    expect((await files(ada).list('shelf')).data).toEqual([]);
  });

  test('info tells of a file without sending it', async () => {
    await files().upload('info/a.txt', text('12345'));
    expect((await files().info('info/a.txt')).data).toMatchObject({ size: 5, contentType: 'text/plain' });
    expect((await files().exists('info/a.txt')).data).toBe(true);
    expect((await files().exists('info/none.txt')).data).toBe(false);
  });

  test('removing takes away what the caller may delete and says what that was', async () => {
    await files().upload('gone/a.txt', text('a'));
    expect((await files(ada).remove(['gone/a.txt'])).data).toEqual([]);
    expect((await files().download('gone/a.txt')).error).toBeNull();
    expect((await files().remove(['gone/a.txt', 'gone/none.txt'])).data?.map(({ name }) => name)).toEqual([
      'gone/a.txt',
    ]);
    expect((await files().download('gone/a.txt', { cacheNonce: '1' })).error).not.toBeNull();
  });
});

describe('a signed address', () => {
  const signed = async (path: string, seconds: number) => {
    await files().upload(path, text('signed'), { upsert: true });
    return (await files().createSignedUrl(path, seconds)).data?.signedUrl ?? '';
  };

  test('works without any credentials until it expires', async () => {
    const address = await signed('signed/a.txt', 1);
    expect(await (await fetch(address)).text()).toBe('signed');
    const refused = await eventually('the address expires', async () => {
      const answer = await fetch(address);
      return answer.ok ? undefined : answer;
    });
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'InvalidJWT' }]);
  });

  test('is good for its own file only, and only untouched', async () => {
    const address = await signed('signed/b.txt', 60);
    await signed('signed/c.txt', 60);
    expect((await fetch(address.replace('b.txt', 'c.txt'))).status).toBe(400);
    expect((await fetch(`${address}x`)).status).toBe(400);
    expect((await fetch(address.split('?')[0] ?? '')).status).toBe(400);
  });

  test('can tell the browser to save the file under a name', async () => {
    await files().upload('signed/d.txt', text('d'), { upsert: true });
    const { data } = await files().createSignedUrl('signed/d.txt', 60, { download: 'letter.txt' });
    const answer = await fetch(data?.signedUrl ?? '');
    expect(answer.headers.get('content-disposition')).toContain('attachment; filename=letter.txt');
  });

  test('of several files come one by one, with a reason for those that are not to be had', async () => {
    await files().upload('signed/e.txt', text('e'), { upsert: true });
    const { data } = await files().createSignedUrls(['signed/e.txt', 'signed/none.txt'], 60);
    expect(await (await fetch(data?.[0]?.signedUrl ?? '')).text()).toBe('e');
    expect(data?.[1]).toMatchObject({
      path: 'signed/none.txt',
      error: expect.stringContaining('does not exist') as string,
    });
  });
});

describe('an address to upload to', () => {
  test('takes one file from anyone who holds it, past every policy', async () => {
    const path = 'handed/a.txt';
    const { data } = await files().createSignedUploadUrl(path);
    const anybody = project.client().storage.from('contract-files');
    expect((await anybody.uploadToSignedUrl(path, data?.token ?? '', text('handed'))).error).toBeNull();
    expect(await (await files().download(path)).data?.text()).toBe('handed');
    const again = await anybody.uploadToSignedUrl(path, data?.token ?? '', text('again'));
    expect(again.error).toMatchObject({ statusCode: '409' });
    expect(
      (await anybody.uploadToSignedUrl('handed/b.txt', data?.token ?? '', text('b'))).error,
    ).not.toBeNull();
  });

  test('is only made for those who may upload there in this way', async () => {
    const refused = await files(ada).createSignedUploadUrl(`${ada}/handed.txt`);
    expect(refused.error?.message).toBe('new row violates row-level security policy');
  });
});

describe('moving and copying', () => {
  test('take a file to another name for those who may read and write both', async () => {
    await files().upload('from/a.txt', text('travels'), { upsert: true });
    expect((await files().copy('from/a.txt', 'to/copy.txt')).data?.path).toBe('contract-files/to/copy.txt');
    expect((await files().move('from/a.txt', 'to/moved.txt')).error).toBeNull();
    expect(await (await files().download('to/copy.txt')).data?.text()).toBe('travels');
    expect(await (await files().download('to/moved.txt')).data?.text()).toBe('travels');
    expect((await files().download('from/a.txt', { cacheNonce: '1' })).error).not.toBeNull();
  });

  test('find no file that the caller cannot read', async () => {
    await files().upload(`${ben}/stays.txt`, text('of ben'), { upsert: true });
    expect((await files(ada).copy(`${ben}/stays.txt`, `${ada}/taken.txt`)).error?.message).toBe(
      'Object not found',
    );
    expect((await files(ada).move(`${ben}/stays.txt`, `${ada}/taken.txt`)).error?.message).toBe(
      'Object not found',
    );
  });
});

describe('buckets', () => {
  test('the secret key makes, reads, empties and deletes them; a person sees none', async () => {
    const { storage } = project.service();
    expect(
      (await storage.createBucket('contract-more', { public: true, fileSizeLimit: '1KB' })).error,
    ).toBeNull();
    expect((await storage.createBucket('contract-more')).error).toMatchObject({ statusCode: '409' });
    expect((await storage.getBucket('contract-more')).data).toMatchObject({
      public: true,
      file_size_limit: 1000,
    });
    expect((await project.client(project.tokenFor(ada)).storage.listBuckets()).data).toEqual([]);
    await storage.from('contract-more').upload('a.txt', text('open'));
    const open = storage.from('contract-more').getPublicUrl('a.txt').data.publicUrl;
    expect(await (await fetch(open)).text()).toBe('open');
    expect((await storage.deleteBucket('contract-more')).error).toMatchObject({ statusCode: '409' });
    expect((await storage.emptyBucket('contract-more')).error).toBeNull();
    expect((await storage.deleteBucket('contract-more')).error).toBeNull();
    expect((await storage.getBucket('contract-more')).error).toMatchObject({ message: 'Bucket not found' });
  });

  test('a private bucket is not served to everybody', async () => {
    await files().upload('closed/a.txt', text('a'), { upsert: true });
    const open = files().getPublicUrl('closed/a.txt').data.publicUrl;
    expect((await fetch(open)).status).toBe(400);
  });

  test('invalid credentials are refused', async () => {
    const address = `${project.supabaseUrl}/storage/v1/object/contract-files/${ada}/letters/hello.txt`;
    const apikey = project.publishableKey;
    const expired = await fetch(address, {
      headers: { apikey, authorization: `Bearer ${project.tokenFor(ada, -10)}` },
    });
    expect(expired.status).toBe(400);
    expect((await fetch(address, { headers: { apikey, authorization: 'Bearer nonsense' } })).status).toBe(
      400,
    );
  });
});
