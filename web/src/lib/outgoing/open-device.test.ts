import { expect, test } from 'vitest';
import { openDevice } from './open-device.ts';

/** A browser's storage with room for so many characters. */
function storage(room: number) {
  const kept = new Map<string, string>();
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (i: number) => [...kept.keys()][i] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => void kept.delete(key),
    setItem(key: string, text: string) {
      const used = [...kept].reduce((sum, [each, value]) => (each === key ? sum : sum + value.length), 0);
      if (used + text.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, text);
    },
  };
}

test('what a full storage does not take lives in the page, is said, and is kept once there is room', () => {
  const store = storage(10);
  const said: boolean[] = [];
  const device = openDevice(
    () => store,
    (isTaken) => said.push(isTaken),
  );
  device.write('a', '12345678');
  device.write('b', '12345');
  expect([device.read('b'), store.kept.has('b'), said]).toEqual(['12345', false, [true, false]]);
  expect(device.keys('').sort()).toEqual(['a', 'b']);
  device.remove('a');
  expect([store.kept.get('b'), said.at(-1)]).toEqual(['12345', true]);
});

test('a forbidden storage is as one that is full', () => {
  const device = openDevice(
    () => {
      throw new DOMException('forbidden', 'SecurityError');
    },
    () => {},
  );
  device.write('draft', 'words');
  expect([device.read('draft'), device.keys('dr')]).toEqual(['words', ['draft']]);
  device.remove('draft');
  expect(device.read('draft')).toBeNull();
});
