import { argumentsOf, shells, shellsOfLists } from '../../../shells.ts';
import { beyondVerdict, callOf } from '../../sample-calls.ts';
import { eachDoor, listDoor, type Door } from './doors.ts';
import { ids } from './people.ts';
import type { Thing } from './words.ts';
import { roleId, roles, servers, type Server } from './world.ts';

// Each public function, tried on tickets, messages, servers or panels. What stands before the comma is its name.

const key = `$1 ->> 'key'`;
const id = `($1 ->> 'key')::uuid`;

/** Functions that do something to a ticket: those that take one, but for reading. */
const onTickets = shells.filter(
  (shell) => argumentsOf(shell)[0] === 'ticket' && !shell.isStable && shell.name !== 'read_ticket',
);
const literal = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;
const onTicket = (name: string) =>
  Object.entries(callOf(name, { ticket: '$ticket', message: '$new' }))
    .map(([arg, value]) => {
      // Each way is tried: what is restricted is opened, what is open restricted.
      if (arg === 'is_restricted') return `${arg} => not ($1 ->> 'isRestricted')::boolean`;
      return `${arg} => ${value === '$ticket' ? id : value === '$new' ? 'gen_random_uuid()' : literal(value)}`;
    })
    .join(', ');
const onList = (name: string) =>
  Object.entries(callOf(name, { guild: '$guild', id: '$new' }))
    .map(([arg, value]) => {
      const text = literal(typeof value === 'object' ? JSON.stringify(value) : value);
      return `${arg} => ${value === '$guild' ? key : value === '$new' ? 'gen_random_uuid()' : text}`;
    })
    .join(', ');
const readingTickets: Record<string, string> = {
  find_ticket: `public.find_ticket($1 ->> 'guild', ($1 ->> 'number')::integer)`,
  read_ticket: `public.read_ticket(${id})`,
  'read_ticket, its notes': `jsonb_path_query_first(public.read_ticket(${id}), '$.messages[*] ? (@.kind == "note")')`,
  'read_ticket, new notes': `jsonb_path_query_first(public.read_ticket(${id}, 0), '$.messages[*] ? (@.kind == "note")')`,
  // Those who may answer in it: somebody always may.
  'find_people, for a ticket': `public.find_people($1 ->> 'guild', '', ${id}) -> 0`,
  'read_ticket, who is in': `public.read_ticket(${id}) -> 'participants' -> 0`,
  'read_ticket, their names': `jsonb_path_query_first(public.read_ticket(${id}), '$.people[*] ? (@.id == $added)', $1)`,
};
const onMessages: Record<string, string> = {
  edit_message: `public.edit_message(${id}, 'New words')`,
  delete_message: `public.delete_message(${id})`,
  retry_delivery: `public.retry_delivery(${id})`,
};
const onServers: Record<string, string> = {
  set_level: `public.set_level(${key}, $1 ->> 'role', null, 'viewer')`,
  set_guild_language: `public.set_guild_language(${key}, 'de')`,
  compare_access: `public.compare_access(${key})`,
  view_as: `public.view_as(${key}, $1 ->> 'role')`,
  list_tickets_as: `public.list_tickets_as(${key}, $1 ->> 'role')`,
  ...Object.fromEntries(
    shellsOfLists
      .filter(({ isStable }) => !isStable)
      .map(({ name }) => [name, `public.${name}(${onList(name)})`]),
  ),
  cancel_job: `public.cancel_job(${key}, gen_random_uuid())`,
};
const readingServers: Record<string, string> = {
  my_access: `nullif(public.my_access(${key}) ->> 'state' = 'open', false)`,
  'my_access, why not': `nullif(public.my_access(${key}) ->> 'state' in ('stale', 'left'), false)`,
  'my_access, their roles': `public.my_access(${key}) -> 'roles' -> 0`,
  read_guild: `public.read_guild(${key})`,
  // As many as the inbox has.
  'read_guild, its count': `nullif(public.read_guild(${key}, '{"inbox": {"is_open": true}}') #> '{counts,inbox}'
    = to_jsonb(jsonb_array_length(public.list_tickets(${key}) -> 'tickets')), false)`,
  'changes_since, answers': `nullif(public.changes_since(${key}, '1', (public.list_tickets(${key}) ->> 'epoch')::bigint) ->> 'state'
    <> 'reset', false)`,
  ...Object.fromEntries(
    shellsOfLists.filter(({ isStable }) => isStable).map(({ name }) => [name, `public.${name}(${key})`]),
  ),
  list_jobs: `public.list_jobs(${key})`,
  read_access: `public.read_access(${key})`,
  read_audit_log: `public.read_audit_log(${key})`,
  find_people: `public.find_people(${key}, '') -> 0`,
};

