import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  harbor,
  kestrel,
  marlowe,
  noor,
  oddpenguin,
  sam,
  stranger,
  supportCrew,
  theo,
} from '../demo-database.ts';
import { startAttackStack, type Attacker, type AttackStack } from './attack-stack.ts';

let stack: AttackStack;
beforeAll(async () => {
  stack = await startAttackStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

test('viewing as a role is for admins of that guild: others are refused in the same words', async () => {
  const others = [
    await stack.signIn(stranger),
    await stack.signIn(marlowe),
    await stack.signIn(theo),
    await stack.signIn(sam),
    // The owner of another guild, and an agent there.
    await stack.signIn(kestrel),
    await stack.signIn(oddpenguin),
  ];
  for (const name of ['view_as', 'list_tickets_as'])
    for (const one of others) {
      const answer = await one.rpc(name, { guild: harbor, role: supportCrew });
      expect([name, answer.status, answer.json.code]).toEqual([name, 400, 'TF005']);
    }
});

test('viewing as a role leaves nothing behind in the pool of connections, no matter who asks next', async () => {
  const [admin, crew] = [await stack.signIn(noor), await stack.signIn(theo)];
  const own = async (one: Attacker) =>
    ((await one.rpc('list_tickets', { guild: harbor })).json as { tickets: { id: string }[] }).tickets.length;
  const [adminSees, crewSees] = [await own(admin), await own(crew)];
  expect(adminSees).toBeGreaterThan(0);
  // More at once than the pool has connections, refused ones among them, in the middle of which others ask.
  const asked = Array.from({ length: 60 }, (_, n) => {
    if (n % 4 === 0) return admin.rpc('view_as', { guild: harbor, role: '1180000000000000305' });
    if (n % 4 === 1) return admin.rpc('list_tickets_as', { guild: harbor, role: '1180000000000000305' });
    if (n % 4 === 2)
      return admin.rpc('list_tickets_as', { guild: harbor, role: '1180000000000000305', filter: null });
    return crew.rpc('view_as', { guild: harbor, role: supportCrew });
  });
  const counts = Array.from({ length: 30 }, (_, n) => own(n % 2 ? admin : crew));
  await Promise.all(asked);
  expect(new Set(await Promise.all(counts))).toEqual(new Set([adminSees, crewSees]));
  expect([await own(admin), await own(crew)]).toEqual([adminSees, crewSees]);
  const left = await Promise.all(
    Array.from({ length: 20 }, () =>
      admin.ask('/rest/v1/tickets?select=id&guild_id=eq.' + harbor, { headers: { prefer: 'count=exact' } }),
    ),
  );
  expect(new Set(left.map(({ headers }) => headers.get('content-range'))).size).toBe(1);
});

test('viewing as a role cannot be switched on by a header, a parameter or a claim', async () => {
  const crew = await stack.signIn(theo);
  const before = (await crew.ask('/rest/v1/tickets?select=id&order=id')).text;
  for (const [header, value] of [
    ['ticketflow.view_as', `${harbor}:${supportCrew}`],
    ['prefer', `ticketflow.view_as=${harbor}:${supportCrew}`],
  ] as const)
    expect(
      (await crew.ask('/rest/v1/tickets?select=id&order=id', { headers: { [header]: value } })).text,
    ).toBe(before);
});
