import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StackInfo } from '../../supabase/start/stack.ts';
import { beginSignIn, Cookies, signInOverHttp } from './sign-in-over-http.ts';
import { startDesk } from './start-desk.ts';
import { expect, guild, noor, test } from './demo.ts';

const html = { accept: 'text/html' };
const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { redirect: 'manual', headers: { ...html, ...headers } });
const deskVariables = (info: StackInfo) => ({
  PUBLIC_SUPABASE_URL: info.supabaseUrl,
  PUBLIC_SUPABASE_PUBLISHABLE_KEY: info.publishableKey,
  PUBLIC_DISCORD_URL: info.discordWebUrl,
  PUBLIC_DISCORD_CDN_URL: info.discordCdnUrl,
  DISCORD_API_URL: info.discordApiUrl,
});

test.describe('headers', () => {
  const always = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': null,
  };
  const of = (response: Response, names: object) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, response.headers.get(name)]));

  test('a page’s policy is exactly this, with a nonce of its own each time, and nothing inline', async ({
    stack,
  }) => {
    const { webUrl, supabaseUrl, discordWebUrl } = stack.info;
    const { cookies } = await signInOverHttp(stack.info, noor.id);
    const nonces = new Set<string>();
    for (const path of [
      '/sign-in',
      `/g/${guild}/inbox`,
      `/g/${guild}/t/2418`,
      `/g/${guild}/t/99999`,
      '/nowhere',
    ]) {
      const response = await get(webUrl + path, path === '/sign-in' ? {} : { cookie: cookies.header });
      const policy = response.headers.get('content-security-policy')!;
      const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
      nonces.add(nonce);
      expect(policy.replaceAll(nonce, '…').split('; ').sort()).toEqual(
        [
          "default-src 'self'",
          "script-src 'self' 'nonce-…'",
          "style-src 'self' 'nonce-…'",
          "img-src 'self' data:",
          "font-src 'self'",
          `connect-src 'self' ${supabaseUrl} ${supabaseUrl.replace('http', 'ws')}`,
          `form-action 'self' ${supabaseUrl} ${discordWebUrl}`,
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "object-src 'none'",
        ].sort(),
      );
      const text = await response.text();
      for (const [tag] of text.matchAll(/<(script|style)\b[^>]*>/g))
        expect(tag).toContain(`nonce="${nonce}"`);
      expect(text.replace(/<script[^]*?<\/script>/g, '')).not.toMatch(/<[^>]+\s(style|on[a-z]+)="/);
    }
    expect(nonces.size).toBe(5);
  });

  test('pages, endpoints, refusals, redirects and files all carry the same protection', async ({ stack }) => {
    const { webUrl } = stack.info;
    const page = await get(`${webUrl}/sign-in`);
    const file = /\/_app\/immutable\/[^"]+\.js/.exec(await page.text())![0];
    const answers: [string, number, Response][] = [
      ['a page', 200, page],
      ['a page that is not there', 404, await get(`${webUrl}/nowhere`)],
      ['a redirect', 303, await get(`${webUrl}/g/${guild}/inbox`)],
      ['an endpoint', 401, await get(`${webUrl}/session`)],
      [
        'an invalid method',
        405,
        await fetch(`${webUrl}/session`, { method: 'PUT', headers: { origin: webUrl } }),
      ],
      ['a foreign form', 403, await fetch(`${webUrl}/sign-in`, { method: 'POST', body: 'a=b' })],
      ['an invalid picture', 404, await get(`${webUrl}/avatar/1/2`)],
      ['data of a page', 200, await get(`${webUrl}/sign-in/__data.json`)],
      ['a script', 200, await get(webUrl + file)],
      ['an icon', 200, await get(`${webUrl}/icon.svg`)],
      ['a file that is not there', 404, await get(`${webUrl}/_app/immutable/none.js`)],
      ['an invalid address', 400, await get(`${webUrl}/%E0%A4%A`)],
    ];
    for (const [name, status, response] of answers) {
      expect([name, response.status]).toEqual([name, status]);
      expect([name, of(response, always)]).toEqual([name, always]);
      expect([name, response.headers.get('content-security-policy')]).toEqual([
        name,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
    }
  });

  test('whatever is anybody’s own is stored nowhere; only files and pictures are', async ({ stack }) => {
    const { webUrl } = stack.info;
    const { cookies } = await signInOverHttp(stack.info, noor.id);
    const mine = { cookie: cookies.header };
    for (const path of [
      '/',
      '/sign-in',
      '/session',
      `/g/${guild}/inbox`,
      `/g/${guild}/t/2418`,
      `/g/${guild}/t/2418/__data.json`,
      `/g/${guild}/settings/roles`,
      `/g/${guild}/you`,
      '/nowhere',
    ]) {
      const response = await get(webUrl + path, mine);
      expect([path, response.headers.get('cache-control')]).toEqual([
        path,
        expect.stringMatching(/no-store/),
      ]);
    }
  });
});

test.describe('foreign forms', () => {
  const kinds = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', ''];
  const origins = {
    foreign: 'https://evil.example',
    none: '',
    null: 'null',
    'another port': 'http://127.0.0.1:1',
  };

  test('are refused on every action, whatever their kind, and change nothing', async ({ stack }) => {
    const { webUrl } = stack.info;
    const { cookies } = await signInOverHttp(stack.info, noor.id);
    for (const path of ['/sign-in', '/sign-out', '/sign-in?/default', `/g/${guild}/inbox`, '/session'])
      for (const [name, origin] of Object.entries(origins))
        for (const kind of kinds) {
          const response = await fetch(webUrl + path, {
            method: 'POST',
            redirect: 'manual',
            headers: {
              cookie: cookies.header,
              ...(origin ? { origin } : {}),
              ...(kind ? { 'content-type': kind } : {}),
            },
            // Without a kind of its own, a body would be given one.
            ...(kind ? { body: 'next=/' } : {}),
          });
          expect([path, name, kind, response.status]).toEqual([path, name, kind, 403]);
          expect(response.headers.getSetCookie()).toEqual([]);
        }
    expect((await get(`${webUrl}/session`, { cookie: cookies.header })).status).toBe(200);
  });

  test('a session is told to the desk’s own pages alone', async ({ stack }) => {
    const { webUrl } = stack.info;
    const { cookies } = await signInOverHttp(stack.info, noor.id);
    const status = async (site: string) =>
      (await get(`${webUrl}/session`, { cookie: cookies.header, 'sec-fetch-site': site })).status;
    expect(await status('same-origin')).toBe(200);
    for (const site of ['cross-site', 'same-site', 'none'])
      expect([site, await status(site)]).toEqual([site, 403]);
    const answer = await get(`${webUrl}/session`, { cookie: cookies.header, origin: 'https://evil.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('signing out needs a form: no link ends a session', async ({ stack }) => {
    const { cookies } = await signInOverHttp(stack.info, noor.id);
    const mine = { cookie: cookies.header };
    expect((await get(`${stack.info.webUrl}/sign-out`, mine)).status).toBe(405);
    expect((await get(`${stack.info.webUrl}/session`, mine)).status).toBe(200);
  });
});

test.describe('cookies', () => {
  test('are HttpOnly and SameSite=Lax, and Secure where the desk is reached by https', async ({ stack }) => {
    const { cookies } = await signInOverHttp(stack.info, noor.id);
    expect(cookies.lines.some((line) => /auth-token/.test(line))).toBe(true);
    expect(cookies.lines.some((line) => line.startsWith('next='))).toBe(true);
    for (const line of cookies.lines) {
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Secure|; Domain=/i);
    }

    const desk = await startDesk({ ...deskVariables(stack.info), ORIGIN: 'https://desk.example' });
    const secure = new Cookies();
    const begun = await beginSignIn(desk.url, '/', secure, { origin: desk.url.replace('http:', 'https:') });
    expect(begun.status).toBe(303);
    expect(secure.lines.length).toBeGreaterThan(1);
    for (const line of secure.lines) expect(line).toMatch(/; Secure/i);
    for (const path of ['/sign-in', '/icon.svg', '/session', '/nowhere'])
      expect((await get(desk.url + path)).headers.get('strict-transport-security')).toBe(
        'max-age=31536000; includeSubDomains',
      );
    // What a request says of its own protocol counts for nothing.
    const forged = await get(`${stack.info.webUrl}/sign-in`, {
      'x-desk-protocol': 'https',
      'x-forwarded-proto': 'https',
    });
    expect(forged.headers.get('strict-transport-security')).toBeNull();
    await desk.stop();
  });

  test('a code from somebody else’s sign-in signs nobody in: it needs the cookie of the browser that began', async ({
    stack,
  }) => {
    const { callback, cookies } = await signInOverHttp(stack.info, noor.id, {
      meddle: (all) => all.kept.clear(),
    });
    expect(callback.headers.get('location')).toMatch(/^\.\.\/sign-in\?problem=failed/);
    expect([...cookies.kept.keys()].filter((name) => /auth-token(\.\d)?$/.test(name))).toEqual([]);
  });
});

test.describe('after signing in', () => {
  const evil = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/./\\evil.example',
    '/g/..//evil.example',
    '/%2e//evil.example',
    '/%2e%2e//evil.example',
    '/\t/evil.example',
    '/\r\n/evil.example',
    '/\r\nlocation: https://evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:evil.example',
    ' //evil.example',
    '/sign-in',
    '/auth/callback',
  ];
  const inOwnDesk = (location: string | null, webUrl: string) => {
    const url = new URL(location ?? 'about:blank', `${webUrl}/auth/callback`);
    return url.origin === new URL(webUrl).origin && !/^\/[/\\]/.test(location ?? '');
  };

  test('nobody is led to another site, by the link, the form or the cookie', async ({ stack }) => {
    const { webUrl } = stack.info;
    for (const next of evil) {
      const page = await (await get(`${webUrl}/sign-in?next=${encodeURIComponent(next)}`)).text();
      const value = /name="next" value="([^"]*)"/.exec(page)?.[1] ?? '';
      expect([next, inOwnDesk(value, webUrl)]).toEqual([next, true]);
    }
    for (const next of evil) {
      const { callback } = await signInOverHttp(stack.info, noor.id, { next });
      expect([next, callback.status, inOwnDesk(callback.headers.get('location'), webUrl)]).toEqual([
        next,
        303,
        true,
      ]);
      // The cookie says where to; its owner, or a neighbouring site, may have written it.
      const meddled = await signInOverHttp(stack.info, noor.id, {
        meddle: ({ kept }) => kept.set('next', encodeURIComponent(next)),
      });
      expect([
        next,
        meddled.callback.status,
        inOwnDesk(meddled.callback.headers.get('location'), webUrl),
      ]).toEqual([next, 303, true]);
    }
  });

  test('a refusal on the way leads back to signing in, and no further', async ({ stack }) => {
    const { webUrl } = stack.info;
    for (const query of [
      'error=access_denied',
      'error=x&error_description=https://evil.example',
      'code=',
      'code=none',
      '',
    ])
      for (const next of ['//evil.example', '/.//evil.example']) {
        const answer = await get(`${webUrl}/auth/callback?${query}`, {
          cookie: `next=${encodeURIComponent(next)}`,
        });
        expect([query, answer.headers.get('location')]).toEqual([
          query,
          expect.stringMatching(/^\.\.\/sign-in\?problem=(denied|failed)&next=%2F$/),
        ]);
      }
  });
});

