import { describe, expect, test } from 'vitest';
import type { Answer } from '#lib/realtime/ask.ts';
import { openDevice } from './open-device.ts';
import { createSendQueue, type OutgoingItem } from './send-queue.ts';
import { storeOutgoing, type OutgoingMessage } from './store-outgoing.ts';

const ok: Answer<unknown> = { ok: true, data: 1 };
const away: Answer<unknown> = { ok: false, why: 'unreachable', code: '', words: '' };
const closed: Answer<unknown> = { ok: false, why: 'refused', code: 'TF002', words: 'This ticket is closed.' };

const message = (id: string, ticketId = 'ticket'): Omit<OutgoingMessage, 'order'> => ({
  id,
  ticketId,
  kind: 'reply',
  body: `words of ${id}`,
  quote: null,
  at: '2026-11-23T10:00:00Z',
});

/** A browser: a storage that its tabs share, and locks that one tab holds at a time. */
function openBrowser() {
  const texts = new Map<string, string>();
  const device = openDevice(
    () => ({
      get length() {
        return texts.size;
      },
      key: (i) => [...texts.keys()][i] ?? null,
      getItem: (key) => texts.get(key) ?? null,
      setItem: (key, text) => void texts.set(key, text),
      removeItem: (key) => void texts.delete(key),
    }),
    () => {},
  );
  const locks = new Map<string, Promise<void>>();
  const alone = (name: string, work: () => Promise<void>) => {
    const mine = (locks.get(name) ?? Promise.resolve()).then(work);
    locks.set(name, mine);
    return mine;
  };
  return { texts, device, kept: storeOutgoing(device, 'noor'), alone };
}

/** A queue over a network of our own: each question is answered as `answer` says. */
function startQueue(
  answer: (id: string, asked: number) => Answer<unknown> | Promise<Answer<unknown>>,
  browser = openBrowser(),
) {
  const seen = {
    asked: [] as string[],
    posted: [] as string[],
    refused: [] as string[],
    items: [] as OutgoingItem[],
  };
  let isOnline = true;
  const queue = createSendQueue({
    ...browser,
    ask: async (_name, args) => {
      const id = args.message;
      seen.asked.push(id);
      return answer(id, seen.asked.length);
    },
    isOnline: () => isOnline,
    onChange: (items) => (seen.items = items),
    onPosted: async ({ id }) => void seen.posted.push(id),
    onRefused: ({ id }, { code }) => seen.refused.push(`${id}: ${code}`),
    retryMs: () => 5,
  });
  const add = (messages: Omit<OutgoingMessage, 'order'>[]) => {
    browser.kept.add(messages);
    queue.refresh();
  };
  return { queue: { ...queue, add }, seen, setOnline: (is: boolean) => (isOnline = is) };
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

  test('files go with their message by their ids, in their order', async () => {
    const asked: unknown[] = [];
    const browser = openBrowser();
    const queue = createSendQueue({
      ...browser,
      ask: async (name, { files }) => {
        asked.push([name, files]);
        return ok;
      },
      isOnline: () => true,
      onChange: () => {},
      onPosted: async () => {},
      onRefused: () => {},
      retryMs: () => 5,
    });
    const files = ['x', 'y'].map((id) => ({ id, name: id, size: 1, content_type: 'text/plain' }));
    browser.kept.add([{ ...message('a'), files }, { ...message('b'), kind: 'note', files }, message('c')]);
    queue.refresh();
    await until(() => asked.length === 3);
    expect(asked).toEqual([
      ['post_reply', ['x', 'y']],
      ['add_note', ['x', 'y']],
      ['post_reply', []],
    ]);
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
    expect([seen.refused, seen.posted]).toEqual([['a: TF002'], ['b']]);
  });

  test('the same message added twice is sent once', async () => {
    const { queue, seen } = startQueue(() => ok);
    queue.add([message('a')]);
    queue.add([message('a')]);
    await until(() => seen.items.length === 0);
    expect(seen.asked).toEqual(['a']);
  });

  test('what a closed tab left is sent by the next, in order, and only then forgotten', async () => {
    const browser = openBrowser();
    const first = startQueue(() => ok, browser);
    first.setOnline(false);
    first.queue.add([message('a'), message('b')]);
    first.queue.add([message('c')]);
    first.queue.stop();
    const lost = startQueue(() => new Promise(() => {}), browser);
    lost.queue.refresh();
    await until(() => lost.seen.asked.length === 1);
    lost.queue.stop();
    expect(browser.texts.size).toBe(3);
    // A closed tab's locks are free.
    const last = startQueue(() => ok, { ...browser, alone: openBrowser().alone });
    last.queue.refresh();
    await until(() => last.seen.posted.length === 3);
    expect([last.seen.posted, browser.texts.size]).toEqual([['a', 'b', 'c'], 0]);
  });

  test('two tabs with the same words send each once, in the order of writing', async () => {
    const browser = openBrowser();
    const sent: string[] = [];
    const answer = async (id: string) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      sent.push(id);
      return ok;
    };
    const tabs = [startQueue(answer, browser), startQueue(answer, browser)];
    for (const { setOnline } of tabs) setOnline(false);
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) tabs[i % 2]!.queue.add([message(id)]);
    for (const { setOnline, queue } of tabs) {
      setOnline(true);
      queue.resume();
    }
    await until(() => browser.texts.size === 0);
    for (const { queue } of tabs) queue.refresh();
    await until(() => tabs.every(({ seen }) => seen.items.length === 0));
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
    // Both tabs show what the other has sent from the database.
    for (const { seen } of tabs) expect([...seen.posted].sort()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('what is kept', () => {
  test('in the shape of an earlier version is taken over; what cannot be read stays, and is told', () => {
    const { texts, device } = openBrowser();
    texts.set(
      'ticketflow:outgoing:noor',
      JSON.stringify([{ ...message('a'), state: 'waiting' }, { id: 'b', words: 'of no ticket' }, 'c']),
    );
    texts.set('ticketflow:outgoing:noor:d', '{"broken');
    texts.set('ticketflow:outgoing:sam:e', JSON.stringify({ ...message('e'), order: 1 }));
    const kept = storeOutgoing(device, 'noor');
    expect(kept.list().map(({ id }) => id)).toEqual(['a']);
    expect(
      kept
        .unreadable()
        .map(({ key }) => key.split(':').at(-1))
        .sort(),
    ).toEqual(['b', 'd', 'unreadable-2']);
    expect(texts.has('ticketflow:outgoing:noor')).toBe(false);
  });
});
