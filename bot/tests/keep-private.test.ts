import { PermissionFlagsBits as P, type APIOverwrite, type APITextChannel } from 'discord.js';
import { expect, test } from 'vitest';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { reasonWords } from '@ticketflow/supabase/words/reason-words.ts';
import { reasons } from '@ticketflow/supabase/words/en/reasons.ts';
import { formatsOf } from '@ticketflow/supabase/words/formats.ts';
import { EVERYONE, type PermissionName, type Scenario, type ScenarioGuild } from '../simulator/scenario.ts';
import { harborLights } from '../simulator/scenarios/harbor-lights.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  bot,
  conversation,
  getHelp,
  harbor,
  ines,
  kestrel,
  marlowe,
  moth,
  noor,
  openTicket,
  opensAsThread,
  outcomes,
  sam,
  startDemo,
  tavern,
  theo,
  ticketsParent,
  type OpenedTicket,
  type Demo,
} from './start-demo.ts';

const desk = '1180000000000000309';
const verified = '1180000000000000308';
const english = reasons(formatsOf('en-US'));
const hidden = { code: 50001 };
const mute = { code: 50013 };

const isVisible: PermissionName[] = ['ViewChannel', 'SendMessages', 'ReadMessageHistory'];

/** Harbor Lights behind a door: only a role that all its members hold lets them see channels. */
function behindDoor(ofBot: PermissionName[], change: (guild: ScenarioGuild) => void = () => {}): Scenario {
  const scenario = structuredClone(harborLights);
  const guild = scenario.guilds.find(({ id }) => id === harbor)!;
  guild.everyone = EVERYONE.filter((name) => !isVisible.includes(name));
  guild.roles!.find(({ id }) => id === desk)!.permissions = ofBot;
  guild.roles!.find(({ id }) => id === verified)!.permissions = isVisible;
  for (const member of guild.members!) member.roles = [...(member.roles ?? []), verified];
  guild.channels!.find(({ id }) => id === ticketsParent)!.overwrites = [];
  change(guild);
  return scenario;
}

const openDemo = (scenario?: Scenario) => startDemo(undefined, { scenario });

async function overwritesOf({ discord }: Demo, channelId: string): Promise<APIOverwrite[]> {
  const channel = (await discord.channels(harbor)).find(({ id }) => id === channelId) as APITextChannel;
  return channel.permission_overwrites ?? [];
}

/** What came of the newest entry of a kind for a ticket, once it is settled. */
async function outcome({ sql }: Demo, ticket: string, kind: string) {
  return eventually(`${kind} is settled`, async () => {
    const [entry] = await sql<{ outcome: string; reason: Reason | null }[]>`
      select outcome, reason from public.outbox where ticket_id = ${ticket} and kind = ${kind} and settled_at is not null
        and not exists (select from public.outbox o where o.ticket_id = ${ticket} and o.settled_at is null)
      order by seq desc limit 1`;
    return entry;
  });
}

/** A ticket is opened, closed, opened again, restricted, and somebody is added: at no time do strangers see its channel. */
async function staysPrivate(demo: Demo): Promise<void> {
  const { discord } = demo;
  const ticket = await openTicket(demo, marlowe);
  const where = { in: ticket.channel_id };
  const isShut = async () => {
    await expect(discord.read({ as: kestrel, ...where })).rejects.toMatchObject(hidden);
    const everyone = (await overwritesOf(demo, ticket.channel_id)).find(({ id }) => id === harbor);
    expect(BigInt(everyone!.deny) & P.ViewChannel).toBe(P.ViewChannel);
  };
  await isShut();
  await discord.say({ as: marlowe, ...where, text: 'hello' });
  await discord.say({ as: theo, ...where, text: 'the crew is here' });

  await demo.as(noor, (sql) => sql`select public.close_ticket(${ticket.id}, '')`);
  expect(await outcome(demo, ticket.id, 'close_channel')).toMatchObject({ outcome: 'done' });
  await isShut();
  await discord.read({ as: marlowe, ...where });
  await expect(discord.say({ as: marlowe, ...where, text: 'x' })).rejects.toMatchObject(mute);

  await demo.as(noor, (sql) => sql`select public.reopen_ticket(${ticket.id})`);
  expect(await outcome(demo, ticket.id, 'reopen_channel')).toMatchObject({ outcome: 'done' });
  await isShut();
  await discord.say({ as: marlowe, ...where, text: 'once more' });

  await demo.as(sam, (sql) => sql`select public.restrict_ticket(${ticket.id}, true)`);
  await demo.as(sam, (sql) => sql`select public.add_person(${ticket.id}, ${ines})`);
  expect(await outcome(demo, ticket.id, 'set_overwrites')).toMatchObject({ outcome: 'done' });
  await isShut();
  await expect(discord.read({ as: theo, ...where })).rejects.toMatchObject(hidden);
  await discord.say({ as: ines, ...where, text: 'I am let in' });
}

