import type { Person } from './people.ts';

// A small world that stands still: six servers, everybody of people.ts, and tickets that differ in all that decides access.

export const serverNames = ['home', 'away', 'stale', 'left', 'free', 'unseen'] as const;
export type Server = (typeof serverNames)[number];
export const servers = Object.fromEntries(
  serverNames.map((name, at) => [name, `2000000000000000${10 + at}`]),
) as Record<Server, string>;

export const owners: Record<Server, Person> = {
  home: 'founder',
  away: 'outsider',
  stale: 'owner',
  left: 'owner',
  free: 'outsider',
  unseen: 'outsider',
};

export const serverOf = {
  A: 'home',
  B: 'home',
  C: 'away',
  D: 'away',
  E: 'stale',
  F: 'left',
  G: 'free',
  H: 'unseen',
} as const;
export type Category = keyof typeof serverOf;
export const categoryId = (name: Category) =>
  `c0000000-0000-4000-8000-00000000000${Object.keys(serverOf).indexOf(name)}`;

type Level = 'viewer' | 'agent' | 'manager' | 'admin';
type Role = { server: Server; name: string; manages?: true; gives?: Level; in?: Category };
export const roles: Role[] = [
  ...serverNames.map((server) => ({ server, name: 'everyone' })),
  { server: 'home', name: 'crew', gives: 'agent' },
  { server: 'home', name: 'watch', gives: 'viewer' },
  { server: 'home', name: 'crewB', gives: 'agent', in: 'B' },
  { server: 'home', name: 'leadB', gives: 'manager', in: 'B' },
  { server: 'home', name: 'lead', gives: 'manager' },
  { server: 'home', name: 'keeper', manages: true },
  { server: 'away', name: 'crew', gives: 'agent' },
  { server: 'away', name: 'steward', gives: 'admin' },
  { server: 'away', name: 'captain', manages: true },
  ...(['stale', 'left', 'free', 'unseen'] as const).map(
    (server) => ({ server, name: 'crew', gives: 'agent' }) as const,
  ),
];
Object.assign(
  roles.find((role) => role.server === 'away' && role.name === 'everyone')!,
  { gives: 'viewer' },
);
Object.assign(
  roles.find((role) => role.server === 'free' && role.name === 'everyone')!,
  { manages: true },
);

/** A role's Discord id. That of @everyone is the server's own. */
export function roleId(server: Server, name: string): string {
  const at = roles.findIndex((role) => role.server === server && role.name === name);
  return name === 'everyone' ? servers[server] : `3000000000000000${100 + at}`;
}

type Member = { person: Person; server: Server; roles?: string[]; isKept?: false; hasLeft?: true };
export const members: Member[] = [
  { person: 'founder', server: 'home', roles: [roleId('home', 'watch')] },
  { person: 'keeper', server: 'home', roles: [roleId('home', 'keeper')] },
  { person: 'manager', server: 'home', roles: [roleId('home', 'lead')] },
  { person: 'leadB', server: 'home', roles: [roleId('home', 'leadB')] },
  { person: 'agentB', server: 'home', roles: [roleId('home', 'crewB')] },
  { person: 'agent', server: 'home', roles: [roleId('home', 'crew')] },
  // Roles of another server, which their row here should not have, give them nothing.
  {
    person: 'viewer',
    server: 'home',
    roles: [roleId('home', 'watch'), roleId('away', 'captain'), roleId('away', 'steward')],
  },
  { person: 'demoted', server: 'home', roles: [roleId('home', 'crew')] },
  { person: 'doubled', server: 'home', roles: [roleId('home', 'lead')] },
  { person: 'mailed', server: 'home', roles: [roleId('home', 'lead')] },
  { person: 'gone', server: 'home', roles: [roleId('home', 'crew')], hasLeft: true },
  { person: 'unkept', server: 'home', roles: [roleId('home', 'crew')], isKept: false },
  { person: 'requester', server: 'home', isKept: false },
  { person: 'other', server: 'home', isKept: false },
  { person: 'agentAway', server: 'home', isKept: false },
  { person: 'agentAway', server: 'away', roles: [roleId('away', 'crew')] },
  { person: 'adminAway', server: 'away', roles: [roleId('away', 'steward')] },
  { person: 'roleless', server: 'away' },
  { person: 'roleless', server: 'free' },
  { person: 'agent', server: 'stale', roles: [roleId('stale', 'crew')] },
  { person: 'agent', server: 'left', roles: [roleId('left', 'crew')] },
  { person: 'requester', server: 'left', isKept: false },
  { person: 'viewer', server: 'unseen', roles: [roleId('unseen', 'crew')] },
];

export type Ticket = {
  category: Category;
  number: number;
  requester: Person;
  assignee?: Person;
  added?: Person;
  isRestricted?: true;
  isClosed?: true;
};
export const tickets: Ticket[] = [
  { category: 'A', number: 1, requester: 'requester' },
  { category: 'B', number: 2, requester: 'other', assignee: 'demoted' },
  {
    category: 'A',
    number: 3,
    requester: 'requester',
    assignee: 'keeper',
    added: 'demoted',
    isRestricted: true,
  },
  {
    category: 'B',
    number: 4,
    requester: 'outsider',
    assignee: 'agent',
    added: 'manager',
    isRestricted: true,
  },
  { category: 'B', number: 5, requester: 'outsider', added: 'viewer', isRestricted: true },
  { category: 'A', number: 6, requester: 'other', assignee: 'agentB', isClosed: true },
  { category: 'A', number: 7, requester: 'agentAway' },
  { category: 'A', number: 8, requester: 'demoted', assignee: 'demoted', added: 'demoted' },
  // About the agent who asks, in their own category: they read it as anybody who asked.
  { category: 'A', number: 9, requester: 'agent', added: 'manager', isRestricted: true },
  { category: 'A', number: 10, requester: 'agentB', added: 'agent' },
  // Asked by staff who read it as staff too: by their category, as manager, as its owner, by name.
  { category: 'A', number: 11, requester: 'agent' },
  { category: 'A', number: 12, requester: 'manager', isRestricted: true },
  { category: 'A', number: 13, requester: 'agent', assignee: 'agent', isRestricted: true },
  { category: 'A', number: 14, requester: 'agent', added: 'agent', isRestricted: true },
  { category: 'C', number: 1, requester: 'outsider', added: 'outsider' },
  { category: 'E', number: 1, requester: 'outsider', added: 'outsider' },
  { category: 'F', number: 1, requester: 'requester', added: 'outsider' },
  { category: 'G', number: 1, requester: 'outsider', added: 'outsider' },
  { category: 'H', number: 1, requester: 'outsider', added: 'outsider' },
];
export const ticketServer = ({ category }: Ticket): Server => serverOf[category];
export const ticketName = (ticket: Ticket) => `${ticketServer(ticket)} ${ticket.number}`;
/** For example 00000000-0000-4000-8010-000000000003: home 3. */
export const ticketId = (ticket: Ticket) =>
  `00000000-0000-4000-80${servers[ticketServer(ticket)].slice(-2)}-${String(ticket.number).padStart(12, '0')}`;
