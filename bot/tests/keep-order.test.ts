import { expect, test } from 'vitest';
import { keepOrder } from '../src/access/keep-order.ts';
test('an event that comes while somebody reads is left to the event', async () => {
  const order = keepOrder();
  const written: string[] = [];
  await order.watching('g', async (touched) => {
    order.touch('g', 'theo');
    order.touch('other', 'ines');
    await order.inOrder(
      'g',
      async () => void written.push(...['theo', 'ines'].filter((id) => !touched.has(id))),
    );
  });
  expect(written).toEqual(['ines']);
  await order.watching('g', async (touched) => expect([...touched]).toEqual([]));
});
test('work on one guild keeps its order, also behind work that fails', async () => {
  const order = keepOrder();
  const done: number[] = [];
  const slow = order.inOrder(
    'g',
    () => new Promise((_, reject) => setTimeout(() => (done.push(1), reject(new Error('no'))), 20)),
  );
  const next = order.inOrder('g', async () => void done.push(2));
  const other = order.inOrder('h', async () => void done.push(0));
  await expect(slow).rejects.toThrow('no');
  await Promise.all([next, other]);
  expect(done).toEqual([0, 1, 2]);
});
