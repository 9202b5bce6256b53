import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as demo from '../demo-database.ts';
import { moveClock } from '../move-clock.ts';
import type { Sql, TestDatabase, Transaction } from '../test-database.ts';

let database: TestDatabase;
let sql: Sql;
const ticket = demo.ticketId(2418);
const other = demo.ticketId(2420);

/** A kind for these tests: it writes into the ticket what its facts say, and does nothing more in a closed ticket. */
const aKind = `
  create function private.fire_tell(p_timer uuid, p_worker text) returns boolean
  language plpgsql security definer set search_path = '' as $$
  declare
    v_timer private.timers := private.begin_timer(p_timer, p_worker, 'tell');
  begin
    if v_timer.id is null then
      return false;
    end if;
    if exists (select from public.tickets t where t.id = v_timer.ticket_id and t.status = 'closed') then
      return private.end_timer(v_timer, false);
    end if;
    if v_timer.facts ->> 'say' = 'fail' then
      raise exception 'as told';
    end if;
    perform private.add_event(v_timer.ticket_id, null, v_timer.facts);
    if v_timer.facts ? 'again' then
      perform private.set_timer(v_timer.guild_id, v_timer.ticket_id, v_timer.kind, v_timer.key,
        private.now() + (v_timer.facts ->> 'again')::interval, v_timer.facts);
    end if;
    return private.end_timer(v_timer, true);
  end
  $$;
  grant execute on function private.fire_tell(uuid, text) to ticketflow_bot`;

/** Another: what a rule does after a while. Refused meanwhile, it has nothing to do. */
const aRulesKind = `
  create function private.fire_rule(p_timer uuid, p_worker text) returns boolean
  language plpgsql security definer set search_path = '' as $$
  declare
    v_timer private.timers := private.begin_timer(p_timer, p_worker, 'rule');
  begin
    if v_timer.id is null then
      return false;
    end if;
    perform private.as_rule(v_timer.guild_id, v_timer.key::uuid, v_timer.ticket_id, v_timer.facts);
    return private.end_timer(v_timer, true);
  exception when sqlstate 'TF001' or sqlstate 'TF005' then
    return private.end_timer(v_timer, false);
  end
  $$;
  grant execute on function private.fire_rule(uuid, text) to ticketflow_bot`;

beforeAll(async () => {
  database = await demo.openDemoDatabase();
  sql = database.sql;
  await sql.unsafe(aKind);
  await sql.unsafe(aRulesKind);
});
beforeEach(async () => {
  await moveClock(sql, null);
  await sql`truncate private.timers, private.timer_ticks, private.shard_leases`;
  await sql`delete from public.messages where event ? 'say'`;
  await sql`update public.guilds set status = 'active'`;
  await hold('bot');
});
afterAll(() => database[Symbol.asyncDispose]());

const asBot = <T>(run: (sql: Transaction) => Promise<T>) => database.asRole('ticketflow_bot', run);
const hold = (worker: string, shard = 0, count = 1) =>
  asBot((bot) => bot`select private.hold_shard(${shard}, ${count}, ${worker}, null, 600)`);

/** Sets a timer that is due so long from now. */
const set = (
  say: string,
  due = '0',
  of: string | null = ticket,
  facts: object = {},
  by: Sql | Transaction = sql,
) =>
  by`select private.set_timer(${demo.harbor}, ${of}, 'tell', ${say}, private.now() + ${due}::interval, ${sql.json({ say, ...facts })})`;

type Claimed = { id: string; kind: string; ticket_id: string | null; facts: { say: string } };
const claim = (worker = 'bot', { kinds = ['tell'], limit = 100, seconds = 20 } = {}) =>
  asBot(
    (bot) => bot<Claimed[]>`select * from private.claim_timers(${worker}, ${kinds}, ${limit}, ${seconds})`,
  );
const fire = ({ id }: { id: string }, worker = 'bot') =>
  asBot(async (bot) => (await bot`select private.fire_tell(${id}, ${worker}) as fired`)[0]!.fired as boolean);
