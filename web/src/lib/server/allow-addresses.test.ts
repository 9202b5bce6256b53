import { expect, test } from 'vitest';
import { allowAddresses } from './allow-addresses.ts';

const policy = "default-src 'self'; connect-src 'self'; form-action 'self'; object-src 'none'";

test('lets the page ask Supabase and its socket, and the sign-in form lead on to Discord, and nothing else', () => {
  expect(allowAddresses(policy, 'https://abc.supabase.co', 'https://discord.com', undefined)).toBe(
    "default-src 'self'; connect-src 'self' https://abc.supabase.co wss://abc.supabase.co; form-action 'self' https://abc.supabase.co https://discord.com; object-src 'none'",
  );
});

test('lets errors out only where Sentry is set', () => {
  const allowed = allowAddresses(
    policy,
    'http://127.0.0.1:54321',
    'https://discord.com',
    'https://key@o1.ingest.sentry.io/2',
  );
  expect(allowed).toContain(
    "connect-src 'self' http://127.0.0.1:54321 ws://127.0.0.1:54321 https://o1.ingest.sentry.io;",
  );
});

test('lets the page’s own first styles in by its nonce, once', () => {
  const allow = (csp: string) => allowAddresses(csp, 'http://127.0.0.1:1', 'https://discord.com', undefined);
  const scripts = "script-src 'self' 'nonce-abc'; connect-src 'self'; form-action 'self'";
  expect(allow(`style-src 'self'; ${scripts}`)).toContain("style-src 'self' 'nonce-abc';");
  expect(allow(`style-src 'self' 'nonce-abc'; ${scripts}`)).toContain("style-src 'self' 'nonce-abc';");
  expect(allow(`style-src 'self' 'unsafe-inline'; ${scripts}`)).toContain(
    "style-src 'self' 'unsafe-inline';",
  );
});
