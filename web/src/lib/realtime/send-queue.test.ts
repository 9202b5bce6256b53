import { describe, expect, test } from 'vitest';
import type { Answer } from './ask.ts';
import { createSendQueue, type OutgoingMessage } from './send-queue.ts';

const ok: Answer<unknown> = { ok: true, data: 1 };
const away: Answer<unknown> = { ok: false, why: 'unreachable', code: '', words: '' };
const closed: Answer<unknown> = { ok: false, why: 'refused', code: 'TF002', words: 'This ticket is closed.' };

const message = (id: string, ticketId = 'ticket'): OutgoingMessage => ({
  id,
  ticketId,
  kind: 'reply',
  body: `words of ${id}`,
  quote: null,
  at: '2026-11-23T10:00:00Z',
  state: 'waiting',
});

/** A queue over a network of our own: each question is answered as `answer` says. */
function startQueue(answer: (id: string, asked: number) => Answer<unknown> | Promise<Answer<unknown>>) {
  const seen = {
    asked: [] as string[],
    posted: [] as string[],
    refused: [] as string[],
    items: [] as OutgoingMessage[],
  };
  let isOnline = true;
  const queue = createSendQueue({
    ask: async (_name, args) => {
      const id = String(args['message']);
      seen.asked.push(id);
      return answer(id, seen.asked.length);
    },
    isOnline: () => isOnline,
    onChange: (items) => (seen.items = items),
    onPosted: async ({ id }) => void seen.posted.push(id),
    onRefused: ({ id }, words) => seen.refused.push(`${id}: ${words}`),
    retryMs: 5,
  });
  return { queue, seen, setOnline: (is: boolean) => (isOnline = is) };
}

const until = (isTrue: () => boolean) => expect.poll(isTrue, { interval: 2, timeout: 2000 }).toBe(true);

describe('the queue of what was written', () => {
  test('sends in the order of writing, one after the other', async () => {
    let release: (answer: Answer<unknown>) => void = () => {};
    const { queue, seen } = startQueue((id) =>
      id === 'a' ? new Promise((resolve) => (release = resolve)) : ok,
    );
    queue.add([message('a'), message('b')]);
    await until(() => seen.asked.length === 1);
    expect(seen.items.map((item) => item.state)).toEqual(['posting', 'waiting']);
    release(ok);
    await until(() => seen.items.length === 0);
    expect(seen.posted).toEqual(['a', 'b']);
  });

  test('a ticket whose message hangs does not hold up another ticket', async () => {
    const { queue, seen } = startQueue((id) => (id === 'a' ? new Promise(() => {}) : ok));
    queue.add([message('a', 'one'), message('b', 'two')]);
    await until(() => seen.posted.length === 1);
    expect(seen.posted).toEqual(['b']);
  });

  test('what is not reachable is tried again with the same id, before what was written later', async () => {
    const { queue, seen } = startQueue((_id, asked) => (asked <= 2 ? away : ok));
    queue.add([message('a'), message('b')]);
    await until(() => seen.items.length === 0);
    expect(seen.asked).toEqual(['a', 'a', 'a', 'b']);
    expect(seen.posted).toEqual(['a', 'b']);
  });

  test('without network nothing is asked and all of it waits; then it goes out in order', async () => {
    const { queue, seen, setOnline } = startQueue(() => ok);
    setOnline(false);
    queue.add([message('a')]);
    queue.add([message('b')]);
    expect([seen.asked, seen.items.map((item) => item.state)]).toEqual([[], ['waiting', 'waiting']]);
    setOnline(true);
    queue.resume();
    await until(() => seen.items.length === 0);
    expect(seen.posted).toEqual(['a', 'b']);
  });

  test('a refusal gives its own words back and lets the rest go on', async () => {
    const { queue, seen } = startQueue((id) => (id === 'a' ? closed : ok));
    queue.add([message('a'), message('b')]);
    await until(() => seen.items.length === 0);
    expect([seen.refused, seen.posted]).toEqual([['a: This ticket is closed.'], ['b']]);
  });

  test('the same message added twice is sent once', async () => {
    const { queue, seen } = startQueue(() => ok);
    queue.add([message('a')]);
    queue.add([message('a')]);
    await until(() => seen.items.length === 0);
    expect(seen.asked).toEqual(['a']);
  });
});
