import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from '@supabase/lite';

type StorageAdapter = NonNullable<App['_storageAdapter']>;
type Metadata = Awaited<ReturnType<StorageAdapter['headObject']>>;
type Note = { mimetype: string; cacheControl: string; eTag: string };

/** Objects as files below `folder`: content under a hash of bucket, name and version, with a note of its type beside it. */
export function fileStore(folder: string): StorageAdapter {
  const place = (bucket: string, key: string, version?: string) => {
    const hash = createHash('sha256')
      .update(`${bucket}\0${key}\0${version ?? ''}`)
      .digest('hex');
    return join(folder, hash.slice(0, 2), hash);
  };
  const describe = async (file: string): Promise<Metadata> => {
    const [{ size, mtime }, text] = await Promise.all([stat(file), readFile(`${file}.json`, 'utf8')]);
    const note = JSON.parse(text) as Note;
    return { ...note, lastModified: mtime, contentLength: size, size, httpStatusCode: 200 };
  };
  return {
    driver: undefined,
    getObject: async (bucket, key, version) => {
      const file = place(bucket, key, version);
      const metadata = await describe(file);
      return { metadata, httpStatusCode: 200, body: await readFile(file) };
    },
    uploadObject: async (bucket, key, version, body, mimetype, cacheControl) => {
      const file = place(bucket, key, version);
      await mkdir(dirname(file), { recursive: true });
      const eTag = await writeWhole(file, body as AsyncIterable<Uint8Array> | Uint8Array);
      await writeFile(`${file}.json`, JSON.stringify({ mimetype, cacheControl, eTag } satisfies Note));
      return describe(file);
    },
    deleteObject: async (bucket, key, version) => removeBoth(place(bucket, key, version)),
    deleteObjects: async (bucket, keys) => {
      await Promise.all(keys.map((key) => removeBoth(place(bucket, key))));
    },
    copyObject: async (fromBucket, from, version, toBucket, to, toVersion) => {
      const [source, target] = [place(fromBucket, from, version), place(toBucket, to, toVersion)];
      await mkdir(dirname(target), { recursive: true });
      await Promise.all(['', '.json'].map((ending) => copyFile(source + ending, target + ending)));
      const { httpStatusCode, eTag, lastModified } = await describe(target);
      return { httpStatusCode, eTag, lastModified };
    },
    headObject: async (bucket, key, version) => describe(place(bucket, key, version)),
    privateAssetUrl: async (bucket, key, version) => place(bucket, key, version),
  };
}

/** Written beside and renamed, so that a reader never sees half a file. Returns the entity tag. */
async function writeWhole(file: string, body: AsyncIterable<Uint8Array> | Uint8Array): Promise<string> {
  const hash = createHash('md5');
  const part = `${file}.${randomUUID()}.part`;
  const handle = await open(part, 'w');
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      hash.update(chunk);
      await handle.write(chunk);
    }
  } finally {
    await handle.close();
  }
  await rename(part, file);
  return `"${hash.digest('hex')}"`;
}

async function removeBoth(file: string): Promise<void> {
  await Promise.all([rm(file, { force: true }), rm(`${file}.json`, { force: true })]);
}
