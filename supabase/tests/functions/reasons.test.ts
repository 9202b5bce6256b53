import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Reason } from '../../contracts/reasons.ts';
import { reasonWords } from '../../words/reason-words.ts';
import { reasons as german } from '../../words/de/reasons.ts';
import { reasons as english } from '../../words/en/reasons.ts';
import { formatsOf } from '../../words/formats.ts';
import { openDemoDatabase, ticketId } from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

describe('what is stored', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openDemoDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const sentences = ['"The channel is gone"', '{"code": "The channel is gone"}', '{"words": "gone"}', 'null'];
  const columns: [string, (value: string) => Promise<unknown>][] = [
    [
      'tickets.channel_error',
      (value) =>
        database.sql`update public.tickets set channel_error = ${value}::text::jsonb where id = ${ticketId(2418)}`,
    ],
    [
      'messages.delivery_reason',
      (value) => database.sql`update public.messages set delivery_reason = ${value}::text::jsonb`,
    ],
    [
      'the reason of the event channel_failed',
      (value) =>
        database.sql`update public.messages set event = jsonb_build_object('type', 'channel_failed', 'reason', ${value}::text::jsonb)
          where kind = 'event'`,
    ],
    ['files.reason', (value) => database.sql`update public.files set reason = ${value}::text::jsonb`],
    ['outbox.reason', (value) => database.sql`update public.outbox set reason = ${value}::text::jsonb`],
    [
      'panels.publish_error',
      (value) => database.sql`update public.panels set publish_error = ${value}::text::jsonb`,
    ],
  ];

  test.each(columns)('%s takes a code with facts, and no sentence', async (_, write) => {
    // One row each, so that there is something to refuse.
    await database.sql`insert into public.files (guild_id, ticket_id, uploader_id, name, size, content_type)
      select guild_id, id, requester_id, 'a.txt', 1, 'text/plain' from public.tickets where id = ${ticketId(2418)}`;
    await database.sql`select private.enqueue(guild_id, 'ticket:' || id, 'set_overwrites', id) from public.tickets where id = ${ticketId(2418)}`;
    await write('{"code": "missing_permissions", "kind": "send_reply"}');
    for (const sentence of sentences)
      await expect(write(sentence), sentence).rejects.toMatchObject({ code: '23514' });
    const long = JSON.stringify({ code: 'discord', text: 'x'.repeat(1000) });
    await expect(write(long)).rejects.toMatchObject({ code: '23514' });
  });

  test('the longest reason that a bot may write fits, whatever signs are in it', async () => {
    const text = '\u{1F4A5}"'.repeat(66);
    const reason = Reason.parse({ code: 'discord', discord_code: 50035, status: 400, text });
    const [row] = await database.sql`select private.is_reason(${database.sql.json(reason)}) as fits`;
    expect(row).toEqual({ fits: true });
  });
});

describe('what is read', () => {
  const languages = [english(formatsOf('en-GB')), german(formatsOf('de-DE'))] as const;
  const facts: Reason[] = [
    { code: 'discord_broken', status: 502 },
    { code: 'storage_refuses', status: 403 },
    { code: 'copy_refused', status: 409 },
    { code: 'missing_permissions', kind: 'close_channel' },
    { code: 'cannot_hide', permissions: ['ViewChannel', 'SendMessages'], in: 'category' },
    { code: 'cannot_deny', permissions: ['AddReactions'] },
    { code: 'made_open', made: 'thread' },
    { code: 'lock_not_set', is_locked: true },
    { code: 'discord', discord_code: 50035, status: 400, text: 'Invalid Form Body' },
  ];

  test('every reason has whole sentences in every language', () => {
    for (const texts of languages) {
      const samples = Object.entries(texts.byCode).map(([code, words]) =>
        typeof words === 'string' ? { code } : facts.find((one) => one.code === code),
      );
      for (const sample of samples) {
        expect(sample).toBeDefined();
        expect(reasonWords(texts, sample!), sample!.code).toMatch(/^\p{Lu}.*[.)“”]$/u);
        expect(reasonWords(texts, sample!)).not.toBe(texts.other(sample!.code));
      }
    }
  });

  test('facts are told in the language of the words', () => {
    const [en, de] = languages;
    const hide: Reason = {
      code: 'cannot_hide',
      permissions: ['ViewChannel', 'SendMessages'],
      in: 'category',
    };
    expect(reasonWords(en, hide)).toContain('lacks View Channel and Send Messages in the channel category');
    expect(reasonWords(de, hide)).toContain(
      '„Kanäle ansehen“ und „Nachrichten senden“ in der Kanalkategorie',
    );
  });

  test('a code that a newer bot wrote, and one with other facts, are told as they are', () => {
    const [en] = languages;
    expect(reasonWords(en, { code: 'from_tomorrow', moons: 2 })).toContain('from_tomorrow');
    expect(reasonWords(en, { code: 'made_open', thing: 'thread' })).toContain('made_open');
    expect(reasonWords(en, { code: 'toString' })).toContain('toString');
  });
});
