/**
 * The columns of the table of verdicts, each with the people who stand for it: all of them must be given exactly its cells.
 * Roles and servers: world.ts. Cells: verdicts.ts.
 */
export const columns = {
  anon: ['anon'],
  // Nobody, and those who look like somebody: a member who left with their roles, one whose roles the bot does not keep true,
  // a manager with a second Discord identity, one whose session a mailbox opened, and a GitHub account that bears an admin's number.
  stranger: ['stranger', 'gone', 'unkept', 'doubled', 'mailed', 'imposter'],
  requester: ['requester'],
  other: ['other'],
  viewer: ['viewer'],
  agent: ['agent'],
  // Of category B alone.
  agentB: ['agentB'],
  leadB: ['leadB'],
  manager: ['manager'],
  // By Manage Server in Discord, and by owning the server.
  admin: ['keeper', 'founder'],
  // Of a server whose roles were last seen too long ago, and of one that the bot has left.
  owner: ['owner'],
  // Holds no role: sees a server whose @everyone is viewer, and is admin where @everyone may manage the server.
  roleless: ['roleless'],
  // Of another server; one of them asked here.
  "agent'": ['agentAway'],
  "admin'": ['adminAway'],
  // Was agent until a second ago, with tickets assigned to them and shared with them.
  demoted: ['demoted'],
  bot: ['bot'],
  service: ['service'],
} as const;

/**
 * Columns of those for whom the bot vouches, and of rules. Who Discord says acts, where, with which roles: vouched.ts. They reach
 * nothing but what as_member and as_rule let them.
 */
export const vouchedColumns = {
  'requester~': ['requester~'],
  'viewer~': ['viewer~'],
  'agent~': ['agent~'],
  'agentB~': ['agentB~'],
  'leadB~': ['leadB~'],
  'manager~': ['manager~'],
  'keeper~': ['keeper~', 'founder~'],
  // A requester on the block list: it keeps them from opening, not from their tickets.
  'blocked~': ['blocked~'],
  // An agent of another server, vouched for there, who asked here.
  'foreign~': ['foreign~'],
  // An agent who writes to the bot directly: without a server there is no level.
  'direct~': ['direct~'],
  // Of a server whose roles were last seen too long ago, and its owner; and of one that the bot has left.
  'stale~': ['stale~'],
  'owner~': ['owner~'],
  'left~': ['agentLeft~', 'ownerLeft~'],
  'rule~': ['rule~'],
  'ruleStale~': ['ruleStale~', 'ruleLeft~'],
} as const;

export type Column = keyof typeof columns | keyof typeof vouchedColumns;
export type Vouched = (typeof vouchedColumns)[keyof typeof vouchedColumns][number];
export type Person = (typeof columns)[keyof typeof columns][number] | Vouched | 'outsider';
const peopleOf = (all: Record<string, readonly Person[]>) =>
  Object.entries(all).flatMap(([column, people]) =>
    people.map((person) => ({ column: column as Column, person })),
  );
export const signedIn = peopleOf(columns);
export const vouchedFor = peopleOf(vouchedColumns);
export const measured = [...signedIn, ...vouchedFor];

/** What the database is asked as, when it is no signed-in person. */
export const databaseRoles: Partial<Record<Person, string>> = {
  anon: 'anon',
  bot: 'ticketflow_bot',
  service: 'service_role',
};

/** Discord ids of all who have one. `outsider` owns and asks where nobody measured should. */
export const ids = Object.fromEntries(
  [...signedIn.map(({ person }) => person), 'outsider' as const]
    .filter((person) => !(person in databaseRoles))
    .map((person, at) => [person, `1000000000000000${100 + at}`]),
) as Record<Person, string>;

/** The account of each, as Auth knows them. */
export type Accounts = Partial<Record<Person, string>>;

/** How a session was opened, as Auth writes it into the token. */
export const openedBy = (person: Person) => (person === 'mailed' ? 'otp' : 'oauth');

/** Who the database must take each account for; nobody where identity or session does not prove it. */
export const meOf = (person: Person): string | null =>
  ['doubled', 'mailed', 'imposter'].includes(person) ? null : (ids[person] ?? null);
