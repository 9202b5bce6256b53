import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  harbor,
  ines,
  insideThread,
  kestrel,
  moth,
  noor,
  oddpenguin,
  openTicket,
  opensAsThread,
  outcomes,
  sam,
  supportCrew,
  theo,
} from './start-demo.ts';

const [quiet, rookery] = ['1180000000000000204', '1180000000000000206'];
const test = demoTest({ prepare: opensAsThread });

test('a member who loses access is taken out of the threads, also of an archived one; the requester stays', async ({
  demo,
}) => {
  const { discord } = demo;
  const [awake, asleep] = [await openTicket(demo, moth), await openTicket(demo, quiet)];
  for (const { channel_id } of [awake, asleep])
    await discord.addToThread({ as: noor, in: channel_id, member: ines });
  await discord.changeChannel({ as: noor, in: asleep.channel_id, archived: true });
  await discord.takeRole({ as: noor, guild: harbor, from: ines, role: supportCrew });
  for (const [ticket, requester] of [
    [awake, moth],
    [asleep, quiet],
  ] as const)
    await eventually(
      'she is out',
      async () => (await insideThread(demo, ticket.channel_id)).join() === requester,
    );
  expect((await outcomes(demo, 'leave_threads')).at(-1)?.outcome).toBe('done');
  await discord.giveRole({ as: noor, guild: harbor, to: ines, role: supportCrew });
  await eventually('she may again', async () => {
    const [row] =
      await demo.sql`select role_ids from public.members where guild_id = ${harbor} and person_id = ${ines}`;
    return row?.role_ids.length === 1;
  });
});

test('a role given back before the bot gets to it keeps its holder in the thread', async ({ demo }) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, oddpenguin);
  await discord.addToThread({ as: noor, in: ticket.channel_id, member: ines });
  const lane = `member:${harbor}:${ines}`;
  await sql`update public.outbox_lanes set leased_by = (select holder from private.shard_leases), lease_until = now() + interval '1 hour' where lane = ${lane}`;
  await discord.takeRole({ as: noor, guild: harbor, from: ines, role: supportCrew });
  const waits = () =>
    sql`select from public.outbox where lane = ${lane} and kind = 'leave_threads' and settled_at is null`;
  await eventually('it waits', async () => (await waits()).length === 1);
  await discord.giveRole({ as: noor, guild: harbor, to: ines, role: supportCrew });
  await eventually('she may again', async () => {
    const [row] =
      await sql`select role_ids from public.members where guild_id = ${harbor} and person_id = ${ines}`;
    return row?.role_ids.length === 1;
  });
  await sql`update public.outbox_lanes set leased_by = null, lease_until = null where lane = ${lane}`;
  await eventually('it is settled', async () => (await waits()).length === 0);
  expect(await insideThread(demo, ticket.channel_id)).toEqual([ines, oddpenguin].sort());
});

test('added by name they are in the thread, taken off they are out; restricted, staff are out and they stay', async ({
  demo,
}) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, rookery);
  await discord.addToThread({ as: noor, in: ticket.channel_id, member: ines });
  for (const person of [theo, kestrel])
    await demo.as(sam, (tx) => tx`select public.add_person(${ticket.id}, ${person})`);
  const all = [rookery, ines, theo, kestrel].sort();
  await eventually(
    'both are in',
    async () => (await insideThread(demo, ticket.channel_id)).join() === all.join(),
  );
  await demo.as(sam, (tx) => tx`select public.restrict_ticket(${ticket.id}, true, true)`);
  await eventually('she is out', async () => !(await insideThread(demo, ticket.channel_id)).includes(ines));
  await demo.as(sam, (tx) => tx`select public.remove_person(${ticket.id}, ${kestrel})`);
  await eventually(
    'they are out',
    async () => (await insideThread(demo, ticket.channel_id)).join() === [rookery, theo].sort().join(),
  );
});
