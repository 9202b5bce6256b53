import type { BrowserContext } from '@playwright/test';

/** The access token in a browser's cookies counts as expired: the next request to the desk's server has to refresh it. */
export async function expireSession(context: BrowserContext): Promise<void> {
  const chunks = (await context.cookies())
    .filter(({ name }) => /auth-token(\.\d)?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = chunks.map(({ value }) => value.replace(/^base64-/, '')).join('');
  const session = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  const expired = { ...session, expires_at: Math.floor(Date.now() / 1000) - 60 };
  const value = `base64-${Buffer.from(JSON.stringify(expired)).toString('base64url')}`;
  const size = Math.ceil(value.length / chunks.length);
  await context.addCookies(
    chunks.map((chunk, i) => ({ ...chunk, value: value.slice(i * size, (i + 1) * size) })),
  );
}
