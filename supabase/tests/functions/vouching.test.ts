import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '../../local/database-url.ts';
import {
  harbor,
  marlowe,
  noor,
  openDemoDatabase,
  sam,
  stranger,
  supportCrew,
  theo,
  ticketId,
} from '../demo-database.ts';
import { accountOf, type Sql, type TestDatabase, type Transaction } from '../test-database.ts';

// The bot's two doors to acts: for a member, and for a rule. Which tickets they open: policies/matrix.

let database: TestDatabase;
/** The bot as it connects: one connection, in a session of its own. */
let bot: Sql;
beforeAll(async () => {
  database = await openDemoDatabase();
  // The role is the whole server's, and other tests give it the same password at the same time.
  await database.sql`alter role ticketflow_bot login password 'postgres'`.catch(() => {});
  const url = new URL(databaseUrl(database.superuserUrl, { role: 'postgres' }));
  [url.username, url.password] = ['ticketflow_bot', 'postgres'];
  bot = postgres(url.href, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await bot.end();
  await database[Symbol.asyncDispose]();
});

let lastInteraction = 1180000000000500000n;
const newInteraction = () => String((lastInteraction += 1n));
const member = (id: string, ...roles: string[]) => ({
  person: { id, username: `user${id}`, display_name: `User ${id}` },
  nick: null,
  role_ids: roles,
});
const agent = () => member(theo, supportCrew);

async function actAs(
  sql: Sql | Transaction,
  who: object,
  act: string,
  { number = 2418, guild = harbor, interaction = newInteraction(), ...args }: Record<string, unknown> = {},
): Promise<unknown> {
  const call = { act, args, ticket: ticketId(number as number) };
  const [row] =
    await sql`select private.as_member(${guild as string}, ${sql.json(who as never)}, ${interaction as string},
    ${sql.json(call as never)}) as answer`;
  return row!.answer;
}
const refusedWith = (code: string) => (error: { code?: string }) => error.code === code;
const eventsOf = (number: number) =>
  database.sql`select author_id, event from public.messages where ticket_id = ${ticketId(number)} and kind = 'event' order by revision`;
const priorityOf = async (number: number) =>
  (await database.sql`select priority from public.tickets where id = ${ticketId(number)}`)[0]!
    .priority as string;

describe('an act through the bot', () => {
  test('is the member’s: its event names them', async () => {
    expect(await actAs(bot, agent(), 'close_ticket', { reason: 'Solved' })).toBe(true);
    expect((await eventsOf(2418)).at(-1)).toEqual({
      author_id: theo,
      event: { type: 'closed', reason: 'Solved', where: 'discord' },
    });
    expect(await actAs(bot, agent(), 'close_ticket')).toBe(false);
    expect(await actAs(bot, agent(), 'reopen_ticket')).toBe(true);
  });

  test('by one who may not read the ticket is refused, and keeps nothing of them', async () => {
    await expect(actAs(bot, member(stranger), 'close_ticket')).rejects.toSatisfy(refusedWith('TF001'));
    expect(await database.sql`select from public.people where id = ${stranger}`).toHaveLength(0);
  });

  test('brings a mirrored member no role back', async () => {
    await database.sql`select private.set_member_roles(${harbor}, ${database.sql.json(member(theo))}, true)`;
    await actAs(bot, agent(), 'set_priority', { priority: 'low' });
    const rows =
      await database.sql`select role_ids from public.members where person_id = ${theo} and guild_id = ${harbor}`;
    expect(rows[0]!.role_ids).toEqual([]);
    await expect(
      database.as(theo, (sql) => sql`select public.set_priority(${ticketId(2418)}, 'high')`),
    ).rejects.toSatisfy(refusedWith('TF001'));
    await database.sql`select private.set_member_roles(${harbor}, ${database.sql.json(agent())}, true)`;
  });

  test('of an interaction that comes twice changes once, and is answered the same', async () => {
    const interaction = newInteraction();
    expect(await actAs(bot, agent(), 'close_ticket', { interaction })).toBe(true);
    await actAs(bot, agent(), 'reopen_ticket');
    expect(await actAs(bot, agent(), 'close_ticket', { interaction })).toBe(true);
    const [ticket] = await database.sql`select status from public.tickets where id = ${ticketId(2418)}`;
    expect(ticket).toEqual({ status: 'open' });
  });

  test('of an interaction that comes twice at once changes once', async () => {
    const interaction = newInteraction();
    const before = (await eventsOf(2418)).length;
    const twice = Array.from({ length: 4 }, () =>
      database.asRole('ticketflow_bot', (sql) => actAs(sql, agent(), 'close_ticket', { interaction })),
    );
    expect(await Promise.all(twice)).toEqual([true, true, true, true]);
    expect(await eventsOf(2418)).toHaveLength(before + 1);
    await actAs(bot, agent(), 'reopen_ticket');
  });

  test('that is refused waits for nobody’s lock', async () => {
    const old = newInteraction();
    await database.sql`insert into private.interactions (id, answered_at) values (${old}, now() - interval '2 hours')`;
    await database.sql.begin(async (holder) => {
      await holder`select private.lock_ticket(${ticketId(2418)})`;
      // Another member's act, which clears away what is old and then waits itself.
      await holder`delete from private.interactions where id = ${old}`;
      await holder`select from public.members where guild_id = ${harbor} and person_id = ${marlowe} for update`;
      await expect(
        database.asRole('ticketflow_bot', async (sql) => {
          await sql`set local lock_timeout = '200ms'`;
          return actAs(sql, member(marlowe), 'claim_ticket');
        }),
      ).rejects.toSatisfy(refusedWith('TF005'));
      await expect(
        database.asRole('ticketflow_bot', async (sql) => {
          await sql`set local lock_timeout = '200ms'`;
          return actAs(sql, member(stranger), 'close_ticket');
        }),
      ).rejects.toSatisfy(refusedWith('TF001'));
      // Somebody who may would have to wait.
      await expect(
        database.asRole('ticketflow_bot', async (sql) => {
          await sql`set local lock_timeout = '200ms'`;
          return actAs(sql, agent(), 'close_ticket');
        }),
      ).rejects.toSatisfy(refusedWith('55P03'));
    });
  });

  test('reads for the member alone', async () => {
    const read = async (who: object, guild: string | null) =>
      (
        await bot`select private.as_member(${guild}, ${bot.json(who as never)}, null, '{"reading": "my_tickets"}') as answer`
      )[0]!.answer as { number: number }[];
    expect((await read(member(marlowe), harbor)).map(({ number }) => number)).toContain(2418);
    expect(await read(member(stranger), harbor)).toEqual([]);
    expect((await read(member(marlowe), null)).map(({ number }) => number)).toContain(2418);
  });
});

describe('a vouch', () => {
  const whoActs = async (sql: Sql | Transaction) =>
    (await sql`select private.actor() as actor`)[0]!.actor as string | null;
  const forged = { kind: 'member', guild: harbor, person: noor, roles: [] };
  /** Sets the setting by hand, bound to the transaction as a true one is. */
  const forge = (sql: Sql | Transaction) =>
    sql`select set_config('ticketflow.vouch', (${sql.json(forged)} || jsonb_build_object('in', pg_current_xact_id()::text))::text, true)`;

  test('is gone at the next statement of the connection', async () => {
    await actAs(bot, agent(), 'set_priority', { priority: 'high' });
    expect((await bot`select current_setting('ticketflow.vouch', true) as said`)[0]!.said || null).toBeNull();
    await bot.begin(async (sql) => {
      await actAs(sql, agent(), 'set_priority', { priority: 'low' });
      expect((await sql`select current_setting('ticketflow.vouch', true) as said`)[0]!.said).toBe('');
    });
  });

  test('is gone after an error, also within a transaction that goes on', async () => {
    await bot.begin(async (sql) => {
      await sql
        .savepoint((inner) => actAs(inner, agent(), 'restrict_ticket', { is_restricted: true }))
        .catch(() => {});
      expect(
        (await sql`select current_setting('ticketflow.vouch', true) as said`)[0]!.said || null,
      ).toBeNull();
    });
  });

  test('that leaked into the session counts for nothing in the next transaction', async () => {
    await database.asSuperuser(async (sql) => {
      await sql`grant execute on function private.actor() to ticketflow_bot`;
    });
    await bot.begin(async (sql) => {
      await sql`select set_config('ticketflow.vouch', (${sql.json(forged)} || jsonb_build_object('in', pg_current_xact_id()::text))::text, false)`;
      expect(await whoActs(sql)).toBe(noor);
    });
    expect(await whoActs(bot)).toBeNull();
    await bot`select set_config('ticketflow.vouch', '', false)`;
    await database.asSuperuser((sql) => sql`revoke execute on function private.actor() from ticketflow_bot`);
  });

  test.each(['authenticated', 'service_role', 'anon', 'authenticator'])(
    'is not for %s to give',
    async (role) => {
      await expect(
        database.asRole(role, (sql) => sql`select private.set_vouch(${sql.json({ person: noor })})`),
      ).rejects.toSatisfy(refusedWith('42501'));
      await expect(database.asRole(role, (sql) => actAs(sql, agent(), 'close_ticket'))).rejects.toSatisfy(
        refusedWith('42501'),
      );
    },
  );

  test('is neither the owner’s nor the superuser’s to give, nor for who takes the bot’s role on', async () => {
    const vouch = (sql: Transaction) => actAs(sql, agent(), 'close_ticket');
    await expect(database.sql.begin(vouch)).rejects.toSatisfy(refusedWith('TF005'));
    await expect(database.asSuperuser(vouch)).rejects.toSatisfy(refusedWith('TF005'));
    await expect(
      database.asSuperuser(async (sql) => {
        await sql`select set_config('role', 'ticketflow_bot', true)`;
        return vouch(sql);
      }),
    ).rejects.toSatisfy(refusedWith('TF005'));
  });

  test('set by hand means nothing to a signed-in person, whatever their token says', async () => {
    const account = await accountOf(database.sql, marlowe);
    const answer = await database.as(marlowe, async (sql) => {
      await forge(sql);
      await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: account, role: 'authenticated', session_user: 'ticketflow_bot', app_metadata: { role: 'ticketflow_bot' } })}, true)`;
      return whoActs(sql);
    });
    expect(answer).toBe(marlowe);
    await database.sql.begin(async (sql) => {
      await forge(sql);
      expect(await whoActs(sql)).toBeNull();
    });
  });

  test('is all that the bot has: no act, no reading, no shell by itself', async () => {
    for (const call of [
      `private.close_ticket('${ticketId(2418)}', null)`,
      `private.act('close_ticket', '${ticketId(2418)}', '{}')`,
      `private.reading('my_tickets', '${harbor}', '{}')`,
      `private.my_levels()`,
      `public.close_ticket('${ticketId(2418)}')`,
      `public.list_tickets('${harbor}')`,
    ])
      await expect(bot.unsafe(`select ${call}`), call).rejects.toSatisfy(refusedWith('42501'));
  });
});

describe('a rule', () => {
  const rule = randomUUID();
  const act = { act: 'set_priority', args: { priority: 'urgent' } };
  const asRule = (what: object, guild = harbor, number = 2418) =>
    bot`select private.as_rule(${guild}, ${rule}, ${ticketId(number)}, ${bot.json(what as never)})`;
  beforeAll(async () => {
    await database.sql`insert into public.rules (guild_id, id, name, acts)
      values (${harbor}, ${rule}, 'Storms first', ${database.sql.json([act, { act: 'add_person', args: { person: sam } }])})`;
  });

  test('does what a manager saved with it, and its event says which rule', async () => {
    await asRule(act);
    expect(await priorityOf(2418)).toBe('urgent');
    expect((await eventsOf(2418)).at(-1)).toEqual({
      author_id: null,
      event: {
        type: 'priority',
        from: expect.any(String) as string,
        to: 'urgent',
        rule: { id: rule, name: 'Storms first' },
      },
    });
  });

  test('does nothing else: no other act, no other words, and never people', async () => {
    for (const other of [
      { act: 'close_ticket', args: {} },
      { act: 'set_priority', args: { priority: 'low' } },
      { act: 'add_person', args: { person: sam } },
    ])
      await expect(asRule(other)).rejects.toSatisfy(refusedWith('TF005'));
  });

  test('acts in its own server, on tickets that are not restricted, while it is on', async () => {
    await expect(asRule(act, harbor, 2404)).rejects.toSatisfy(refusedWith('TF001'));
    await expect(asRule(act, '1180000000000000002')).rejects.toSatisfy(refusedWith('TF005'));
    await database.sql`update public.rules set is_active = false where id = ${rule}`;
    await expect(asRule(act)).rejects.toSatisfy(refusedWith('TF005'));
  });
});
