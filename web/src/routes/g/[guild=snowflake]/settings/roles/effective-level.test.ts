import { expect, test } from 'vitest';
import type { Access, Role } from '@ticketflow/supabase/contracts/access.ts';
import { cellOf, hasLevel } from './effective-level.ts';

const role = (id: string, can_manage_guild = false): Role => ({
  id,
  name: id,
  color: 0,
  position: 1,
  can_manage_guild,
  is_managed: false,
  member_count: null,
});
const access = (grants: Access['grants']): Access => ({
  compared_at: null,
  is_comparing: false,
  owner: null,
  roles: [],
  categories: [],
  grants,
});
const judges = role('1');

test('a level of the whole guild counts in every category', () => {
  const all = access([{ role_id: '1', category_id: null, level: 'agent' }]);
  expect(cellOf(all, judges, null)).toEqual({ state: 'set', level: 'agent' });
  expect(cellOf(all, judges, 'appeals')).toEqual({ state: 'inherited', level: 'agent' });
});

test('the higher of both counts: a lower one set in a category takes nothing away', () => {
  const both = (here: 'viewer' | 'manager') =>
    access([
      { role_id: '1', category_id: null, level: 'agent' },
      { role_id: '1', category_id: 'appeals', level: here },
    ]);
  expect(cellOf(both('manager'), judges, 'appeals')).toEqual({ state: 'set', level: 'manager' });
  expect(cellOf(both('viewer'), judges, 'appeals')).toEqual({ state: 'inherited', level: 'agent' });
});

test('Manage Server makes an admin, whatever is set', () => {
  const captain = role('2', true);
  const low = access([{ role_id: '2', category_id: null, level: 'viewer' }]);
  expect(cellOf(low, captain, null)).toEqual({ state: 'manages', level: 'admin' });
  expect(cellOf(low, captain, 'appeals')).toEqual({ state: 'inherited', level: 'admin' });
  expect(hasLevel(access([]), captain)).toBe(true);
});

test('a role without a level opens nothing', () => {
  expect(cellOf(access([]), judges, null)).toEqual({ state: 'none' });
  expect(hasLevel(access([]), judges)).toBe(false);
});
