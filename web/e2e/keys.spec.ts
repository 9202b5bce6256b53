import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Request } from '@playwright/test';
import { signIn } from './sign-in.ts';
import { expect, guild, noor, test, untilLive } from './demo.ts';

const jwt = /eyJ[A-Za-z0-9_-]{10,}\.(eyJ[A-Za-z0-9_-]{10,})\.[A-Za-z0-9_-]{10,}/g;

/** The roles of all tokens in a text. */
const rolesIn = (text: string) =>
  [...text.matchAll(jwt)].map(
    ([, claims = '']) => (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { role?: string }).role,
  );

/** Every word that leaves a page: addresses, headers and bodies of requests, and what goes over sockets. */
function listen(page: Page) {
  const requests: Request[] = [];
  const sockets: string[] = [];
  page.context().on('request', (request) => requests.push(request));
  page.on('websocket', (socket) => {
    sockets.push(socket.url());
    socket.on('framesent', ({ payload }) => sockets.push(payload.toString()));
  });
  return async () => {
    const sent = await Promise.all(
      requests.map(async (request) => ({
        url: request.url(),
        headers: await request.allHeaders().catch(() => request.headers()),
        body: request.postData() ?? '',
      })),
    );
    return { sent, sockets };
  };
}

test('a browser sends the publishable key and the person’s own token, and no other key, whatever it does', async ({
  browser,
  stack,
}) => {
  const { webUrl, supabaseUrl, publishableKey, secretKey, botToken } = stack.info;
  const page = await (await browser.newContext()).newPage();
  const heard = listen(page);
  await signIn(page, webUrl, noor.name);
  await page.goto(`${webUrl}/g/${guild}/t/2416`);
  await untilLive(page);
  await page.getByRole('textbox', { name: 'Reply', exact: true }).fill('With the right key');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('article').filter({ hasText: 'With the right key' }).getByText('Sent'),
  ).toBeVisible();
  for (const path of ['/settings/roles', '/settings/blocks', '/settings/jobs', '/settings/audit'])
    await page.goto(`${webUrl}/g/${guild}${path}`);
  await page.waitForLoadState('networkidle');
  const { sent, sockets } = await heard();
  await page.context().close();

  const toSupabase = sent.filter(
    ({ url }) => url.startsWith(supabaseUrl) && !/\/auth\/v1\/(authorize|callback)/.test(url),
  );
  expect(toSupabase.length).toBeGreaterThan(3);
  for (const { url, headers } of toSupabase) {
    // A preflight carries no headers of the page's.
    if (headers['access-control-request-method']) continue;
    expect([url, headers['apikey'] ?? new URL(url).searchParams.get('apikey')]).toEqual([
      url,
      publishableKey,
    ]);
  }
  expect(sockets[0]).toContain(`apikey=${publishableKey}`);

  const everything = JSON.stringify([sent, sockets]);
  for (const secret of [secretKey, botToken]) expect(everything).not.toContain(secret);
  expect(everything).not.toContain('sb_secret_');
  expect(everything).not.toContain('service_role');
  // Session cookies hold the token in base64.
  const cookies = sent.flatMap(({ headers }) =>
    [...(headers['cookie'] ?? '').matchAll(/base64-([A-Za-z0-9_-]+)/g)].map(([, value = '']) =>
      Buffer.from(value, 'base64url').toString(),
    ),
  );
  const roles = new Set(rolesIn(everything + cookies.join('\n')));
  expect([...roles]).toEqual(['authenticated']);
});

test('what is built for the browser holds no key and no token', () => {
  const client = fileURLToPath(new URL('../build/client', import.meta.url));
  const files = readdirSync(client, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const text = readFileSync(join(file.parentPath, file.name), 'latin1');
    expect([
      file.name,
      /sb_secret_[A-Za-z0-9_-]+/.exec(text)?.[0],
      /service_role/.exec(text)?.[0],
      rolesIn(text),
    ]).toEqual([file.name, undefined, undefined, []]);
    expect([
      file.name,
      /SECRET_KEY|DISCORD_TOKEN|BOT_DATABASE_URL|postgres(ql)?:\/\//.exec(text)?.[0],
    ]).toEqual([file.name, undefined]);
  }
});