/** One round of the bot's: what it claims, it fires. Gives what was claimed. */
async function round(worker = 'bot'): Promise<string[]> {
  const claimed = await claim(worker);
  for (const timer of claimed) await fire(timer, worker);
  return claimed.map(({ facts }) => facts.say);
}
const said = async (of = ticket) =>
  (
    await sql`select event ->> 'say' as say from public.messages where ticket_id = ${of} and event ? 'say' order by position`
  ).map(({ say }) => say as string);
const pending = async () =>
  (await sql`select key from private.timers order by due_at`).map(({ key }) => key as string);
const endLeases = () =>
  sql`update private.timers set lease_until = clock_timestamp() where leased_by is not null`;

test('a timer is set with the act that sets it, or not at all; set again it is moved', async () => {
  await expect(
    sql.begin(async (transaction) => {
      await set('undone', '0', ticket, {}, transaction);
      throw new Error('the act fails');
    }),
  ).rejects.toThrow('the act fails');
  expect(await pending()).toEqual([]);
  await set('hello', '1 hour');
  await set('hello', '2 hours', ticket, { n: 2 });
  const rows = await sql`select facts, due_at > now() + interval '90 minutes' as later from private.timers`;
  expect(rows).toEqual([{ facts: { say: 'hello', n: 2 }, later: true }]);
  const drop = () => sql`select private.drop_timer(${demo.harbor}, 'tell', 'hello') as was`;
  expect((await drop())[0]!.was).toBe(true);
  expect((await drop())[0]!.was).toBe(false);
  expect(await pending()).toEqual([]);
});

test('it is claimed when it is due, not before, and acts once', async () => {
  await set('hello', '3 days');
  await moveClock(sql, '71 hours');
  expect(await claim()).toEqual([]);
  await moveClock(sql, '1 hour');
  const [timer] = await claim();
  expect(timer).toMatchObject({ kind: 'tell', ticket_id: ticket, facts: { say: 'hello' } });
  expect(await claim()).toEqual([]);
  expect(await fire(timer!)).toBe(true);
  expect(await fire(timer!)).toBe(false);
  expect(await said()).toEqual(['hello']);
  expect(await pending()).toEqual([]);
});

test('the first to claim a timer has it; when its lease ends another claims it, and what the first still does has no effect', async () => {
  await set('hello');
  const [first] = await claim();
  await asBot((bot) => bot`select private.release_shard('bot')`);
  await hold('second');
  expect(await claim('second')).toEqual([]);
  await endLeases();
  const [again] = await claim('second');
  expect(again!.id).toBe(first!.id);
  expect(await fire(first!)).toBe(false);
  expect(await said()).toEqual([]);
  expect(await fire(again!, 'second')).toBe(true);
  expect(await said()).toEqual(['hello']);
});

test('two who claim at the same time claim no timer twice', async () => {
  for (let n = 0; n < 20; n += 1) await set(`t${n}`, '0', null);
  const claimedBoth = Promise.withResolvers<void>();
  const [mine, theirs] = [Promise.withResolvers<Claimed[]>(), Promise.withResolvers<Claimed[]>()];
  const hand = (to: typeof mine) =>
    asBot(async (bot) => {
      to.resolve(await bot<Claimed[]>`select * from private.claim_timers('bot', '{tell}', 10, 20)`);
      // Neither has ended when the other claims.
      await claimedBoth.promise;
    });
  const first = hand(mine);
  const a = await mine.promise;
  const second = hand(theirs);
  const b = await theirs.promise;
  claimedBoth.resolve();
  await Promise.all([first, second]);
  expect(new Set([...a, ...b].map(({ id }) => id)).size).toBe(20);
});

test('a bot that is ended in the middle of an act has done nothing; it is done once when its lease has ended', async () => {
  await set('hello');
  const [timer] = await claim();
  // Its own connection, cut by Postgres as that of a process that was killed.
  const bot = postgres(database.superuserUrl, { max: 1, onnotice: () => {} });
  const isActing = Promise.withResolvers<number>();
  const killed = bot.begin(async (transaction) => {
    const [row] =
      await transaction`select pg_backend_pid() as pid, private.fire_tell(${timer!.id}, 'bot') as fired`;
    expect(row!.fired).toBe(true);
    isActing.resolve(row!.pid as number);
    await transaction`select pg_sleep(60)`;
  });
  const pid = await isActing.promise;
  await Promise.all([
    expect(killed).rejects.toThrow(),
    database.asSuperuser((superuser) => superuser`select pg_terminate_backend(${pid})`),
  ]);
  await bot.end({ timeout: 0 });
  expect(await said()).toEqual([]);
  expect(await claim()).toEqual([]);
  await endLeases();
  expect(await round()).toEqual(['hello']);
  expect(await said()).toEqual(['hello']);
});