/** Asks for a ticket that can have no channel; gives what its requester and the desk are told. */
async function opensOnWebOnly({ discord, sql }: Demo, as: string): Promise<Reason> {
  await discord.command({
    as,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  const ticket = await eventually('the desk is told', async () => {
    const [row] = await sql<{ channel_id: string | null; channel_error: Reason }[]>`
      select channel_id, channel_error from public.tickets where requester_id = ${as} and channel_state = 'failed'`;
    return row;
  });
  expect(ticket.channel_id).toBeNull();
  await eventually('the requester is told', async () =>
    (await discord.ephemerals(as)).some(({ content }) =>
      content.includes(reasonWords(english, ticket.channel_error)),
    ),
  );
  return ticket.channel_error;
}

/** A message in a ticket's channel is recorded after what the gateway told before it. */
async function heard(demo: Demo, { id, channel_id }: OpenedTicket, text: string): Promise<void> {
  await demo.discord.say({ as: noor, in: channel_id, text });
  await eventually('it is recorded', async () => (await conversation(demo, id)).includes(text));
}

test('a bot that is Administrator and nothing else keeps tickets private, whatever happens to them', async () => {
  await using demo = await openDemo(behindDoor(['Administrator']));
  await staysPrivate(demo);
});

test('a bot that owns the server keeps tickets private', async () => {
  await using demo = await openDemo(
    behindDoor([], (guild) => {
      guild.owner = bot;
    }),
  );
  await staysPrivate(demo);
});

const inCategory: PermissionName[] = [
  ...isVisible,
  'ManageChannels',
  'ManageMessages',
  'ManageWebhooks',
  'EmbedLinks',
  'AttachFiles',
  'AddReactions',
  'SendMessagesInThreads',
];

test('a bot whose permissions come from the category’s overwrite keeps tickets private; one that is taken there is missed aloud', async () => {
  await using demo = await openDemo(
    behindDoor(['ManageRoles'], (guild) => {
      guild.everyone = ['UseApplicationCommands'];
      guild.channels!.find(({ id }) => id === ticketsParent)!.overwrites = [
        { id: desk, type: 'role', allow: inCategory },
      ];
    }),
  );
  const { discord } = demo;
  await staysPrivate(demo);

  const [ticket, other] = [await openTicket(demo, moth), await openTicket(demo, kestrel)];
  async function closeWithout(taken: PermissionName, { id }: OpenedTicket) {
    const left = inCategory.filter((name) => name !== taken).reduce((bits, name) => bits | P[name], 0n);
    const overwrite = { id: desk, type: 0, allow: String(left), deny: '0' };
    await discord.changeChannel({ as: noor, in: ticketsParent, permission_overwrites: [overwrite] });
    await heard(demo, ticket, `without ${taken}`);
    await demo.as(noor, (sql) => sql`select public.close_ticket(${id}, '')`);
    return outcome(demo, id, 'close_channel');
  }
  expect(await closeWithout('SendMessages', other)).toMatchObject({
    outcome: 'failed',
    reason: { code: 'missing_permissions', kind: 'close_channel' },
  });
  // Closing takes reactions too: what the bot can do is done, and the rest is not a success.
  expect(await closeWithout('AddReactions', ticket)).toMatchObject({
    outcome: 'failed',
    reason: { code: 'cannot_deny', permissions: ['AddReactions'] },
  });
  const say = discord.say({ as: moth, in: ticket.channel_id, text: 'x' });
  await expect(say).rejects.toMatchObject(mute);
});

test('a bot that may not hide a channel makes none: the ticket opens on the web only, and says why', async () => {
  const permissions = harborLights.guilds[0]!.roles!.find(({ id }) => id === desk)!.permissions!;
  await using demo = await openDemo(behindDoor(permissions.filter((name) => name !== 'ViewChannel')));
  const { discord, sql } = demo;
  const before = (await discord.channels(harbor)).length;
  const asked = async () =>
    (await discord.requests()).filter(({ method, path }) => method === 'POST' && path.startsWith('/guilds/'));
  expect(await opensOnWebOnly(demo, marlowe)).toEqual({
    code: 'cannot_hide',
    permissions: ['ViewChannel'],
    in: 'category',
  });
  await sql`update public.categories set channel_parent_id = null where id = ${appeals}`;
  expect(await opensOnWebOnly(demo, kestrel)).toEqual({
    code: 'cannot_hide',
    permissions: ['ViewChannel'],
    in: 'guild',
  });
  expect(await asked()).toEqual([]);
  expect(await discord.channels(harbor)).toHaveLength(before);
});

test('what Discord answers is compared: a channel that is not as it was asked for counts as a failure', async () => {
  await using demo = await openDemo();
  const { discord, sql } = demo;
  const ticket = await openTicket(demo, marlowe);
  const own = await overwritesOf(demo, ticket.channel_id);

  // Made, but open to everybody: it is deleted again.
  const open = await discord.createChannel({ as: noor, guild: harbor, name: 'open', parent: ticketsParent });
  const answer = { id: open.id, type: 0, name: 'open', permission_overwrites: [] };
  await discord.failNext({ method: 'POST', path: `/guilds/${harbor}/channels`, status: 201, body: answer });
  expect(await opensOnWebOnly(demo, kestrel)).toEqual({ code: 'made_open', made: 'channel' });
  expect((await discord.channels(harbor)).map(({ id }) => id)).not.toContain(open.id);

  const without = own.map((one) => (one.id === harbor ? { ...one, deny: '0' } : one));
  const more = [...own, { id: verified, type: 0, allow: String(P.ViewChannel), deny: '0' }];
  for (const permission_overwrites of [without, more, []]) {
    const body = { ...answer, id: ticket.channel_id, permission_overwrites };
    await discord.failNext({ method: 'PATCH', path: `/channels/${ticket.channel_id}`, status: 200, body });
    await sql`select private.enqueue(${harbor}, 'ticket:' || ${ticket.id}, 'set_overwrites', ${ticket.id})`;
    expect(await outcome(demo, ticket.id, 'set_overwrites')).toMatchObject({
      outcome: 'failed',
      reason: { code: 'access_not_set' },
    });
  }

  await discord.failNext({ method: 'PUT', path: `/channels/${ticket.channel_id}/permissions`, status: 204 });
  await demo.as(noor, (tx) => tx`select public.close_ticket(${ticket.id}, '')`);
  expect(await outcome(demo, ticket.id, 'close_channel')).toMatchObject({ outcome: 'failed' });
});

test('a thread that is not private, or not locked, counts as a failure', async () => {
  await using demo = await openDemo();
  const { discord } = demo;
  await opensAsThread(demo);
  const ticket = await openTicket(demo, marlowe);
  const open = await discord.createChannel({ as: noor, guild: harbor, name: 'open' });
  const path = `/channels/${tavern}/threads`;
  await discord.failNext({
    method: 'POST',
    path,
    status: 201,
    body: { id: open.id, type: 11, name: 'open' },
  });
  expect(await opensOnWebOnly(demo, kestrel)).toEqual({ code: 'made_open', made: 'thread' });
  expect((await discord.channels(harbor)).map(({ id }) => id)).not.toContain(open.id);

  const unlocked = { id: ticket.channel_id, type: 12, thread_metadata: { archived: true, locked: false } };
  await discord.failNext({
    method: 'PATCH',
    path: `/channels/${ticket.channel_id}`,
    status: 200,
    body: unlocked,
  });
  await demo.as(noor, (sql) => sql`select public.close_ticket(${ticket.id}, '')`);
  expect(await outcome(demo, ticket.id, 'close_channel')).toMatchObject({
    outcome: 'failed',
    reason: { code: 'lock_not_set', is_locked: true },
  });
});

test('a channel that an attempt left behind is brought in line before the ticket takes it, or deleted', async () => {
  await using demo = await openDemo();
  const { discord, sql } = demo;
  /** A channel is made, its answer is lost, and somebody opens it to all, and takes a right from the bot, before it finds it. */
  async function leaveOpen(as: string, taken = 0n) {
    await discord.failNext({ method: 'POST', path: `/guilds/${harbor}/channels`, reset: 'after' });
    await discord.failNext({
      method: 'GET',
      path: `/guilds/${harbor}/channels`,
      status: 502,
      times: 1000,
    });
    const before = new Set((await discord.channels(harbor)).map(({ id }) => id));
    await discord.command({
      as,
      in: getHelp,
      guild: harbor,
      name: 'ticket',
      options: { category: appeals },
    });
    const made = await eventually('it is made', async () =>
      (await discord.channels(harbor)).find(({ id }) => !before.has(id)),
    );
    const meant = await overwritesOf(demo, made.id);
    const denied: Record<string, bigint> = { [harbor]: 0n, [bot]: taken };
    await discord.changeChannel({
      as: noor,
      in: made.id,
      permission_overwrites: meant.map((one) => ({ ...one, deny: String(denied[one.id] ?? one.deny) })),
    });
    return { id: made.id, meant };
  }

  const found = await leaveOpen(marlowe);
  await discord.clearFaults();
  expect((await outcomes(demo, 'open_channel')).at(-1)).toMatchObject({ outcome: 'done' });
  const [row] = await sql`select channel_id from public.tickets where requester_id = ${marlowe}`;
  expect(row?.channel_id).toBe(found.id);
  expect(await overwritesOf(demo, found.id)).toEqual(expect.arrayContaining(found.meant));
  await expect(discord.read({ as: kestrel, in: found.id })).rejects.toMatchObject(hidden);
  await discord.say({ as: theo, in: found.id, text: 'found' });

  const left = await leaveOpen(moth, P.ManageRoles);
  await discord.clearFaults();
  await eventually('the desk is told', async () => {
    const [ticket] = await sql`select channel_state from public.tickets where requester_id = ${moth}`;
    return ticket?.channel_state === 'failed';
  });
  expect((await discord.channels(harbor)).map(({ id }) => id)).not.toContain(left.id);
});
