import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  glasshouse,
  harbor,
  kestrel,
  marlowe,
  noor,
  oddpenguin,
  sam,
  stranger,
  supportCrew,
  theo,
  ticketId,
} from '../demo-database.ts';
import { argumentsOf, shells } from '../../shells.ts';
import { callOf } from '../sample-calls.ts';
import { startAttackStack, type Answer, type Attacker, type AttackStack } from './attack-stack.ts';

const panel = '5f0a0000-0000-4000-8000-000000000001';
const category = '5f0c0000-0000-4000-8000-000000000001';
const noGuild = '1180000000000009999';

let stack: AttackStack;
/** An agent, and the owner, of the other guild: as much as one can be without a right here. */
let agent: Attacker;
let owner: Attacker;
let nobody: Attacker;
/** A reply of Harbor Lights, a note and a block with its version. */
let reply: string;
let note: string;
const block = randomUUID();
let version: number;
/** A job that a manager of Harbor Lights asked for. */
const job = randomUUID();
/** An upload that an agent of Harbor Lights has reserved. */
let file: string;
beforeAll(async () => {
  stack = await startAttackStack();
  [agent, owner, nobody] = [
    await stack.signIn(oddpenguin),
    await stack.signIn(kestrel),
    await stack.signIn(stranger),
  ];
  // kestrel and oddpenguin asked in Harbor Lights once: here they are to be from elsewhere altogether.
  await stack.sql`delete from public.tickets where requester_id in (${kestrel}, ${oddpenguin}) and guild_id = ${harbor}`;
  await stack.sql`delete from public.members where person_id in (${kestrel}, ${oddpenguin}) and guild_id = ${harbor}`;
  const [a, b] = [
    await stack.sql`select id from public.messages where ticket_id = ${ticketId(2418)} and kind = 'reply' limit 1`,
    await stack.sql`select id from public.messages where ticket_id = ${ticketId(2418)} and kind = 'note' limit 1`,
  ];
  reply = a[0]?.id as string;
  note = b[0]?.id as string;
  const upload = { ticket: ticketId(2418), name: 'a', size: 1, content_type: 'text/plain' };
  file = (await (await stack.signIn(theo)).rpc('reserve_upload', upload)).json.id as string;
  const manager = await stack.signIn(sam);
  version = (await manager.rpc('save_block', { guild: harbor, id: block, setting: { person_id: marlowe } }))
    .json as number;
  await stack.sql`select private.start_job(${job}, ${harbor}, 'test', ${sam})`;
});
afterAll(() => stack[Symbol.asyncDispose]());

/** What an answer says, without the ids that the caller put in, and without the clock of transactions. */
const said = ({ status, text }: Answer, ...own: string[]) =>
  [
    status,
    own.reduce((words, id) => words.replaceAll(id, '…'), text).replace(/"cursor":"\d+"/, '"cursor":…'),
  ] as const;