const everywhere = `unnest('{${Object.values(servers).join()}}'::text[]) g`;
const filters = `unnest(array['{"is_open": true}', '{"is_open": false}']::jsonb[]) f`;
const inEveryInbox = `${everywhere}, ${filters}, jsonb_array_elements(public.list_tickets(g, f) -> 'tickets') t`;
const lists: Record<string, string> = {
  list_tickets: `select t ->> 'id' from ${inEveryInbox}`,
  'list_tickets, its notes': `select t ->> 'id' from ${inEveryInbox} where t #>> '{preview,kind}' = 'note'`,
  // From the beginning of time, with the epoch that the inbox gives.
  changes_since: `select t ->> 'id' from ${everywhere}, jsonb_array_elements(
    public.changes_since(g, '1', (public.list_tickets(g) ->> 'epoch')::bigint) -> 'tickets') t`,
};

/** The crew's role of each server; where there is none, everybody's. */
const crewOf = (server: Server) =>
  roleId(server, roles.some((role) => role.server === server && role.name === 'crew') ? 'crew' : 'everyone');

export function functionDoors(of: (label: string) => Thing[]): Door[] {
  const tickets = of('tickets');
  const ofTicket = ({ ticket, servers: [server] }: Thing) => ({
    guild: servers[server!],
    number: ticket!.number,
    isRestricted: ticket!.isRestricted ?? false,
    added: ticket!.added ? ids[ticket!.added] : null,
  });
  const thingsOf = (label: string) => {
    if (label.endsWith('who is in')) return tickets.filter(({ ticket }) => ticket!.added);
    // Those where nobody else would name them.
    if (label.endsWith('their names'))
      return tickets.filter(({ ticket }) => [3, 4, 9].includes(ticket!.number));
    return tickets;
  };
  // Enough to differ: who wrote, what kind, which ticket.
  const spoken = of('messages').filter(({ ticket }) => [1, 3, 8].includes(ticket!.number));
  const ofServer = ({ servers: [server] }: Thing) => ({ role: crewOf(server!) });
  const nullIsNo = { isNullNo: true };
  return [
    listDoor(
      'list_tickets_as, the crew',
      tickets.filter(({ servers: [server] }) => server === 'home'),
      `select t ->> 'id' from ${filters},
        jsonb_array_elements(public.list_tickets_as('${servers.home}', '${crewOf('home')}', f) -> 'tickets') t`,
    ),
    ...Object.entries(readingTickets).map(([label, call]) =>
      eachDoor(label, thingsOf(label), `select ${call}`, ofTicket, nullIsNo),
    ),
    ...Object.entries(lists).map(([label, keys]) => listDoor(label, tickets, keys)),
    listDoor(
      'read_guild, categories',
      of('categories'),
      `select c ->> 'id' from ${everywhere}, jsonb_array_elements(public.read_guild(g) -> 'categories') c`,
    ),
    listDoor(
      'search_messages',
      of('messages').filter(({ body }) => body),
      `select m ->> 'id' from ${everywhere}, unnest('{message,reply,note}'::text[]) w,
        jsonb_array_elements(public.search_messages(g, w, null, null, 100) -> 'messages') m`,
    ),
    listDoor('my_guilds', of('guilds'), `select x ->> 'id' from jsonb_array_elements(public.my_guilds()) x`),
    ...Object.entries(readingServers).map(([label, call]) =>
      eachDoor(label, of('guilds'), `select ${call}`, ofServer, nullIsNo),
    ),
    ...Object.entries(onServers).map(([label, call]) =>
      eachDoor(label, of('guilds'), `select ${call}`, ofServer),
    ),
    eachDoor(
      'set_level, their own role',
      of('guilds').filter(({ servers: [server] }) => server === 'away'),
      `select public.set_level(${key}, '${roleId('away', 'steward')}', null, 'manager')`,
      () => ({}),
    ),
    ...onTickets.map(({ name }) =>
      eachDoor(name, tickets, `select public.${name}(${onTicket(name)})`, ofTicket, {
        beyond: beyondVerdict,
      }),
    ),
    ...Object.entries(onMessages).map(([label, call]) =>
      eachDoor(label, spoken, `select ${call}`, () => ({}), { isOfWritten: true }),
    ),
    eachDoor('publish_panel', of('panels'), `select public.publish_panel(${id})`, () => ({})),
    eachDoor('set_my_language', of('guilds'), `select public.set_my_language('de')`, () => ({})),
    listDoor(
      'my_language',
      of('guilds'),
      `select g from ${everywhere} where public.my_language() is not null`,
    ),
    eachDoor('look_me_up', of('guilds'), `select public.look_me_up(array[${key}])`, () => ({})),
  ];
}
