/**
 * The columns of the table of verdicts, each with the people who stand for it: all of them must be given exactly its cells.
 * Roles and servers: world.ts. Cells: verdicts.ts.
 */
export const columns = {
  anon: ['anon'],
  // Nobody, and those who look like somebody: a member who left with his roles, one whose roles the bot does not keep true,
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
  // Was agent until a second ago, with tickets assigned to him and shared with him.
  demoted: ['demoted'],
  bot: ['bot'],
  service: ['service'],
} as const;

export type Column = keyof typeof columns;
export type Person = (typeof columns)[Column][number] | 'outsider';

export const columnNames = Object.keys(columns) as Column[];
export const measured = columnNames.flatMap((column) =>
  columns[column].map((person) => ({ column, person })),
);

/** What the database is asked as, when it is no signed-in person. */
export const databaseRoles: Partial<Record<Person, string>> = {
  anon: 'anon',
  bot: 'ticketflow_bot',
  service: 'service_role',
};

/** Discord ids of all who have one. `outsider` owns and asks where nobody measured should. */
export const ids = Object.fromEntries(
  [...measured.map(({ person }) => person as Person), 'outsider' as const]
    .filter((person) => !(person in databaseRoles))
    .map((person, at) => [person, `1000000000000000${100 + at}`]),
) as Record<Person, string>;

/** The account of each, as Auth knows him. */
export type Accounts = Partial<Record<Person, string>>;

/** How a session was opened, as Auth writes it into the token. */
export const openedBy = (person: Person) => (person === 'mailed' ? 'otp' : 'oauth');

/** Who the database must take each account for; nobody where identity or session does not prove it. */
export const meOf = (person: Person): string | null =>
  ['doubled', 'mailed', 'imposter'].includes(person) ? null : (ids[person] ?? null);
