import { expect, test } from 'vitest';
import { connectionState } from './connection-state.ts';

const now = Date.parse('2026-11-23T10:30:00Z');
const live = {
  isOnline: true,
  reach: 'reached',
  topics: ['joined', 'joined'],
  catchingUp: null,
  accessSeenAt: '2026-11-23T10:29:30Z',
  now,
} as const;

test('everything in order is live', () => expect(connectionState(live)).toBe('live'));

test('without network, or when pulls fail, it is offline whatever else is true', () => {
  expect(connectionState({ ...live, isOnline: false, accessSeenAt: null })).toBe('offline');
  expect(connectionState({ ...live, reach: 'none' })).toBe('offline');
});

test('when something answers that the database does not, the network is not blamed', () => {
  expect(connectionState({ ...live, reach: 'away', accessSeenAt: null })).toBe('database-away');
});

test('a bot that has not stamped the guild for three minutes is out of reach', () => {
  expect(connectionState({ ...live, accessSeenAt: '2026-11-23T10:27:01Z' })).toBe('live');
  expect(connectionState({ ...live, accessSeenAt: '2026-11-23T10:26:59Z' })).toBe('bot-away');
  expect(connectionState({ ...live, accessSeenAt: null })).toBe('bot-away');
});

test('without pokes, or while the bot reads what it missed, the page is catching up', () => {
  expect(connectionState({ ...live, topics: ['joined', 'lost'] })).toBe('catching-up');
  expect(connectionState({ ...live, catchingUp: { done: 1, total: 3 } })).toBe('catching-up');
});

test('a page that slept is not live, and says nothing of the bot, before it has asked', () => {
  expect(connectionState({ ...live, reach: 'asking', accessSeenAt: '2026-11-23T08:00:00Z' })).toBe(
    'catching-up',
  );
});
