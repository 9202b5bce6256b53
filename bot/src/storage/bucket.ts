import type { Env } from '../env.ts';

/** Where files lie (migrations, "files"): private, no file above 10 MiB. */
const name = 'attachments';

/** Storage said no. 404 (an old Storage says 400): there is no such file. */
export class StorageRefusal extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the file storage answers ${status}`);
    this.status = status;
  }
}

/** Storage did not answer, or answered that it cannot at present. */
export class StorageAway extends Error {}

export type Bucket = NonNullable<ReturnType<typeof openBucket>>;

/**
 * The files' bucket through Storage's API (https://supabase.github.io/storage), with the secret key that is used here alone;
 * null when the bot has none. All throw a StorageRefusal or a StorageAway, and end when `signal` does.
 */
export function openBucket({ SUPABASE_URL: url, SUPABASE_SECRET_KEY: key }: Env) {
  if (!url || !key) return null;

  async function ask(path: string, signal: AbortSignal, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('apikey', key!);
    headers.set('authorization', `Bearer ${key}`);
    let answer: Response;
    try {
      answer = await fetch(`${url}/storage/v1/object/${path}`, {
        ...init,
        headers,
        signal,
        redirect: 'error',
      });
    } catch (error) {
      throw new StorageAway('the file storage does not answer', { cause: error });
    }
    if (answer.ok) return answer;
    await answer.body?.cancel();
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408)
      throw new StorageAway(`the file storage answers ${answer.status}`);
    throw new StorageRefusal(answer.status);
  }

  return {
    /** Puts a file at a path, in place of one that is there. The body passes through; it is not held. */
    async put(
      path: string,
      body: ReadableStream<Uint8Array>,
      contentType: string,
      signal: AbortSignal,
    ): Promise<void> {
      const answer = await ask(`${name}/${path}`, signal, {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { 'content-type': contentType, 'cache-control': 'no-store', 'x-upsert': 'true' },
      } as RequestInit);
      await answer.body?.cancel();
    },

    /** The bytes of a file. */
    async read(path: string, signal: AbortSignal): Promise<Buffer> {
      const answer = await ask(`${name}/${path}`, signal);
      try {
        return Buffer.from(await answer.arrayBuffer());
      } catch (error) {
        throw new StorageAway('the file storage breaks off', { cause: error });
      }
    },

    /** Takes files away; what is not there is no error. */
    async remove(paths: string[], signal: AbortSignal): Promise<void> {
      const answer = await ask(name, signal, {
        method: 'DELETE',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prefixes: paths }),
      });
      await answer.body?.cancel();
    },
  };
}
