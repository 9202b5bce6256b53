import { expect } from 'vitest';
import { ownDemoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  conversation,
  delivered,
  glasshouse,
  harbor,
  ines,
  kestrel,
  levelsOf,
  marlowe,
  noor,
  oddpenguin,
  openTicket,
  reply,
  sam,
  supportCrew,
  theo,
  type Demo,
} from './start-demo.ts';

const master = '1180000000000000301';
const test = ownDemoTest();

const guildRow = async (demo: Demo, id: string) =>
  (await demo.sql`select status, owner_id, access_seen_at from public.guilds where id = ${id}`)[0];

/** How often a person's open pages were poked for a guild. */
async function pokes(demo: Demo, person: string, guild = harbor): Promise<number> {
  const [row] = await demo.sql`
    select count(*)::int as n from realtime.messages m join auth.identities i on m.topic = 'user:' || i.user_id
    where i.provider_id = ${person} and m.payload ->> 'guild_id' = ${guild}`;
  return row?.n as number;
}

/** How many of a guild's tickets a person can read. */
const readable = (demo: Demo, person: string) =>
  demo.as(person, async (sql) => (await sql`select from public.tickets where guild_id = ${harbor}`).length);

test('a role deleted takes its grants, its holders’ access at the next query, and pokes their open pages', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  expect(await levelsOf(demo, theo)).toEqual([2]);
  expect(await levelsOf(demo, marlowe)).toEqual([]);
  const [before, others] = [await pokes(demo, theo), await pokes(demo, marlowe)];
  await discord.deleteRole({ as: noor, guild: harbor, role: supportCrew });
  await eventually('they are no agent', async () => (await levelsOf(demo, theo)).length === 0);
  expect(await sql`select from public.grants where role_id = ${supportCrew}`).toHaveLength(0);
  expect(await pokes(demo, theo)).toBe(before + 1);
  expect(await pokes(demo, marlowe)).toBe(others);
});

test('Manage Server taken off a role ends its holders’ admin level at the next query, and pokes their open pages', async ({
  demo,
}) => {
  const { discord } = demo;
  await discord.giveRole({ as: noor, guild: harbor, to: sam, role: master });
  await eventually('they are an admin', async () => (await levelsOf(demo, sam)).includes(4));
  const before = await pokes(demo, sam);
  await discord.changeRole({ as: noor, guild: harbor, role: master, permissions: '0' });
  await eventually('they are none', async () => !(await levelsOf(demo, sam)).includes(4));
  expect(await levelsOf(demo, sam)).toContain(3);
  expect(await pokes(demo, sam)).toBe(before + 1);
});

test('a guild handed over: the new owner is an admin at the next query, the old one is what their roles make them', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  await sql`delete from public.members where person_id = ${kestrel}`;
  await discord.takeRole({ as: noor, guild: harbor, from: noor, role: master });
  await eventually('it is known', async () => {
    const [row] =
      await sql`select role_ids from public.members where guild_id = ${harbor} and person_id = ${noor}`;
    return row?.role_ids.length === 0;
  });
  expect([await levelsOf(demo, noor), await levelsOf(demo, kestrel)]).toEqual([[4], []]);
  const [old, fresh] = [await pokes(demo, noor), await pokes(demo, kestrel)];
  await discord.setOwner(harbor, kestrel);
  await eventually('they own it', async () => (await guildRow(demo, harbor))?.owner_id === kestrel);
  expect([await levelsOf(demo, noor), await levelsOf(demo, kestrel)]).toEqual([[], [4]]);
  expect([await pokes(demo, noor), await pokes(demo, kestrel)]).toEqual([old + 1, fresh + 1]);
});

test('a member whom discord.js has never seen loses their last role: it is known at once', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const juniper = '1180000000000000208';
  await discord.giveRole({ as: noor, guild: harbor, to: juniper, role: supportCrew });
  // As a start writes it that has asked for them before: they are mirrored, and in no cache of this process.
  await sql`update public.members set is_mirrored = true, role_ids = ${[supportCrew]}
    where guild_id = ${harbor} and person_id = ${juniper}`;
  expect(await levelsOf(demo, juniper)).toEqual([2]);
  await discord.takeRole({ as: noor, guild: harbor, from: juniper, role: supportCrew });
  await eventually('they are no agent', async () => (await levelsOf(demo, juniper)).length === 0);
});

test('who is kicked and who leaves loses access at once; coming back without the role gives nothing back', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  await discord.kick({ as: noor, guild: harbor, member: theo });
  await discord.leave({ as: ines, guild: harbor });
  for (const person of [theo, ines])
    await eventually('they are out', async () => (await levelsOf(demo, person)).length === 0);
  await discord.join({ as: theo, guild: harbor });
  await eventually('they are back', async () => {
    const [row] =
      await sql`select left_at from public.members where guild_id = ${harbor} and person_id = ${theo}`;
    return row && row.left_at === null;
  });
  expect(await levelsOf(demo, theo)).toEqual([]);
  await discord.giveRole({ as: noor, guild: harbor, to: theo, role: supportCrew });
  await eventually('they are an agent', async () => (await levelsOf(demo, theo)).length === 1);
});

