import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditPage } from '../../contracts/audit.ts';
import { Changes } from '../../contracts/changes.ts';
import { Conversation } from '../../contracts/message.ts';
import { TicketPage } from '../../contracts/ticket.ts';
import * as demo from '../demo-database.ts';
import type { TestDatabase } from '../test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

type Value = string | number | boolean | null;
const ask = (own: TestDatabase, person: string, call: string, ...values: Value[]) =>
  own.as(person, async (sql) => (await sql.unsafe(`select ${call} as answer`, values))[0]!.answer as unknown);
const refusedWith = (code: string) => (error: { code?: string }) => error.code === code;
const ticket = demo.ticketId(2418);
const restricted = demo.ticketId(2404);

describe('a restricted ticket', () => {
  test('leaves the screens of those who may not see it: their next changes name it as gone', async () => {
    await using own = await demo.openDemoDatabase();
    const page = TicketPage.parse(await ask(own, demo.theo, 'public.list_tickets($1)', demo.harbor));
    await ask(own, demo.sam, 'public.restrict_ticket($1, true)', ticket);
    const changes = Changes.parse(
      await ask(own, demo.theo, 'public.changes_since($1, $2, $3)', demo.harbor, page.cursor, page.epoch),
    );
    // Others may be named again: a cursor goes back to the oldest transaction that was running.
    expect(changes).toMatchObject({ gone: expect.arrayContaining([ticket]) });
    expect(await ask(own, demo.theo, 'public.read_ticket($1)', ticket)).toBeNull();
    expect(await ask(own, demo.marlowe, 'public.read_ticket($1)', ticket)).not.toBeNull();
    await ask(own, demo.sam, 'public.restrict_ticket($1, false)', ticket);
    expect(await ask(own, demo.theo, 'public.read_ticket($1)', ticket)).not.toBeNull();
  });

  test('opens to people added by name, notes too, and closes when they are removed', async () => {
    await using own = await demo.openDemoDatabase();
    expect(await ask(own, demo.theo, 'public.read_ticket($1)', restricted)).toBeNull();
    await ask(own, demo.sam, 'public.add_person($1, $2)', restricted, demo.theo);
    const read = Conversation.parse(await ask(own, demo.theo, 'public.read_ticket($1)', restricted));
    expect(read).toMatchObject({ level: 'agent', participants: [demo.theo] });
    const list = TicketPage.parse(await ask(own, demo.theo, 'public.list_tickets($1)', demo.harbor));
    expect(list.tickets.map(({ number }) => number)).toContain(2404);
    await ask(own, demo.sam, 'public.remove_person($1, $2)', restricted, demo.theo);
    expect(await ask(own, demo.theo, 'public.read_ticket($1)', restricted)).toBeNull();
  });

  test('stays shut to a member who was added but holds no level in the guild', async () => {
    await using own = await demo.openDemoDatabase();
    await ask(own, demo.sam, 'public.add_person($1, $2)', restricted, demo.kestrel);
    expect(await ask(own, demo.kestrel, 'public.read_ticket($1)', restricted)).toBeNull();
  });

  test('is made so by managers; agents may add people to tickets that they see', async () => {
    await expect(ask(database, demo.theo, 'public.restrict_ticket($1, true)', ticket)).rejects.toSatisfy(
      refusedWith('TF005'),
    );
    await expect(
      ask(database, demo.theo, 'public.add_person($1, $2)', restricted, demo.theo),
    ).rejects.toSatisfy(refusedWith('TF001'));
    await expect(
      ask(database, demo.theo, 'public.add_person($1, $2)', ticket, demo.stranger),
    ).rejects.toSatisfy(refusedWith('TF014'));
  });

  test('in a private thread asks first, since Manage Threads shows it to more', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.tickets set channel_kind = 'thread' where id = ${ticket}`;
    await expect(ask(own, demo.sam, 'public.restrict_ticket($1, true)', ticket)).rejects.toSatisfy(
      refusedWith('TF017'),
    );
    await ask(own, demo.sam, 'public.restrict_ticket($1, true, true)', ticket);
    // Those who may not read it any more are taken out of the thread.
    const rows = await own.sql`select payload from public.outbox where kind = 'leave_threads'`;
    expect(rows.map((row) => (row.payload as { person_id: string }).person_id).sort()).toEqual([
      demo.theo,
      demo.ines,
    ]);
  });
});

describe('people who lost access leave the threads', () => {
  test('a lost role queues it once; a requester stays in their own', async () => {
    await using own = await demo.openDemoDatabase();
    await own.sql`update public.tickets set channel_kind = 'thread' where number in (2418, 2417)`;
    const member = (role_ids: string[]) =>
      own.sql.json({
        person: { id: demo.theo, username: 'theo.l', display_name: 'Theo', avatar_hash: null, is_bot: false },
        nick: null,
        role_ids,
      });
    await own.sql`select private.set_member_roles(${demo.harbor}, ${member([])}, false)`;
    await own.sql`select private.set_member_roles(${demo.harbor}, ${member(['1180000000000000307'])}, false)`;
    expect(await own.sql`select from public.outbox where kind = 'leave_threads'`).toHaveLength(1);
    const left = (person: string) =>
      own.sql`select private.threads_to_leave(${demo.harbor}, ${person}) as channel`;
    expect(await left(demo.theo)).toHaveLength(2);
    expect(await left(demo.marlowe)).toHaveLength(1);
    await own.sql`select private.set_member_roles(${demo.harbor}, ${member([demo.supportCrew])}, false)`;
    expect(await left(demo.theo)).toHaveLength(0);
  });

  test('without a thread nothing is queued', async () => {
    await using own = await demo.openDemoDatabase();
    await ask(own, demo.noor, 'public.set_level($1, $2, null, null)', demo.harbor, demo.supportCrew);
    expect(await own.sql`select from public.outbox where kind = 'leave_threads'`).toHaveLength(0);
  });
});

describe('the audit log', () => {
  test('says who read a closed ticket, once an hour; an open one, or their own, is nobody’s business', async () => {
    await using own = await demo.openDemoDatabase();
    for (const number of [2197, 2197, 2418])
      await ask(own, demo.theo, 'public.read_ticket($1)', demo.ticketId(number));
    await ask(own, demo.marlowe, 'public.read_ticket($1)', demo.ticketId(2197));
    const log = AuditPage.parse(await ask(own, demo.noor, 'public.read_audit_log($1)', demo.harbor));
    expect(log.entries).toMatchObject([
      { action: 'read_transcript', actor_id: demo.theo, ticket_number: 2197 },
    ]);
    await own.sql`update public.audit_log set at = at - interval '61 minutes'`;
    await ask(own, demo.theo, 'public.read_ticket($1)', demo.ticketId(2197));
    expect(await own.sql`select from public.audit_log`).toHaveLength(2);
  });

  test('is read by admins, page by page; by nobody else', async () => {
    await using own = await demo.openDemoDatabase();
    for (const level of ['viewer', 'agent', 'manager'])
      await ask(
        own,
        demo.noor,
        'public.set_level($1, $2, null, $3)',
        demo.harbor,
        '1180000000000000304',
        level,
      );
    const page = async (before: number | null) =>
      AuditPage.parse(
        await ask(own, demo.noor, 'public.read_audit_log($1, $2, null, 2)', demo.harbor, before),
      );
    const first = await page(null);
    expect(first.entries.map(({ after }) => after?.level)).toEqual(['manager', 'agent']);
    expect(first.has_more).toBe(true);
    const second = await page(first.entries.at(-1)!.id);
    expect(second.entries.map(({ after }) => after?.level)).toEqual(['viewer']);
    for (const person of [demo.sam, demo.theo, demo.kestrel, demo.stranger])
      expect(await ask(own, person, 'public.read_audit_log($1)', demo.harbor)).toBeNull();
  });
});
