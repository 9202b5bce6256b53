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
    '/\r\n/evil.example',
    '/.//evil.example',
    '/./\\evil.example',
    '/g/..//evil.example',
    '/%2e//evil.example',
    '/%2e%2e//evil.example',
    '\\\\evil.example',
    ' //evil.example',
    'https:evil.example',
    '/.//sign-in',
    '/./sign-in',
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

test('sends nothing on that could end a header, and keeps what is only a word in a path', () => {
  expect(safePath('/g/1\r\nset-cookie: a=b')).toBe('/g/1set-cookie:%20a=b');
  expect(safePath('/%2f%2fevil.example')).toBe('/%2f%2fevil.example');
  expect(safePath('/g/1#//evil.example')).toBe('/g/1');
});