test('one that is moved or dropped after it was claimed does not act', async () => {
  await set('moved');
  await set('dropped', '0', other);
  const claimed = await claim();
  expect(claimed).toHaveLength(2);
  await set('moved', '1 hour');
  await sql`select private.drop_timer(${demo.harbor}, 'tell', 'dropped')`;
  for (const timer of claimed) expect(await fire(timer)).toBe(false);
  expect([...(await said()), ...(await said(other))]).toEqual([]);
  expect(await pending()).toEqual(['moved']);
});

test('an act that is under way when the timer fires goes first, and the timer looks again', async () => {
  await set('hello');
  const [timer] = await claim();
  const hasLock = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const acting = database.as(demo.theo, async (transaction) => {
    await transaction`select public.close_ticket(${ticket})`;
    hasLock.resolve();
    await mayEnd.promise;
  });
  await hasLock.promise;
  const fired = fire(timer!);
  await expect
    .poll(() => sql`select from pg_stat_activity where wait_event_type = 'Lock' and query like '%fire_tell%'`)
    .toHaveLength(1);
  mayEnd.resolve();
  await acting;
  expect(await fired).toBe(true);
  expect(await said()).toEqual([]);
  expect(await pending()).toEqual([]);
  await database.as(demo.theo, (transaction) => transaction`select public.reopen_ticket(${ticket})`);
});

test('after an outage what is late comes in order, once, and no ticket hears two at a time', async () => {
  await set('b', '2 hours');
  await set('a', '1 hour');
  await set('c', '3 hours');
  await set('x', '90 minutes', other);
  await moveClock(sql, '3 days');
  expect(await round()).toEqual(['a', 'x']);
  expect(await round()).toEqual([]);
  await moveClock(sql, '61 seconds');
  expect(await round()).toEqual(['b']);
  // Also what is set only now, and due at once.
  await set('d');
  expect(await round()).toEqual([]);
  await moveClock(sql, '61 seconds');
  expect(await round()).toEqual(['c']);
  await moveClock(sql, '61 seconds');
  expect(await round()).toEqual(['d']);
  expect(await said()).toEqual(['a', 'b', 'c', 'd']);
  expect(await said(other)).toEqual(['x']);
});

test('while the first of a ticket is under way the second is not claimed, by whomever', async () => {
  await set('first', '-2 minutes');
  await set('second', '-1 minute');
  expect((await claim()).map(({ facts }) => facts.say)).toEqual(['first']);
  expect(await claim()).toEqual([]);
  await asBot((bot) => bot`select private.release_shard('bot')`);
  await hold('second');
  expect(await claim('second')).toEqual([]);
});

test('one that comes again makes up for many missed times by one', async () => {
  await set('daily', '1 day', ticket, { again: '1 day' });
  await moveClock(sql, '10 days');
  expect(await round()).toEqual(['daily']);
  await moveClock(sql, '23 hours');
  expect(await round()).toEqual([]);
  await moveClock(sql, '1 hour');
  expect(await round()).toEqual(['daily']);
  expect(await said()).toEqual(['daily', 'daily']);
});

test('an act that fails waits longer each time, and after five times holds up nothing behind it', async () => {
  await set('fail', '-2 minutes');
  await set('behind', '-1 minute');
  const waits: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const [timer, more] = await claim();
    expect([timer!.facts.say, more]).toEqual(['fail', undefined]);
    await expect(fire(timer!)).rejects.toThrow('as told');
    await asBot((bot) => bot`select private.fail_timer(${timer!.id}, 'stranger')`);
    await asBot((bot) => bot`select private.fail_timer(${timer!.id}, 'bot')`);
    const [row] =
      await sql`select extract(epoch from lease_until - clock_timestamp()) as s from private.timers where key = 'fail'`;
    waits.push(Math.round(Number(row!.s)));
    await endLeases();
  }
  expect(waits.map((wait) => Math.round(wait / 30))).toEqual([1, 2, 4, 8, 16]);
  expect((await claim()).map(({ facts }) => facts.say)).toEqual(['fail', 'behind']);
});

