import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket } from './bucket.ts';
import { measure, TooLarge } from './measure.ts';

// Takes whatever comes, and says so.
const server = createServer((request, response) => {
  request.resume().on('end', () => response.end('{}'));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function put(stream: ReadableStream<Uint8Array>): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const bucket = openBucket({
    SUPABASE_URL: `http://127.0.0.1:${port}`,
    SUPABASE_SECRET_KEY: 'key',
  } as never)!;
  return bucket.put('a/b/c', stream, 'text/plain', AbortSignal.timeout(5000));
}

const words = new TextEncoder().encode('words');

test('a file within the limit passes, and its sum is known', async () => {
  const { stream, sha256 } = measure(new Blob([words]).stream(), 5);
  await put(stream);
  expect(sha256()).toBe(createHash('sha256').update(words).digest('hex'));
});

test('a file that is larger than it was said to be breaks off, and the error says why', async () => {
  const { stream } = measure(new Blob([words]).stream(), 4);
  const error = (await put(stream).catch((thrown: unknown) => thrown)) as Error;
  const causes = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) causes.push(cause);
  expect(causes.some((cause) => cause instanceof TooLarge)).toBe(true);
});
