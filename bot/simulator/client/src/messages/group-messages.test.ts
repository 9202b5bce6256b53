import { expect, test } from 'vitest';
import type { MessageView } from '../../../protocol.ts';
import { isContinued } from './group-messages.ts';

const message = (change: Partial<MessageView> & { at?: string } = {}): MessageView =>
  ({
    id: '1',
    type: 0,
    author: { id: 'marlowe' },
    author_name: 'Marlowe',
    interaction_user: null,
    timestamp: new Date(2026, 10, 23, 10, Number(change.at ?? 0)).toISOString(),
    ...change,
  }) as MessageView;

test('messages of one author within seven minutes stand under one name', () => {
  expect(isContinued(message({ at: '6' }), message())).toBe(true);
  expect(isContinued(message({ at: '7' }), message())).toBe(false);
});

test('a reply, another name on the same webhook, and an ephemeral answer each start a new group', () => {
  expect(isContinued(message({ type: 19 }), message())).toBe(false);
  expect(isContinued(message({ author_name: 'Noor' }), message())).toBe(false);
  expect(isContinued(message({ flags: 64 }), message())).toBe(false);
});

test('nothing continues an event line', () => {
  expect(isContinued(message(), message({ type: 7 }))).toBe(false);
});
