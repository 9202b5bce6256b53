import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { glasshouse, harbor, kestrel, marlowe, noor, oddpenguin, stranger, theo } from '../demo-database.ts';
import { startAttackStack, type Attacker, type AttackStack } from './attack-stack.ts';

let stack: AttackStack;
let nobody: Attacker;
/** An agent and the owner of Glasshouse Collective, who are from elsewhere altogether. */
let agent: Attacker;
let owner: Attacker;
beforeAll(async () => {
  stack = await startAttackStack();
  [nobody, agent, owner] = [
    await stack.signIn(stranger),
    await stack.signIn(oddpenguin),
    await stack.signIn(kestrel),
  ];
});
afterAll(() => stack[Symbol.asyncDispose]());

test('a stranger learns of no guild, whatever id they name', async () => {
  expect((await nobody.rpc('my_guilds')).json).toEqual([]);
  const every = Array.from({ length: 200 }, (_, n) => `118000000000000${String(n).padStart(4, '0')}`);
  const answer = await nobody.rpc('look_me_up', { guild_ids: every });
  expect([answer.status, answer.text]).toEqual([204, '']);
  expect((await nobody.ask('/rest/v1/guilds?select=id', { headers: { prefer: 'count=exact' } })).text).toBe(
    '[]',
  );
});

test('naming a guild twice makes the bot look once', async () => {
  for (let n = 0; n < 3; n += 1) await nobody.rpc('look_me_up', { guild_ids: [harbor, harbor] });
  expect(
    await stack.sql`select from public.outbox where lane = ${`member:${harbor}:${stranger}`}`,
  ).toHaveLength(1);
});

test('a requester sees no names but their own by asking tables, and none by searching', async () => {
  const requester = await stack.signIn(marlowe);
  expect((await requester.ask('/rest/v1/people?select=id')).json).toEqual([{ id: marlowe }]);
  expect((await requester.ask('/rest/v1/members?select=person_id')).json).toEqual([{ person_id: marlowe }]);
  expect((await requester.rpc('find_people', { guild: harbor, search: 'o' })).json).toEqual([]);
});

test('staff find people of their own guild only, and no wildcard is one', async () => {
  const crew = await stack.signIn(theo);
  for (const search of ['%', '_', '\\', '%%', '*'])
    expect([search, (await crew.rpc('find_people', { guild: harbor, search })).json]).toEqual([search, []]);
  expect((await agent.rpc('find_people', { guild: glasshouse, search: 'marlowe' })).json).toEqual([]);
});

test('putting anybody on the block list does not tell whether another guild knows them', async () => {
  const names = async (member: string) => {
    await owner.rpc('save_block', { guild: glasshouse, id: randomUUID(), setting: { person_id: member } });
    const list = (await owner.rpc('read_blocks', { guild: glasshouse })).text;
    const log = (await owner.rpc('read_audit_log', { guild: glasshouse })).text;
    return list + log;
  };
  for (const member of [theo, marlowe, noor])
    expect(await names(member)).not.toMatch(/Theo|Marlowe|Noor|noor\.haddad/);
});
