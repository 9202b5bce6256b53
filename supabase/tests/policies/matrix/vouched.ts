import { ids, type Person, type Vouched } from './people.ts';
import { roleId, servers, type Server } from './world.ts';

type Vouching = { person?: Person; server?: Server; roles?: string[] };

/** What Discord tells the bot of each: who acts, in which server (none: a direct message), with which roles. Rules have no person. */
const vouchings: Record<Vouched, Vouching> = {
  'requester~': { person: 'requester', server: 'home' },
  'viewer~': { person: 'viewer', server: 'home', roles: [roleId('home', 'watch')] },
  'agent~': { person: 'agent', server: 'home', roles: [roleId('home', 'crew')] },
  'agentB~': { person: 'agentB', server: 'home', roles: [roleId('home', 'crewB')] },
  'leadB~': { person: 'leadB', server: 'home', roles: [roleId('home', 'leadB')] },
  'manager~': { person: 'manager', server: 'home', roles: [roleId('home', 'lead')] },
  'keeper~': { person: 'keeper', server: 'home', roles: [roleId('home', 'keeper')] },
  'founder~': { person: 'founder', server: 'home' },
  'blocked~': { person: 'other', server: 'home' },
  'foreign~': { person: 'agentAway', server: 'away', roles: [roleId('away', 'crew')] },
  'direct~': { person: 'agent', roles: [roleId('home', 'crew')] },
  'stale~': { person: 'agent', server: 'stale', roles: [roleId('stale', 'crew')] },
  'owner~': { person: 'owner', server: 'stale' },
  'agentLeft~': { person: 'agent', server: 'left', roles: [roleId('left', 'crew')] },
  'ownerLeft~': { person: 'owner', server: 'left' },
  'rule~': { server: 'home' },
  'ruleStale~': { server: 'stale' },
  'ruleLeft~': { server: 'left' },
};

/** Who stands behind a column: the person themselves, or whom the bot vouches for. Null: a rule. */
export const behindOf = (person: Person): Person | null =>
  person in vouchings ? (vouchings[person as Vouched].person ?? null) : person;

/** What the doors of vouched.ts are asked with, for one of these. */
export function factsOf(vouched: Vouched) {
  const { person, server, roles = [] } = vouchings[vouched];
  return {
    server: server ? servers[server] : null,
    rule: server ? ruleId(server) : null,
    member: person && {
      person: { id: ids[person], username: person, display_name: person },
      nick: null,
      role_ids: roles,
    },
  };
}

/** The rule of a server, which may do everything that rules may. */
export const ruleId = (server: Server) => `50000000-0000-4000-8000-${servers[server].slice(-12)}`;
