import { expect, test } from 'vitest';
import { viewNames, viewOf } from '@ticketflow/supabase/contracts/views.ts';
import { acts, actNames } from '#lib/tickets/acts/acts.ts';
import { t } from '#lib/words/words.ts';
import { bindingOf, bindings, keyOf } from './bindings.ts';
import { deskKeys, writingKeys, type DeskKey, type Where } from './desk-keys.ts';
import { allKeys, sheet } from './sheet.ts';

/** Where else a key counts that counts there. */
const within: Record<Where, readonly Where[]> = {
  desk: ['desk', 'inbox', 'list', 'ticket'],
  inbox: ['inbox', 'list', 'ticket'],
  list: ['list'],
  ticket: ['ticket'],
  writing: ['writing'],
};
const meets = (a: Where, b: Where) => within[a].includes(b) || within[b].includes(a);
const keysOf = ({ key, also }: DeskKey) => (also ? [key, also] : [key]);

/** Pairs of keys of which one would never be reached. */
function clashesOf(keys: readonly DeskKey[]): string[] {
  return keys.flatMap((a, i) =>
    keys
      .slice(i + 1)
      .filter((b) => meets(a.where, b.where) && keysOf(a).some((key) => keysOf(b).includes(key)))
      .map((b) => `${a.key}: ${a.words()}, ${b.words()}`),
  );
}

test('no key is bound twice where it would have to choose', () => {
  expect(clashesOf(allKeys)).toEqual([]);
  // `G` waits for a second key.
  expect(allKeys.flatMap(keysOf)).not.toContain('G');
  const twice = { ...deskKeys.quote, words: () => 'Snooze', key: acts.close_ticket.key! };
  expect(clashesOf([...allKeys, twice])).toEqual(['E: Close, Snooze']);
});

test('the shortcut sheet shows every key of the tables, in words that differ', () => {
  const shown = sheet.flatMap(({ keys }) => keys.map(({ words, key }) => `${key} ${words()}`));
  const all = [
    ...[...Object.values(deskKeys), ...Object.values(writingKeys)].map(
      ({ key, words }) => `${key} ${words()}`,
    ),
    ...actNames.flatMap((act) => (acts[act].key ? [`${acts[act].key} ${t.acts[act]}`] : [])),
    ...viewNames.flatMap((view) => {
      const { key } = viewOf(view);
      return key ? [`G ${key.toUpperCase()} ${t.views[view].name}`] : [];
    }),
  ];
  expect(shown.toSorted()).toEqual(all.toSorted());
  expect(new Set(allKeys.map(({ words }) => words())).size).toBe(allKeys.length);
});

test('a key does what the tables say, in the place that they say', () => {
  for (const each of bindings)
    for (const key of keysOf(each)) {
      const hasTicket = each.where !== 'list';
      expect(bindingOf(key, each.where !== 'desk', hasTicket)?.does).toEqual(each.does);
      if (each.where !== 'desk') expect(bindingOf(key, false, hasTicket)).toBeUndefined();
    }
  expect(bindingOf('E', true, false)).toBeUndefined();
  expect(bindingOf('Enter', true, true)).toBeUndefined();
});

test('shift counts with letters alone, and caps lock not at all', () => {
  expect(keyOf({ key: 'c', shiftKey: false })).toBe('C');
  expect(keyOf({ key: 'C', shiftKey: false })).toBe('C');
  expect(keyOf({ key: 'C', shiftKey: true })).toBe('Shift C');
  expect(keyOf({ key: '?', shiftKey: true })).toBe('?');
  expect(keyOf({ key: 'Escape', shiftKey: false })).toBe('Esc');
  expect(keyOf({ key: 'ArrowDown', shiftKey: true })).toBe('ArrowDown');
});
