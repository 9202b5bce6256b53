import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalStack } from '../stack.ts';
import { createProjectDatabase, isLocal, startProject, startServer, type Project } from './local-server.ts';

let project: Project;
beforeAll(async () => {
  project = await startProject();
});
afterAll(() => project.stop());

test.runIf(isLocal)('a call that is not covered is answered 501 in words, and noted', async () => {
  const ask = async (method: string, path: string) => {
    const answer = await fetch(project.supabaseUrl + path, {
      method,
      headers: { apikey: project.secretKey },
    });
    return [answer.status, ((await answer.json()) as { message: string }).message];
  };
  const calls = [
    'GET /',
    'GET /rest/v1/',
    'GET /auth/v1/admin/users',
    'POST /auth/v1/reauthenticate',
    'POST /storage/v1/s3/attachments',
    'POST /storage/v1/upload/resumable',
    'GET /realtime/v1/api/tenants',
    'POST /functions/v1/hello',
  ];
  for (const call of calls) {
    const [method = '', path = ''] = call.split(' ');
    expect(await ask(method, path)).toEqual([501, `not covered by the local stack: ${call}`]);
  }
  expect(project.uncovered()).toEqual(calls);
});

test('a page of any origin may ask, as with Supabase', async () => {
  const address = `${project.supabaseUrl}/rest/v1/anything`;
  const preflight = await fetch(address, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://127.0.0.1:3000',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'apikey,authorization,x-client-info',
    },
  });
  expect(preflight.ok).toBe(true);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('apikey');
  const answer = await fetch(address, {
    headers: { origin: 'http://127.0.0.1:3000', apikey: project.publishableKey },
  });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
});

test.runIf(isLocal)(
  'a taken port is a line that names it, and a stopped stack gives its port back',
  async () => {
    const server = await startServer();
    const { name, url } = await createProjectDatabase(server.url);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const start = () =>
      startLocalStack({
        postgres: { adminUrl: () => url },
        database: name,
        port,
        siteUrl: 'http://127.0.0.1:3000',
        redirectUrls: [],
        discord: { url: 'http://127.0.0.1:1', clientId: 'c', clientSecret: 's' },
      });
    await expect(start()).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken by another program`);
    other.close();
    await once(other, 'close');
    for (let times = 0; times < 2; times += 1) {
      const stack = await start();
      expect(stack.supabaseUrl).toBe(`http://127.0.0.1:${port}`);
      expect((await fetch(`${stack.supabaseUrl}/auth/v1/health`)).status).toBe(200);
      await stack.stop();
    }
    await server.stop();
  },
  30_000,
);