test('a picture is asked for by id and hash alone, and the CDN learns nothing of who asks', async ({
  stack,
}) => {
  const asked: { url: string; headers: Record<string, unknown> }[] = [];
  const cdn = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    if (request.url?.includes('/1180000000000000103/'))
      return response.writeHead(302, { location: `${stack.info.webUrl}/session` }).end();
    const type = request.url?.includes('/1180000000000000104/') ? 'text/html' : 'image/png';
    response.writeHead(200, { 'content-type': type, 'set-cookie': 'cdn=1' }).end('picture');
  });
  await new Promise<void>((resolve) => cdn.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}`;
  const desk = await startDesk({ ...deskVariables(stack.info), PUBLIC_DISCORD_CDN_URL: address });
  const hash = 'a'.repeat(32);
  const personal = {
    cookie: 'sb-127-auth-token=secret',
    authorization: 'Bearer secret',
    referer: `${desk.url}/g/${guild}/t/2418`,
  };

  for (const kind of ['avatar', 'icon']) {
    const good = await get(`${desk.url}/${kind}/${noor.id}/${hash}`, personal);
    expect([good.status, await good.text(), good.headers.get('content-type')]).toEqual([
      200,
      'picture',
      'image/png',
    ]);
    expect(good.headers.getSetCookie()).toEqual([]);
    expect(good.headers.get('content-security-policy')).not.toContain('unsafe');
    for (const bad of [
      `1/${hash}`,
      `${noor.id}/../${hash}`,
      `${noor.id}/${hash}.png`,
      `${noor.id}/${hash}%2f..%2f..%2fadmin`,
      `${noor.id}/${hash}%00`,
      `${noor.id}%2f..%2f..%2f/${hash}`,
      `${noor.id}/${hash}%3fx=y`,
      `${noor.id}/${hash}%23`,
      `@evil.example/${hash}`,
      `127.0.0.1:1%2f/${hash}`,
      `http:%2f%2fevil.example/${hash}`,
      `${noor.id}/A${'a'.repeat(31)}`,
      `${noor.id}\n/${hash}`.replace('\n', '%0a'),
    ])
      expect([kind, bad, (await get(`${desk.url}/${kind}/${bad}`)).status]).toEqual([kind, bad, 404]);
    // What the CDN answers is passed on only when it is a picture, and never followed elsewhere.
    expect((await get(`${desk.url}/${kind}/1180000000000000103/${hash}`)).status).toBe(404);
    expect((await get(`${desk.url}/${kind}/1180000000000000104/${hash}`)).status).toBe(404);
  }
  expect(asked.map(({ url }) => url)).toEqual(
    ['avatars', 'icons'].flatMap((kind) =>
      [noor.id, '1180000000000000103', '1180000000000000104'].map(
        (id) => `/${kind}/${id}/${hash}.png?size=128`,
      ),
    ),
  );
  expect(JSON.stringify(asked)).not.toMatch(/secret|2418|cookie|authorization/);
  await desk.stop();
  await new Promise((resolve) => cdn.close(resolve));
});
