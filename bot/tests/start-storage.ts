import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStack } from '../../supabase/local/stack.ts';
import { startDemo, type Demo } from './start-demo.ts';

/** The file storage over a demo's database, and what its bot needs to know of it. */
export async function startStorage(demo: Pick<Demo, 'superuserUrl' | 'name'>) {
  const filesDir = await mkdtemp(join(tmpdir(), 'ticketflow-files-'));
  const desk = 'http://127.0.0.1:3000';
  const stack = await startLocalStack({
    postgres: { adminUrl: () => demo.superuserUrl },
    database: demo.name,
    siteUrl: desk,
    redirectUrls: [],
    // Nobody signs in here.
    discord: { url: desk, clientId: '', clientSecret: '' },
    filesDir,
  });
  const { supabaseUrl, secretKey } = stack;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${supabaseUrl}/storage/v1/object/attachments/${path}`, {
      ...init,
      headers: { apikey: secretKey, 'content-type': 'text/plain' },
    });
  return {
    env: { SUPABASE_URL: supabaseUrl, SUPABASE_SECRET_KEY: secretKey },
    /** The bytes at a path, or null. */
    async read(path: string): Promise<Buffer | null> {
      const answer = await ask(path);
      const bytes = Buffer.from(await answer.arrayBuffer());
      return answer.ok ? bytes : null;
    },
    /** Puts bytes where somebody has reserved it. */
    put: (path: string, body: Buffer | string) =>
      ask(path, { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) }),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}

/** A demo whose bot copies and sends files. */
export async function startDemoWithStorage() {
  await using started = new AsyncDisposableStack();
  const demo = started.use(await startDemo(undefined, { isBotStarted: false }));
  await using stack = new AsyncDisposableStack();
  const storage = stack.use(await startStorage(demo));
  // The demo uses the storage, and is gone before it.
  stack.use(started.move());
  demo.bot = await demo.start(storage.env);
  const kept = stack.move();
  return { ...demo, storage, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

export type DemoWithStorage = Awaited<ReturnType<typeof startDemoWithStorage>>;
