import { expect, test } from 'vitest';
import { hueOfId, initialsOf } from './avatar-look.ts';
import { agoOf } from './format-time.ts';
import { hueOfColor } from './hue-of-color.ts';

test('initials are the first letters of two words, as written', () => {
  expect(['Noor Haddad', 'salty bea', 'kestrel', 'Inês', '', '🏮 lamp'].map(initialsOf)).toEqual([
    'NH',
    'sb',
    'k',
    'I',
    '?',
    '🏮l',
  ]);
});

test('people with neighbouring ids get different hues, and the same one each time', () => {
  const hues = Array.from({ length: 12 }, (_, i) =>
    hueOfId(`11800000000000002${String(i).padStart(2, '0')}`),
  );
  expect(new Set(hues.map((hue) => Math.floor(hue / 30))).size).toBeGreaterThanOrEqual(6);
  expect(hueOfId('1180000000000000201')).toBe(hueOfId('1180000000000000201'));
});

test('a role\'s colour becomes its hue; "no colour" and greys have none', () => {
  expect(hueOfColor(0xff0000)).toBe(29);
  expect(hueOfColor(0x00ff00)).toBe(142);
  expect(hueOfColor(0x0000ff)).toBe(264);
  expect([hueOfColor(0), hueOfColor(0x808080), hueOfColor(0xffffff)]).toEqual([null, null, null]);
});

test('ages are short', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const ago = (minutes: number) => agoOf(new Date(now - minutes * 60_000).toISOString(), now);
  expect([ago(0), ago(18), ago(59), ago(60), ago(60 * 23), ago(60 * 24), ago(60 * 24 * 30)]).toEqual([
    'now',
    '18 min',
    '59 min',
    '1 h',
    '23 h',
    '1 d',
    '24 Oct',
  ]);
});
