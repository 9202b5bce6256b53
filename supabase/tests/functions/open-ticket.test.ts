import { afterAll, beforeAll, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

let last = 1460000000000000000n;
const nextId = () => String((last += 4194304n));

type Opened = { ticket_id: string; number: number; is_new: boolean };
function open(person: string, change: Record<string, unknown> = {}): Promise<Opened> {
  const request = {
    guild_id: demo.harbor,
    category_id: demo.purchases,
    interaction_id: nextId(),
    source: 'panel',
    source_channel_id: '1180000000000000404',
    subject: 'My lantern is dark',
    answers: [{ label: 'What did you buy?', value: 'Tideglass lantern' }],
    person: { id: person, username: 'someone', display_name: 'Someone', avatar_hash: null, is_bot: false },
    nick: null,
    role_ids: [],
    ...change,
  };
  return database.asRole('ticketflow_bot', async (sql: Transaction) => {
    const [row] = await sql`select private.open_ticket(${sql.json(request)}) as opened`;
    return row!.opened as Opened;
  });
}

const refusal = (code: string) => expect.objectContaining({ code });

test('the same interaction opens one ticket, however often it comes', async () => {
  const interaction_id = nextId();
  const opened = await Promise.all([1, 2, 3, 4].map(() => open('1180000000000001001', { interaction_id })));
  expect(new Set(opened.map((one) => one.ticket_id)).size).toBe(1);
  expect(opened.filter((one) => one.is_new)).toHaveLength(1);
});

test('two presses within three seconds open one ticket', async () => {
  const [first, second] = await Promise.all([open('1180000000000001002'), open('1180000000000001002')]);
  expect(first!.ticket_id).toBe(second!.ticket_id);
});

test('numbers are taken without gaps or doubles by many at once', async () => {
  const opened = await Promise.all(Array.from({ length: 12 }, (_, n) => open(`11800000000000020${10 + n}`)));
  const numbers = opened.map((one) => one.number).toSorted((a, b) => a - b);
  expect(new Set(numbers).size).toBe(12);
  expect(numbers.at(-1)! - numbers[0]!).toBeLessThan(16);
});

test('a fourth open ticket of a kind is refused in words', async () => {
  const person = '1180000000000001003';
  for (let n = 0; n < 3; n += 1) {
    await open(person);
    await database.sql`update public.tickets set opened_at = opened_at - interval '1 minute' where requester_id = ${person}`;
  }
  await expect(open(person)).rejects.toEqual(refusal('TF012'));
});

test('a category that is switched off, or of another guild, takes no tickets', async () => {
  await database.sql`update public.categories set is_active = false where id = ${demo.account}`;
  await expect(open('1180000000000001004', { category_id: demo.account })).rejects.toEqual(refusal('TF011'));
  await expect(open('1180000000000001004', { guild_id: demo.glasshouse })).rejects.toEqual(refusal('TF011'));
});

test('the row is there with its event, its channel queued, before Discord is asked for anything', async () => {
  const { ticket_id } = await open('1180000000000001005');
  const [ticket] =
    await database.sql`select channel_state, channel_id from public.tickets where id = ${ticket_id}`;
  expect(ticket).toEqual({ channel_state: 'opening', channel_id: null });
  const events =
    await database.sql`select event ->> 'type' as type from public.messages where ticket_id = ${ticket_id}`;
  expect(events.map((row) => row.type)).toEqual(['opened']);
  const queued = await database.sql`select kind from public.outbox where ticket_id = ${ticket_id}`;
  expect(queued.map((row) => row.kind)).toEqual(['open_channel']);
});
