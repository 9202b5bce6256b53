import type { Filter } from '../../contracts/filter.ts';
import { bigGuild, needle, type Database } from './database.ts';
import type { Request } from './callers.ts';

/** One request in the words of a person and in those of service_role, and how many rows each round must bring. */
export type Page = {
  name: string;
  /** What service_role is asked instead, when it cannot be asked the same. */
  against: string;
  asPerson: (round: number) => Request;
  asService: (round: number) => Request;
  rowsOf: (answer: unknown) => unknown[];
  rows: number;
  /** The same as SQL, for its plan. What a function does within shows in its buffers only. */
  plan: (round: number) => { person: string; service: string; isCall: boolean };
};

export const rpc = (name: string, body: Record<string, unknown>): Request => ({
  method: 'POST',
  path: `rpc/${name}`,
  body,
});
export const prefixed = (args: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [`p_${name}`, value]));
const everyRow = (answer: unknown) => answer as unknown[];
const bare = 'the same function as service_role, its verdict cut out';
const same = 'the same select as service_role';

const ticketColumns = 'id,number,subject,status,priority,category_id,requester_id,assignee_id,opened_at';
const messageColumns =
  'id,kind,author_id,is_staff,body,embeds,attachments,reactions,position,revision,created_at,delivery';

/** A function of the desk against itself without the verdict. */
function called(
  name: string,
  call: string,
  args: (round: number) => Record<string, unknown>,
  list: string,
  rows: number,
): Page {
  return {
    name,
    against: bare,
    asPerson: (round) => rpc(call, args(round)),
    asService: (round) => rpc(`bare_${call}`, prefixed(args(round))),
    rowsOf: (answer) => (answer as Record<string, unknown[]>)[list]!,
    rows,
    plan: (round) => ({
      person: `select public.${call}(${named(args(round))})`,
      service: `select public.bare_${call}(${named(prefixed(args(round)))})`,
      isCall: true,
    }),
  };
}

const named = (args: Record<string, unknown>) =>
  Object.entries(args)
    .map(([name, value]) => {
      const text = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${name} => ${value === null ? 'null' : `'${text.replaceAll("'", "''")}'`}`;
    })
    .join(', ');

/** A select that any client could make, the same for both. */
function selected(
  name: string,
  path: (round: number) => string,
  rows: number,
  select: (round: number) => string,
): Page {
  const plan: Page['plan'] = (round) => ({ person: select(round), service: select(round), isCall: false });
  const request = (round: number): Request => ({ method: 'GET', path: path(round) });
  return { name, against: same, asPerson: request, asService: request, rowsOf: everyRow, rows, plan };
}

/** Conversations, and places in the list of what is closed, that the rounds go through. */
export const places = 20;

/** The pages that are measured, each round another one where there are several: conversations, places in the list of what is closed. */
export async function readPages({ sql }: Database): Promise<Page[]> {
  const long = await sql<{ id: string }[]>`
    select h.ticket_id as id from public.ticket_heads h join public.tickets t on t.id = h.ticket_id
    where h.guild_id = ${bigGuild} and h.revision = 60 and not t.is_restricted order by md5(h.ticket_id::text) limit ${places}`;
  const pagesOfClosed = await sql<{ at: string; id: string }[]>`
    select to_json(last_activity_at) #>> '{}' as at, ticket_id as id from public.ticket_heads
    where guild_id = ${bigGuild} and not is_open
      -- With two hundred behind it.
      and last_activity_at > (select h.last_activity_at from public.ticket_heads h where h.guild_id = ${bigGuild} and not h.is_open
        order by 1 offset 200 limit 1)
    order by md5(ticket_id::text) limit ${places}`;
  const [busiest] = await sql<{ id: string }[]>`
    select category_id as id from public.tickets where guild_id = ${bigGuild} group by 1 order by count(*) desc limit 1`;
  const ticketOf = (round: number) => long[round % places]!.id;
  const placeOf = (round: number) => pagesOfClosed[round % places]!;
  const category = busiest!.id;
  return [
    called('inbox, list_tickets', 'list_tickets', () => inbox({ is_open: true }), 'tickets', 50),
    called(
      'inbox, list_tickets, a page amid what is closed',
      'list_tickets',
      (round) => inbox({ is_open: false }, placeOf(round)),
      'tickets',
      50,
    ),
    selected(
      'inbox, select of heads with their tickets',
      () =>
        `ticket_heads?select=ticket_id,revision,last_activity_at,tickets(${ticketColumns})&guild_id=eq.${bigGuild}&is_open=is.true` +
        `&order=last_activity_at.desc,ticket_id.desc&limit=50`,
      50,
      () => `select h.ticket_id, h.revision, h.last_activity_at, t.* from public.ticket_heads h
        left join lateral (select ${ticketColumns} from public.tickets t where t.guild_id = h.guild_id and t.id = h.ticket_id) t on true
        where h.guild_id = '${bigGuild}' and h.is_open order by h.last_activity_at desc, h.ticket_id desc limit 50`,
    ),
    selected(
      'board, select of a category’s open tickets',
      () =>
        `tickets?select=${ticketColumns}&guild_id=eq.${bigGuild}&status=eq.open&category_id=eq.${category}` +
        `&order=opened_at.desc,id.desc&limit=100`,
      100,
      () => `select ${ticketColumns} from public.tickets where guild_id = '${bigGuild}' and status = 'open'
        and category_id = '${category}' order by opened_at desc, id desc limit 100`,
    ),
    called(
      'conversation, read_ticket',
      'read_ticket',
      (round) => conversation(ticketOf(round)),
      'messages',
      50,
    ),
    selected(
      'conversation, select of messages',
      (round) =>
        `messages?select=${messageColumns}&ticket_id=eq.${ticketOf(round)}&order=position.desc,id.desc&limit=50`,
      50,
      (round) => `select ${messageColumns} from public.messages where ticket_id = '${ticketOf(round)}'
        order by position desc, id desc limit 50`,
    ),
    called('search, search_messages', 'search_messages', () => search(needle), 'messages', 50),
  ];
}

const inbox = (filter: Filter, place?: { at: string; id: string }) => ({
  guild: bigGuild,
  filter,
  after: place ?? null,
  page_size: 50,
});
const conversation = (ticket: string) => ({
  ticket,
  after_revision: null,
  before_position: null,
  page_size: 50,
});
const search = (words: string) => ({
  guild: bigGuild,
  words,
  before_at: null,
  before_id: null,
  page_size: 50,
});
