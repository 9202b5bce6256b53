import { expect, test } from 'vitest';
import { readAnswers } from '../src/commands/form.ts';
import { readCustomId } from '../src/discord/custom-ids.ts';
import { plain } from '../src/discord/escape.ts';
import { messageIdFromNonce, nonceOf } from '../src/discord/nonce.ts';
import { snowflakeAt, timeOf } from '../src/discord/snowflake.ts';
import { channelName } from '../src/outbox/channel-name.ts';
import { normalize } from '../src/outbox/normalize.ts';
import { webhookName } from '../src/outbox/webhooks.ts';

test('a webhook never bears a name that Discord refuses', () => {
  expect(webhookName('Theo', 'Support')).toBe('Theo');
  expect(webhookName('Discord Clyde', 'Support')).toBe('D\u200aiscord C\u200alyde');
  expect(webhookName('x'.repeat(90), 'Support')).toHaveLength(80);
  expect(webhookName('  ', 'Support')).toBe('Support');
});

test('a channel’s name is one that Discord keeps as it is', () => {
  const ticket = {
    number: 7,
    requester_name: '@Sal ty_Béa!!',
    category: { channel_name: '{name}-{number}', name: 'Bugs' },
  };
  expect(channelName(ticket as never)).toBe('sal-ty_béa-7');
  expect(channelName({ ...ticket, category: { channel_name: '!!!' } } as never)).toBe('ticket-7');
});

test('names and answers cannot ping, nor dress up as Discord’s own signs', () => {
  expect(plain('@everyone <@123> **bold** <:x:1> [a](http://b)')).not.toMatch(
    /@everyone|(?<!\\)<@|(?<!\\)\*\*|(?<!\\)<:|(?<!\\)\[a\]\(/,
  );
});

test('a message’s id goes into a nonce and comes back', () => {
  const id = '5f0c0000-0000-4000-8000-0000000000ff';
  expect(nonceOf(id)).toHaveLength(22);
  expect(messageIdFromNonce(nonceOf(id))).toBe(id);
  expect(messageIdFromNonce('1234')).toBeNull();
  expect(messageIdFromNonce(undefined)).toBeNull();
});

test('words are the same when Discord trims them, and others are not', () => {
  expect(normalize(' a\r\nb\u200b  ')).toBe(normalize('a\nb'));
  expect(normalize('a b')).not.toBe(normalize('ab'));
});

test('a custom id that is not the bot’s is nobody’s', () => {
  const id = '5f0c0000-0000-4000-8000-000000000001';
  expect(readCustomId(`open:${id}`)).toEqual({ kind: 'open', categoryId: id });
  expect(readCustomId(`form:${id}:1180000000000000001:panel`)).toMatchObject({
    kind: 'form',
    source: 'panel',
  });
  for (const text of [
    '',
    'open:',
    'open:1',
    `form:${id}`,
    `form:${id}:x:panel`,
    `other:${id}`,
    `open:${id}' or 1=1`,
  ])
    expect(readCustomId(text)).toBeNull();
});

test('the ticket is named by the field that names it, else by what was answered, else by its category', () => {
  const field = (id: string, is_subject: boolean) =>
    ({ type: 'short_text', id, label: id, is_required: false, is_subject }) as const;
  const category = { id: '', name: 'Bugs', form: [field('where', false), field('what', true)] };
  const subject = (values: Record<string, string>) =>
    readAnswers(category, new Map(Object.entries(values))).subject;
  expect(subject({ where: 'here', what: 'it\nbroke' })).toBe('it broke');
  expect(subject({ where: 'here' })).toBe('here');
  expect(subject({})).toBe('Bugs');
  expect(subject({ what: 'x'.repeat(300) })).toHaveLength(200);
});

test('a snowflake tells its time', () => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  expect(timeOf(snowflakeAt(now))).toBe(now);
});
