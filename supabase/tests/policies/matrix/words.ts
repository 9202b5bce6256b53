import { ids, meOf, type Person } from './people.ts';
import { behindOf } from './vouched.ts';
import { members, servers, type Category, type Server, type Ticket } from './world.ts';

/** What is known of a row, or of what a function is called on, to say whether a word of the table means it. */
export type Thing = {
  key: string;
  /** A person belongs to several. */
  servers: Server[];
  category?: Category | undefined;
  ticket?: Ticket | undefined;
  isNote?: boolean;
  /** Of a message: its words, by which it is found. */
  body?: string | undefined;
  /** A reply or a note. */
  isWritten?: boolean;
  /** Whose row it is. */
  person?: string | undefined;
  author?: string | undefined;
  /** A file that belongs to no message yet. */
  reservedBy?: string | undefined;
  isFresh?: boolean;
  /** Where the bytes of a file lie. */
  path?: string | undefined;
};

const isGiven = (me: Person, ticket?: Ticket) => ticket?.assignee === me || ticket?.added === me;
const isIn = (thing: Thing, server: Server) => thing.servers.includes(server);

type Meaning = (me: Person, thing: Thing) => boolean;
const inServers = Object.fromEntries(
  Object.keys(servers).map((server) => [server, (_, thing) => isIn(thing, server as Server)]),
) as Record<Server, Meaning>;

/** What the cells mean. Words that name a server (home, away, stale, free, left, unseen) mean everything of it. */
const words: Record<string, Meaning> = {
  ...inServers,
  all: () => true,
  /** Of home, unless restricted. */
  plain: (_, thing) => isIn(thing, 'home') && !thing.ticket?.isRestricted,
  /** Of home, unless restricted, and what is restricted but given to them by name. */
  crew: (me, thing) => isIn(thing, 'home') && (!thing.ticket?.isRestricted || isGiven(me, thing.ticket)),
  /** The same of category B, and what is given to them elsewhere. */
  crewB: (me, thing) =>
    isIn(thing, 'home') &&
    (isGiven(me, thing.ticket) || (thing.category === 'B' && !thing.ticket?.isRestricted)),
  /** Everything of category B. */
  B: (_, thing) => thing.category === 'B',
  /** Their row, or what they asked without its notes. */
  own: (me, thing) =>
    thing.person === undefined
      ? thing.ticket?.requester === me && !isIn(thing, 'left') && !thing.isNote
      : thing.person === meOf(me),
  /** Their own account. */
  self: (me, thing) => thing.person === ids[me],
  /** Servers in which they hold a role that the bot keeps true. */
  holds: (me, thing) =>
    members.some(
      ({ person, server, roles, isKept, hasLeft }) =>
        person === me && isIn(thing, server) && roles && isKept !== false && !hasLeft,
    ),
  /** Written by them, in one of their servers. */
  mine: (me, thing) => thing.author === ids[me] && (isIn(thing, 'home') || isIn(thing, 'away')),
  /** Anything, for anyone who has proved who they are. */
  named: (me) => meOf(me) !== null,
  /** Where they may put a file within ten minutes. */
  reserved: (me, thing) => thing.reservedBy === ids[me] && thing.isFresh === true,
};

/** Whether a cell such as 'crew+own' means a thing. What is reserved belongs to the one who reserved it. */
export function means(cell: string, person: Person, thing: Thing): boolean {
  if (cell === '-' || cell === '!') return false;
  // A rule is nobody: words that ask who one is mean nothing to it.
  const me = behindOf(person) ?? person;
  if (thing.reservedBy && thing.reservedBy !== ids[me] && cell !== 'all') return false;
  return cell.split('+').some((word) => {
    const meaning = words[word];
    if (!meaning) throw new Error(`The table of verdicts says '${word}', which words.ts does not explain.`);
    return meaning(me, thing);
  });
}
