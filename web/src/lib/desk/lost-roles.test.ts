import { expect, test } from 'vitest';
import { lostSince } from './lost-roles.ts';

const crew = { id: '303', name: 'Support crew' };
const watch = { id: '308', name: 'Watch' };

test('names the role that was taken away, from when its name could still be read', () => {
  expect(lostSince([crew, watch], [{ id: '308', name: null }])).toEqual(['Support crew']);
});

test('names nothing when nothing is known or nothing was lost', () => {
  expect(lostSince(null, [])).toEqual([]);
  expect(lostSince([crew], null)).toEqual([]);
  expect(lostSince([crew], [crew, watch])).toEqual([]);
});