test('the bot removed: nobody sees anything of the guild any more, and the database takes nothing in', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, marlowe);
  await discord.say({ as: marlowe, in: ticket.channel_id, text: 'before' });
  await eventually('it is recorded', async () => (await conversation(demo, ticket.id)).length === 1);
  expect(await Promise.all([noor, theo, marlowe].map((person) => readable(demo, person)))).toEqual([1, 1, 1]);
  // Two wishes within 3 s are one; what is asked below is another.
  await sql`update public.tickets set opened_at = opened_at - interval '5 seconds'`;
  const before = await pokes(demo, theo);
  await discord.removeBot(harbor);
  await eventually('it is left', async () => (await guildRow(demo, harbor))?.status === 'left');
  expect(await Promise.all([noor, theo, marlowe].map((person) => readable(demo, person)))).toEqual([0, 0, 0]);
  expect(await levelsOf(demo, noor)).toEqual([]);
  expect(await pokes(demo, theo)).toBe(before + 1);

  const person = { id: marlowe, username: 'marlowe.tide', display_name: 'Marlowe', is_bot: false };
  const said = { id: '1190000000000000001', guild_id: harbor, channel_id: ticket.channel_id, author: person };
  const [recorded] = await demo.asRole(
    'ticketflow_bot',
    (bot) => bot`select private.record_message(${bot.json({ ...said, content: 'after' })}) as outcome`,
  );
  expect(recorded?.outcome).toBe('ignored');
  const asked = { guild_id: harbor, category_id: appeals, interaction_id: '1190000000000000002', person };
  const opening = demo.asRole(
    'ticketflow_bot',
    (bot) =>
      bot`select private.open_ticket(${bot.json({ ...asked, role_ids: [], subject: 'x', source: 'command' })})`,
  );
  await expect(opening).rejects.toMatchObject({ code: 'TF013' });
  expect(await sql`select from public.messages where body = 'after'`).toHaveLength(0);
  expect(await conversation(demo, ticket.id)).toEqual(['before']);
});

test('an outage of the guild: its verdict stays, it is not said to be left, and what was missed is there when it ends', async ({
  demo,
}) => {
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  await discord.setAvailable(harbor, false);
  await eventually('it is unavailable', async () => (await guildRow(demo, harbor))?.status === 'unavailable');
  const seen = (await guildRow(demo, harbor))?.access_seen_at as Date;
  expect(await levelsOf(demo, theo)).toEqual([2]);
  expect(await Promise.all([noor, theo, marlowe].map((person) => readable(demo, person)))).toEqual([1, 1, 1]);
  // Meanwhile, unheard.
  await discord.takeRole({ as: noor, guild: harbor, from: theo, role: supportCrew });
  await discord.say({ as: marlowe, in: ticket.channel_id, text: 'is anybody there?' });
  const id = await reply(demo, ines, ticket.id, 'in a moment');
  expect((await guildRow(demo, harbor))?.access_seen_at).toEqual(seen);
  await discord.setAvailable(harbor, true);
  await eventually('it is active', async () => (await guildRow(demo, harbor))?.status === 'active');
  expect(await levelsOf(demo, theo)).toEqual([]);
  await delivered(demo, id);
  await eventually(
    'all is there',
    async () => (await conversation(demo, ticket.id)).join() === 'is anybody there?,in a moment',
  );
  expect(((await guildRow(demo, harbor))?.access_seen_at as Date).getTime()).toBeGreaterThan(seen.getTime());
});

test('while the bot was away one guild was deleted and another has an outage: the one is left, the other is not', async ({
  demo,
}) => {
  const { discord } = demo;
  expect(await levelsOf(demo, oddpenguin, glasshouse)).toEqual([2]);
  await demo.bot.kill();
  const seen = (await guildRow(demo, harbor))?.access_seen_at as Date;
  await discord.removeBot(glasshouse);
  await discord.setAvailable(harbor, false);
  demo.bot = await demo.start();
  expect(await guildRow(demo, glasshouse)).toMatchObject({ status: 'left' });
  expect(await levelsOf(demo, oddpenguin, glasshouse)).toEqual([]);
  expect(await levelsOf(demo, kestrel, glasshouse)).toEqual([]);
  expect(await guildRow(demo, harbor)).toMatchObject({ status: 'unavailable', access_seen_at: seen });
  expect(await levelsOf(demo, theo)).toEqual([2]);
});