test('what was interrupted comes again as soon as its claim ends, however often', async () => {
  await set('hello');
  for (let n = 0; n < 8; n += 1) {
    expect(await claim()).toHaveLength(1);
    const [row] =
      await sql`select attempts, lease_until < clock_timestamp() + interval '21 seconds' as soon from private.timers`;
    expect(row).toEqual({ attempts: 0, soon: true });
    await endLeases();
  }
  expect(await round()).toEqual(['hello']);
});

test('only the worker of the guild’s shard claims it, and nobody in a guild that the bot has left', async () => {
  await set('hello');
  expect(await claim('stranger')).toEqual([]);
  await sql`truncate private.shard_leases`;
  const own = Number((BigInt(demo.harbor) >> 22n) % 2n);
  await hold('empty', 1 - own, 2);
  await hold('full', own, 2);
  expect(await claim('empty')).toEqual([]);
  await sql`update public.guilds set status = 'left' where id = ${demo.harbor}`;
  expect(await claim('full')).toEqual([]);
  await sql`update public.guilds set status = 'active' where id = ${demo.harbor}`;
  await sql`update private.shard_leases set lease_until = clock_timestamp()`;
  expect(await claim('full')).toEqual([]);
  await hold('full', own, 2);
  expect(await claim('full')).toHaveLength(1);
});

test('a kind that this bot does not know waits for one that does', async () => {
  await set('hello');
  expect(await claim('bot', { kinds: ['sweep', 'drop_upload'] })).toEqual([]);
  expect(await claim()).toHaveLength(1);
});

test('a timer of one kind is nothing for the function of another', async () => {
  await set('hello');
  const [timer] = await claim();
  const [row] = await asBot((bot) => bot`select private.fire_sweep(${timer!.id}, 'bot') as fired`);
  expect(row!.fired).toBe(false);
  expect(await pending()).toEqual(['hello']);
});

test('what it does for a rule is an act of that rule’s, and nothing once the rule is off', async () => {
  const rule = randomUUID();
  const act = { act: 'set_priority', args: { priority: 'urgent' } };
  await sql`insert into public.rules (guild_id, id, name, acts) values (${demo.harbor}, ${rule}, 'Old ones first', ${sql.json([act])})`;
  await sql`update public.tickets set priority = 'low' where id = ${ticket}`;
  const fireRule = async () => {
    await sql`select private.set_timer(${demo.harbor}, ${ticket}, 'rule', ${rule}, private.now(), ${sql.json(act)})`;
    const [timer] = await claim('bot', { kinds: ['rule'] });
    const [row] = await asBot((bot) => bot`select private.fire_rule(${timer!.id}, 'bot') as fired`);
    expect(row!.fired).toBe(true);
    expect(await pending()).toEqual([]);
    const [now] =
      await sql`select t.priority, (select m.event from public.messages m where m.ticket_id = t.id and m.kind = 'event'
      order by m.position desc limit 1) as event from public.tickets t where t.id = ${ticket}`;
    return now!;
  };
  const rules = { id: rule, name: 'Old ones first' };
  expect(await fireRule()).toMatchObject({ priority: 'urgent', event: { type: 'priority', rule: rules } });
  await sql`update public.rules set is_active = false where id = ${rule}`;
  await sql`update public.tickets set priority = 'low' where id = ${ticket}`;
  await moveClock(sql, '2 minutes');
  expect(await fireRule()).toMatchObject({ priority: 'low' });
});

test('it goes with its ticket', async () => {
  const [made] = await sql`
    insert into public.tickets (guild_id, number, category_id, requester_id, subject)
    select guild_id, 9999, category_id, requester_id, 'short-lived' from public.tickets where id = ${ticket} returning id`;
  await set('hello', '0', made!.id as string);
  await sql`delete from public.tickets where id = ${made!.id as string}`;
  expect(await pending()).toEqual([]);
});
