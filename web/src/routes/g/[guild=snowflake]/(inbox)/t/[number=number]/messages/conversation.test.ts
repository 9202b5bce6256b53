import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import { describe, expect, test } from 'vitest';
import { mergeMessages } from '#lib/desk/merge-messages.ts';
import { layOut } from './lay-out.ts';

const at = (n: number) => String(n).padStart(20, '0');
const message = (n: number, more: Partial<Message> = {}): Message => ({
  id: `m${n}`,
  kind: 'message',
  position: at(n),
  revision: n,
  made_in: n,
  author_id: 'marlowe',
  is_staff: false,
  body: `words ${n}`,
  embeds: [],
  attachments: [],
  stickers: [],
  reactions: [],
  event: null,
  discord_message_id: null,
  delivery: null,
  delivery_reason: null,
  created_at: `2026-11-23T10:${String(n).padStart(2, '0')}:00Z`,
  edited_at: null,
  deleted_at: null,
  deleted_by: null,
  deleted_in: null,
  reply_to: null,
  ...more,
});
const ids = (messages: Message[]) => messages.map((each) => each.id);

describe('merging', () => {
  test('any order of the same answers ends in the same conversation', () => {
    const answers = [
      [message(1), message(2)],
      [message(3, { revision: 7, body: 'edited' })],
      [message(3), message(2, { revision: 9, body: 'later' })],
    ];
    const merged = (order: number[]) =>
      order.reduce<Message[]>((all, i) => mergeMessages(all, answers[i] ?? []), []);
    const expected = merged([0, 1, 2]);
    expect(expected.map((each) => each.body)).toEqual(['words 1', 'later', 'edited']);
    for (const order of [
      [2, 1, 0],
      [1, 0, 2],
      [2, 0, 1],
      [0, 0, 2, 1, 1],
    ])
      expect(merged(order)).toEqual(expected);
  });

  test('a reply moves to the position that Discord gave it', () => {
    const before = [message(1), message(5, { id: 'reply' }), message(6)];
    expect(ids(mergeMessages(before, [message(9, { id: 'reply', revision: 12 })]))).toEqual([
      'm1',
      'm6',
      'reply',
    ]);
  });

  test('a change of a message older than what is loaded does not stand alone above a gap', () => {
    const loaded = [message(10), message(11)];
    expect(ids(mergeMessages(loaded, [message(3, { revision: 20 })], at(10)))).toEqual(['m10', 'm11']);
    expect(ids(mergeMessages(loaded, [message(3, { revision: 20 })], null))).toEqual(['m3', 'm10', 'm11']);
  });
});

describe('laying out', () => {
  const kinds = (messages: Message[], read: number | null = null) =>
    layOut(messages, read)
      .filter((line) => line.type !== 'day')
      .map((line) =>
        line.type === 'message'
          ? `${line.isFirst ? 'first' : 'more'}${line.isLast ? ' last' : ''}`
          : line.type,
      );

  test('groups what one person says within seven minutes', () => {
    expect(kinds([message(0), message(1), message(7), message(15)])).toEqual([
      'first',
      'more',
      'more last',
      'first last',
    ]);
  });

  test('a note, a quote and an event begin a new group', () => {
    const quote = { id: 'm0', author_id: 'noor', text: 'hello', is_deleted: false };
    expect(
      kinds([message(1), message(2, { kind: 'note' }), message(3), message(4, { reply_to: quote })]),
    ).toEqual(['first last', 'first last', 'first last', 'first last']);
    expect(
      kinds([message(1), message(2, { kind: 'event', event: { type: 'claimed' } }), message(3)]),
    ).toEqual(['first last', 'event', 'first last']);
  });

  test('marks where the unread begins, once, and not for what staff wrote', () => {
    const said = [
      message(1),
      message(2),
      message(3, { is_staff: true, kind: 'reply' }),
      message(4),
      message(5),
    ];
    expect(kinds(said, 3)).toEqual(['first', 'more', 'more last', 'new', 'first', 'more last']);
    expect(kinds(said, 5)).not.toContain('new');
    expect(kinds([message(1), message(2, { deleted_at: '2026-11-23T10:03:00Z' })], 1)).not.toContain('new');
  });

  test('a deleted message leaves a line, and no words', () => {
    expect(
      kinds([message(1), message(2, { body: '', deleted_at: '2026-11-23T10:03:00Z' }), message(3)]),
    ).toEqual(['first last', 'deleted', 'first last']);
  });
});
