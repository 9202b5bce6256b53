import { expect, test } from 'vitest';
import { safePath } from './safe-path.ts';

test('leads back to a page of the desk', () => {
  expect(safePath('/g/1180000000000000001/t/2418?view=mine')).toBe('/g/1180000000000000001/t/2418?view=mine');
});

test('never leads to another site, or back to signing in', () => {
  for (const bad of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example/page',
    'javascript:alert(1)',
    '',
    null,
    undefined,
    '/sign-in',
    '/auth/callback?code=x',
    '/sign-out',
  ])
    expect(safePath(bad)).toBe('/');
});
