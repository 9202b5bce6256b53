import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { bareTables, schemaLines } from './bare-tables.ts';

/** How much lies in a database. Guild 0 holds a twentieth of the tickets, and 6,400 at the least, so that its pages are full. */
export type Size = { tickets: number; guilds: number };

/** What was meant to be generated, counted from the plan. */
export type Expected = Record<
  | 'guilds'
  | 'categories'
  | 'people'
  | 'tickets'
  | 'ticket_heads'
  | 'tickets_of_big'
  | 'messages'
  | 'open'
  | 'needles',
  number
>;

const script = (name: string) => readFile(new URL(`./data/${name}`, import.meta.url), 'utf8');
const large = [
  'public.people',
  'public.members',
  'public.tickets',
  'public.ticket_heads',
  'public.messages',
  'public.read_marks',
  'public.ticket_participants',
];
const ticketsAtOnce = 25_000;

/**
 * Fills a migrated database, set by set, with its large tables bare meanwhile. Ends with the schema that it began with, or
 * throws. `superuserUrl`: the settings of one session are all that a superuser is needed for.
 */
export async function generate(
  superuserUrl: string,
  size: Size,
  say: (line: string) => void,
): Promise<Expected> {
  const settings = {
    role: 'postgres',
    'bench.tickets': size.tickets,
    'bench.guilds': size.guilds,
    work_mem: '256MB',
    maintenance_work_mem: '512MB',
    max_parallel_maintenance_workers: 1,
    statement_timeout: 0,
  };
  const sql = postgres(superuserUrl, {
    max: 2,
    onnotice: () => {},
    connection: {
      options: Object.entries(settings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    },
  });
  try {
    const before = await schemaLines(sql);
    const restore = await bareTables(sql, large);
    say(`${size.guilds} guilds and their people …`);
    await sql.unsafe(await script('1-plan.sql')).simple();
    await sql.unsafe(await script('2-people.sql')).simple();
    say(`${size.tickets} tickets …`);
    await sql.unsafe(await script('3-tickets.sql')).simple();
    await addMessages(sql, size.tickets, say);
    say('Keys and indexes …');
    await restore(say);
    say('Statistics …');
    await sql.unsafe('vacuum (analyze)');
    const [expected] = await sql.unsafe(await script('4-expected.sql'));
    await sql.unsafe('drop schema bench cascade');
    const after = await schemaLines(sql);
    const isOff = (line: string, others: string[]) => !others.includes(line);
    const off = [
      ...before.filter((line) => isOff(line, after)),
      ...after.filter((line) => isOff(line, before)),
    ];
    if (off.length > 0)
      throw new Error(`The schema is not that of the migrations any more:\n${off.join('\n')}`);
    return expected as unknown as Expected;
  } finally {
    await sql.end();
  }
}

/** By two hands, a stretch of time each. */
async function addMessages(sql: postgres.Sql, tickets: number, say: (line: string) => void): Promise<void> {
  let from = 1;
  let done = 0;
  const work = async () => {
    while (from <= tickets) {
      const to = Math.min(from + ticketsAtOnce - 1, tickets);
      const added = sql`select bench.add_messages(${from}, ${to}) as n`;
      from = to + 1;
      const [row] = await added;
      done += Number(row!.n);
      say(`${done.toLocaleString('en')} messages of ${(tickets * 10).toLocaleString('en')}`);
    }
  };
  await Promise.all([work(), work()]);
}
