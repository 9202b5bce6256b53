import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, wordsOfRefusal } from './ask.ts';

// A Data API that answers as it is told, and remembers how it was asked.
let told: { status: number; answer: unknown } = { status: 200, answer: null };
let asked: { path?: string; authorization?: string; body: string } = { body: '' };
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    asked = { path: request.url, authorization: request.headers.authorization, body };
    response.writeHead(told.status, { 'content-type': 'application/json' });
    response.end(told.status === 204 ? undefined : JSON.stringify(told.answer));
  });
});
let where: Parameters<typeof ask>[0];
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  where = { supabaseUrl: `http://127.0.0.1:${port}`, publishableKey: 'key', readToken: async () => 'token' };
});
afterAll(() => server.close());

/** Asks a function that answers this. */
function askFor(status: number, answer: unknown, how = where) {
  told = { status, answer };
  return ask(how, 'read_guild', { guild: '1180000000000000001' });
}

test('calls the function by name, as the signed-in person', async () => {
  expect(await askFor(200, { id: '1' })).toEqual({
    ok: true,
    data: { id: '1' },
  });
  expect(asked).toMatchObject({
    path: '/rest/v1/rpc/read_guild',
    authorization: 'Bearer token',
    body: '{"guild":"1180000000000000001"}',
  });
});

test('a function without an answer is a success', async () => {
  expect(await askFor(204, null)).toEqual({ ok: true, data: null });
});

test('a refusal of the database comes in words', async () => {
  expect(await askFor(400, { code: 'TF002', message: 'x' })).toMatchObject({
    why: 'refused',
    code: 'TF002',
    words: 'This ticket is closed. Reopen it first.',
  });
});

test('a refusal that was kept has its words again, with the facts in them', () => {
  expect(wordsOfRefusal({ code: 'TF002', facts: null })).toBe('This ticket is closed. Reopen it first.');
  expect(wordsOfRefusal({ code: 'TF004', facts: { length: 2345 } })).toContain('2,345 characters');
  expect(wordsOfRefusal({ code: 'TF004', facts: null })).toBe('The database refused this (TF004).');
});

test('what may have been done or not is not called refused', async () => {
  for (const status of [500, 503, 429, 408]) expect(await askFor(status, {})).toMatchObject({ why: 'away' });
  // PostgREST's status for a database that is read-only, as one whose disk is full.
  expect(await askFor(405, { code: '25006' })).toMatchObject({
    why: 'away',
  });
  expect(await askFor(200, {}, { ...where, supabaseUrl: 'http://127.0.0.1:1' })).toMatchObject({
    why: 'unreachable',
  });
});

test('an ended session is its own answer, and asks nothing when there is no token', async () => {
  expect(await askFor(401, {})).toMatchObject({ why: 'ended' });
  asked = { body: '' };
  expect(await askFor(200, {}, { ...where, readToken: async () => null })).toMatchObject({ why: 'ended' });
  expect(asked.path).toBeUndefined();
});

test('a refused token is asked for again once: the clock of this machine may be wrong about how long it lasts', async () => {
  const tokens: (boolean | undefined)[] = [];
  const readToken = async (isRefused?: boolean) => {
    tokens.push(isRefused);
    return isRefused ? 'fresh' : 'stale';
  };
  expect(await askFor(401, {}, { ...where, readToken })).toMatchObject({
    why: 'ended',
  });
  expect([tokens, asked.authorization]).toEqual([[undefined, true], 'Bearer fresh']);
});