describe('a function asked with an id of another guild answers as with one that does not exist', () => {
  /** Something of Harbor Lights for each kind of id, and something that is nowhere. What names no guild's own thing stays the same. */
  const there = () => ({
    ...{ guild: harbor, guild_ids: [harbor], ticket: ticketId(2418), message: reply },
    ...{ panel, role: supportCrew, person: theo, id: block, before: block, job },
  });
  const notThere = () => ({
    ...there(),
    ...{
      guild: noGuild,
      guild_ids: [noGuild],
      ticket: randomUUID(),
      message: randomUUID(),
      panel: randomUUID(),
    },
  });
  const written = (ids: object) => ({ ...ids, message: randomUUID() });
  const cases: [name: string, there: () => object, notThere: () => object][] = [
    ...shells
      .filter(({ args }) => args !== '')
      .map((shell): (typeof cases)[number] => {
        // A reply's own id is the desk's: new each time.
        const ids = argumentsOf(shell)[0] === 'ticket' ? written : (same: object) => same;
        const call = (of: () => object) => () => callOf(shell.name, ids(of()) as Record<string, unknown>);
        return [shell.name, call(there), call(notThere)];
      }),
    [
      'post_reply',
      () => ({ ticket: ticketId(2418), message: randomUUID(), body: '', files: [file] }),
      () => ({ ticket: randomUUID(), message: randomUUID(), body: '', files: [randomUUID()] }),
    ],
    ['reopen_ticket', () => ({ ticket: ticketId(2197) }), () => ({ ticket: randomUUID() })],
    ['edit_message', () => ({ message: note, body: 'x' }), () => ({ message: randomUUID(), body: 'x' })],
    [
      'list_tickets',
      () => ({ guild: harbor, filter: { is_open: false, category: [category] } }),
      () => ({ guild: noGuild, filter: { is_open: false, category: [randomUUID()] } }),
    ],
    // Rights in one's own guild, and an id of the other one.
    [
      'set_level',
      () => ({ guild: glasshouse, role: supportCrew, level: 'viewer' }),
      () => ({ guild: glasshouse, role: noGuild, level: 'viewer' }),
    ],
    [
      'set_level',
      () => ({ guild: glasshouse, role: '1180000000000000321', category, level: 'viewer' }),
      () => ({ guild: glasshouse, role: '1180000000000000321', category: randomUUID(), level: 'viewer' }),
    ],
    [
      'save_block',
      () => ({ guild: glasshouse, id: randomUUID(), setting: { role_id: supportCrew } }),
      () => ({ guild: glasshouse, id: randomUUID(), setting: { role_id: noGuild } }),
    ],
    [
      'save_block',
      () => ({ guild: glasshouse, id: block, setting: { reason: 'x' }, version }),
      () => ({ guild: glasshouse, id: randomUUID(), setting: { reason: 'x' }, version }),
    ],
    [
      'remove_block',
      () => ({ guild: glasshouse, id: block, version }),
      () => ({ guild: glasshouse, id: randomUUID(), version }),
    ],
    ['cancel_job', () => ({ guild: glasshouse, job }), () => ({ guild: glasshouse, job: randomUUID() })],
    [
      'add_person',
      () => ({ ticket: ticketId(11), person: theo }),
      () => ({ ticket: ticketId(11), person: noGuild }),
    ],
    [
      'view_as',
      () => ({ guild: glasshouse, role: supportCrew }),
      () => ({ guild: glasshouse, role: noGuild }),
    ],
    [
      'list_tickets_as',
      () => ({ guild: glasshouse, role: supportCrew }),
      () => ({ guild: glasshouse, role: noGuild }),
    ],
    [
      'list_tickets',
      () => ({ guild: glasshouse, filter: { category: [category] } }),
      () => ({ guild: glasshouse, filter: { category: [randomUUID()] } }),
    ],
    [
      'find_people',
      () => ({ guild: glasshouse, search: noor }),
      () => ({ guild: glasshouse, search: noGuild }),
    ],
  ];

  test.each(cases)('%s', async (name, there, notThere) => {
    const ownIds = (args: object) =>
      Object.values(args).filter((value) => typeof value === 'string' && value.length > 15);
    for (const one of [agent, owner, nobody]) {
      const [known, unknown] = [there(), notThere()];
      const a = said(await one.rpc(name, known), ...(ownIds(known) as string[]));
      const b = said(await one.rpc(name, unknown), ...(ownIds(unknown) as string[]));
      expect(a).toEqual(b);
      // None of it is a table or a function that was not found: then two questions were compared that nobody asked.
      expect(a[1]).not.toMatch(/PGRST/);
    }
  });

  test('and every function that takes an id is among these', async () => {
    const rows = await stack.sql<{ name: string }[]>`
      select distinct proname as name from pg_proc where pronamespace = 'public'::regnamespace and pronargs > 0`;
    const asked = new Set(cases.map(([name]) => name));
    expect(rows.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  });

  test('and none of it changed anything', async () => {
    const [ticket] =
      await stack.sql`select status, priority, assignee_id, is_restricted from public.tickets where id = ${ticketId(2418)}`;
    expect(ticket).toMatchObject({ status: 'open', is_restricted: false });
    expect(
      await stack.sql`select from public.files where source_id is null and (id <> ${file} or message_id is not null)`,
    ).toHaveLength(0);
    expect(await stack.sql`select from public.blocks where guild_id = ${harbor}`).toHaveLength(1);
    expect(await stack.sql`select from private.jobs where id = ${job} and state = 'waiting'`).toHaveLength(1);
    expect(
      await stack.sql`select from public.outbox where guild_id = ${harbor} and kind = 'compare_access'`,
    ).toHaveLength(0);
  });
});
