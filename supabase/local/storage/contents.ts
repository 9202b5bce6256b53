import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a version's content lies: versions are random UUIDs, so nothing of a caller's gets into a path. */
const place = (filesDir: string, version: string) => join(filesDir, version.slice(0, 2), version);

/** Writes a body as the content of a version. Returns size and entity tag. Throws `tooLarge()` past the limit, keeping nothing. */
export async function writeContent(
  filesDir: string,
  version: string,
  body: AsyncIterable<Uint8Array>,
  limit: number | null,
  tooLarge: () => Error,
): Promise<{ size: number; eTag: string }> {
  const file = place(filesDir, version);
  await mkdir(join(file, '..'), { recursive: true });
  const handle = await open(file, 'wx');
  const hash = createHash('md5');
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (limit !== null && size > limit) throw tooLarge();
      hash.update(chunk);
      await handle.write(chunk);
    }
  } catch (error) {
    await handle.close();
    await dropContent(filesDir, version);
    throw error;
  }
  await handle.close();
  return { size, eTag: `"${hash.digest('hex')}"` };
}

/** A version's content, or `undefined` when its file is gone. */
export async function readContent(filesDir: string, version: string): Promise<Buffer | undefined> {
  return readFile(place(filesDir, version)).catch(() => undefined);
}

export async function dropContent(filesDir: string, version: string | null): Promise<void> {
  if (version) await rm(place(filesDir, version), { force: true });
}
