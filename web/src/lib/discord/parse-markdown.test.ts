import { expect, test } from 'vitest';
import { parseMarkdown, plainText, safeHref } from './parse-markdown.ts';

const nameOf = (id: string) => (id === '1180000000000000101' ? 'Noor Haddad' : undefined);

test('a preview shows the words without their marks, and people by name', () => {
  const text = 'It **works** now, <@1180000000000000101> and <@1180000000000000999>\nlook at `HL-1`';
  expect(plainText(parseMarkdown(text), nameOf)).toBe(
    'It works now, @Noor Haddad and @somebody look at HL-1',
  );
});

test('only addresses of the web may be followed', () => {
  expect(safeHref('https://example.com/a')).toBe('https://example.com/a');
  for (const bad of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//host',
    'mailto:a@b.c',
    '',
  ])
    expect(safeHref(bad)).toBeNull();
});

test('markup in a message stays text', () => {
  expect(plainText(parseMarkdown('<script>alert(1)</script>'), nameOf)).toBe('<script>alert(1)</script>');
});
