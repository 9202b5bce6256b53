import { expect, test } from 'vitest';
import type { ChannelView, GuildView } from '../../../protocol.ts';
import { buildChannelTree, firstTextChannel } from './build-channel-tree.ts';

const channel = (id: string, change: Partial<ChannelView> = {}) =>
  ({
    id,
    name: id,
    type: 0,
    position: 0,
    parent_id: null,
    thread: null,
    canManageChannel: false,
    ...change,
  }) as ChannelView;

const thread = (id: string, parent: string, archived: boolean) =>
  channel(id, { type: 12, parent_id: parent, thread: { archived } as ChannelView['thread'] });

const tree = (channels: ChannelView[]) =>
  buildChannelTree({ channels } as GuildView).map(({ category, branches }) => [
    category?.id ?? null,
    branches.map(({ channel, threads }) => [channel.id, ...threads.map((one) => one.id)].join('+')),
  ]);

test('channels without a category come first, text before voice, each in its position', () => {
  const channels = [
    channel('help', { type: 4, position: 1 }),
    channel('deck', { type: 2, parent_id: 'help', position: 0 }),
    channel('second', { parent_id: 'help', position: 2 }),
    channel('first', { parent_id: 'help', position: 1 }),
    channel('loose', { position: 9 }),
  ];
  expect(tree(channels)).toEqual([
    [null, ['loose']],
    ['help', ['first', 'second', 'deck']],
  ]);
});

test('an active thread hangs under its channel, an archived one is not listed', () => {
  expect(tree([channel('help'), thread('open', 'help', false), thread('old', 'help', true)])).toEqual([
    [null, ['help+open']],
  ]);
});

test('a channel whose category the person may not see is still listed', () => {
  expect(tree([channel('ticket', { parent_id: 'hidden' })])).toEqual([[null, ['ticket']]]);
});

test('a category with nothing to see in it is not shown, and never opened', () => {
  const channels = [channel('empty', { type: 4 }), channel('deck', { type: 2 })];
  expect(tree(channels)).toEqual([[null, ['deck']]]);
  expect(firstTextChannel({ channels } as GuildView)).toBeUndefined();
});
