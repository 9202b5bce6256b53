import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Filter } from '../../contracts/filter.ts';
import { comparePlaces, matches, placeOf } from '../../contracts/matches.ts';
import { TicketPage, type Ticket } from '../../contracts/ticket.ts';
import { sorts } from '../../contracts/filter-terms.ts';
import * as demo from '../demo-database.ts';
import { splitTerms, withoutTerm } from '../policies/matrix/mutations/split-terms.ts';
import type { TestDatabase, Transaction } from '../test-database.ts';
import { chanceOf } from './chance.ts';
import { makeFilters } from './make-filters.ts';
import { makeTickets, readers } from './make-tickets.ts';

const count = 400;
const at = Date.now();
let database: TestDatabase;
beforeAll(async () => {
  database = await demo.openDemoDatabase();
  await makeTickets(database.sql, chanceOf(1), count, at);
  // With a plan that knows no filter: nothing is unfolded or folded, no index leads.
  await database.sql.unsafe(`
    create schema look;
    create function look.at_each(p_guild text, p_filter jsonb, p_now timestamptz) returns uuid[]
    language plpgsql set plan_cache_mode = force_generic_plan set enable_indexscan = off set enable_bitmapscan = off as $$
    declare
      v private.verdict := private.my_verdict();
      f private.filter := private.read_filter(p_filter, v.me, p_now);
    begin
      return array(select h.ticket_id from public.ticket_heads h
        left join public.read_marks r on r.ticket_id = h.ticket_id and r.person_id = v.me
        where h.guild_id = p_guild and private.matches(h, r.revision, f, p_now) and private.opens_head(v, h));
    end $$`);
});
afterAll(() => database[Symbol.asyncDispose]());

/** Every ticket that a filter lists, page by page, as the desk asks for them. */
async function listAll(sql: Transaction, filter: Filter, size: number): Promise<Ticket[]> {
  const all: Ticket[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last ? placeOf(last, filter.sort) : null;
    const [row] = await sql`select public.list_tickets(${demo.harbor}, ${sql.json(filter)},
      ${after && sql.json(after)}, ${size}) as page`;
    const page = TicketPage.parse(row!.page);
    all.push(...page.tickets);
    if (!page.has_more) return all;
  }
}

/** The ids that a look at each head finds, in no order. */
async function scan(sql: Transaction, filter: Filter): Promise<string[]> {
  const [row] = await sql`select look.at_each(${demo.harbor}, ${sql.json(filter)}, ${new Date(at)}) as ids`;
  return row!.ids as string[];
}

/** The ids of a page of all, with the clock of the test. */
async function find(sql: Transaction, filter: Filter): Promise<string[]> {
  const [row] =
    await sql`select private.find_tickets(${demo.harbor}, v, private.read_filter(${sql.json(filter)}, (v).me, ${new Date(at)}),
    null, 10000, ${new Date(at)}) as ids from (select private.my_verdict() as v offset 0) x`;
  return row!.ids as string[];
}

/** Asks as a person, but with the rights of the owner of the functions. */
const asOwnerFor = <T>(person: string, run: (sql: Transaction) => Promise<T>) =>
  database.as(person, async (sql) => {
    await sql`reset role`;
    return run(sql);
  });

describe.each(Object.entries(readers))('asked by: %s', (name, person) => {
  let all: Ticket[];
  beforeAll(async () => {
    all = await database.as(person, (sql) => listAll(sql, {}, 100));
  });

  test('all tickets are those that the policies show', async () => {
    const shown = await database.as(
      person,
      (sql) => sql<{ id: string }[]>`select id from public.tickets where guild_id = ${demo.harbor}`,
    );
    expect(all.map(({ id }) => id).toSorted()).toEqual(shown.map(({ id }) => id).toSorted());
    if (name === 'owner') expect(all.length).toBeGreaterThan(count);
    if (name === 'stranger') expect(all).toEqual([]);
  });

  test('the database finds what TypeScript finds, in the same order, and what a look at each ticket finds', async () => {
    const filters = makeFilters(chanceOf(2), 40, at);
    const sizes: number[] = [];
    await asOwnerFor(person, async (sql) => {
      for (const filter of filters) {
        const expected = all
          .filter((ticket) => matches(ticket, filter, person, at))
          .toSorted((a, b) => comparePlaces(placeOf(a, filter.sort), placeOf(b, filter.sort), filter.sort))
          .map(({ id }) => id);
        const what = JSON.stringify(filter);
        expect([what, ...(await find(sql, filter))]).toEqual([what, ...expected]);
        expect([what, ...(await scan(sql, filter)).toSorted()]).toEqual([what, ...expected.toSorted()]);
        sizes.push(expected.length);
      }
    });
    // Filters that find nothing, or everything, would have shown nothing.
    if (name !== 'stranger')
      expect(sizes.filter((size) => size > 0 && size < all.length).length).toBeGreaterThan(
        filters.length / 2,
      );
  });

  test.each(sorts.flatMap((sort): Filter[] => [{ sort }, { sort, is_open: true }, { sort, is_open: false }]))(
    'pages of %j are one list, whole and without doubles',
    async (filter) => {
      const paged = await database.as(person, (sql) => listAll(sql, filter, 17));
      expect(paged.map(({ id }) => id)).toEqual(await asOwnerFor(person, (sql) => find(sql, filter)));
    },
  );

  test('counts are those of the lists', async () => {
    const filters = makeFilters(chanceOf(3), 40, at).slice(-50);
    const counts = await asOwnerFor(person, async (sql) => {
      const views = sql.json(Object.fromEntries(filters.map((filter, n) => [n, filter])));
      const [row] =
        await sql`select private.count_views(${demo.harbor}, private.my_verdict(), ${views}, ${new Date(at)}) as counts`;
      return row!.counts as Record<string, number | null>;
    });
    const isOpen = (filter: Filter) =>
      all.filter((ticket) => matches(ticket, filter, person, at)).every(({ status }) => status !== 'closed');
    for (const [n, filter] of filters.entries()) {
      const expected = all.filter((ticket) => matches(ticket, filter, person, at)).length;
      if (counts[n] === null) expect(filter.is_open).not.toBe(true);
      else expect([filter, counts[n], isOpen(filter)]).toEqual([filter, expected, true]);
    }
    expect(Object.values(counts).filter((n) => n !== null).length).toBeGreaterThan(10);
  });
});

test('a term taken out of what the database asks is noticed', async () => {
  const { sql } = database;
  const filters = makeFilters(chanceOf(2), 40, at);
  const all = await database.as(demo.theo, (own) => listAll(own, {}, 100));
  const expected = filters.map((filter) =>
    all.filter((ticket) => matches(ticket, filter, demo.theo, at)).map(({ id }) => id),
  );
  const [row] =
    await sql`select pg_get_functiondef('private.matches(public.ticket_heads, bigint, private.filter, timestamptz)'::regprocedure) as text`;
  const text = row!.text as string;
  const terms = splitTerms(text);
  const undo = new Error('undo');
  const unnoticed: string[] = [];
  for (const term of terms)
    await asOwnerFor(demo.theo, async (own) => {
      await own.unsafe(withoutTerm(text, term));
      let isNoticed = false;
      for (const [n, filter] of filters.entries())
        if (!isNoticed)
          isNoticed = (await scan(own, filter)).toSorted().join() !== expected[n]!.toSorted().join();
      if (!isNoticed) unnoticed.push(term.text);
      throw undo;
    }).catch((error) => {
      if (error !== undo) throw error;
    });
  expect(terms.length).toBeGreaterThan(60);
  expect(unnoticed).toEqual([]);
});
