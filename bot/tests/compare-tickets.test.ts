import { expect, test } from 'vitest';
import { ticketsOf } from '../src/resync/catch-up.ts';
import { eventually } from './eventually.ts';
import { runResync } from './run-resync.ts';
import {
  conversation,
  harbor,
  ines,
  marlowe,
  noor,
  openTicket,
  opensAsThread,
  supportCrew,
  theo,
} from './start-demo.ts';

type Demo = Awaited<ReturnType<typeof runResync>>;

/** Opens tickets with a bot of their own, which is gone when they stand. */
async function openTickets(demo: Demo, people: string[]) {
  const bot = await demo.start();
  const tickets = [];
  for (const person of people) {
    const ticket = await openTicket(demo, person);
    await demo.discord.say({ as: person, in: ticket.channel_id, text: 'hello' });
    await eventually('it is recorded', async () => (await conversation(demo, ticket.id)).length === 1);
    tickets.push(ticket);
  }
  await bot.stop();
  return tickets;
}

/** One turn of the timer for the guild. Gives the requests that it took. */
async function compare(demo: Demo): Promise<string[]> {
  await demo.discord.clearRequests();
  await demo.resync.compareTicketsOf(demo.client.guilds.cache.get(harbor)!);
  return (await demo.discord.requests()).map(({ path }) => path);
}

const channels = `/guilds/${harbor}/channels`;
const threads = `/guilds/${harbor}/threads/active`;
const newest = (channelId: string) => `/channels/${channelId}/messages`;

test('the timer costs one request while all is caught up, and finds what the stream kept silent about', async () => {
  await using demo = await runResync();
  const { discord, sql } = demo;
  const [one, other] = await openTickets(demo, [marlowe, '1180000000000000203']);
  expect(await compare(demo)).toEqual([channels]);

  // Discord tells a bot nothing of what is said where it may not look.
  await discord.say({ as: marlowe, in: one!.channel_id, text: 'said in the dark' });
  expect(await compare(demo)).toEqual([channels, newest(one!.channel_id)]);
  expect(await conversation(demo, one!.id)).toEqual(['hello', 'said in the dark']);
  expect(await compare(demo)).toEqual([channels]);

  // A pin leaves a notice, which no conversation shows: the channel is read once for it.
  const [first] = await discord.messages(other!.channel_id);
  await discord.pin({ as: noor, in: other!.channel_id, message: first!.id });
  expect(await compare(demo)).toEqual([channels, newest(other!.channel_id)]);
  expect(await compare(demo)).toEqual([channels]);

  await discord.deleteChannel({ as: noor, in: other!.channel_id });
  expect(await compare(demo)).toEqual([channels, threads, newest(other!.channel_id)]);
  const [gone] = await sql`select channel_state from public.tickets where id = ${other!.id}`;
  expect(gone?.channel_state).toBe('deleted');
  expect(await compare(demo)).toEqual([channels]);
  const [guild] = await sql`select catching_up from public.guilds where id = ${harbor}`;
  expect(guild?.catching_up).toBeNull();
});

test('a ticket whose channel Discord refuses to show is tried again until it does', async () => {
  await using demo = await runResync();
  const { discord, sql } = demo;
  const [ticket] = await openTickets(demo, [marlowe]);
  const where = { as: marlowe, in: ticket!.channel_id };
  const path = newest(ticket!.channel_id);
  const refuse = () =>
    discord.failNext({
      method: 'GET',
      path,
      status: 403,
      body: { message: 'Missing Access', code: 50001 },
    });
  const said = () => conversation(demo, ticket!.id);

  // Marked: its last message is known, and something before it may not be.
  const [hello] = (await discord.messages(ticket!.channel_id)).filter(({ content }) => content);
  await sql`select private.mark_catch_up(null, null)`;
  await discord.edit({ ...where, message: hello!.id, text: 'hello there' });
  await refuse();
  await demo.resync.catchUp();
  await refuse();
  expect(await compare(demo)).toContain(path);
  expect(await said()).toEqual(['hello']);
  expect(await compare(demo)).toContain(path);
  expect(await said()).toEqual(['hello there']);
  expect(await compare(demo)).not.toContain(path);

  // Not marked: its last message is not known.
  await discord.say({ ...where, text: 'anybody?' });
  await refuse();
  expect(await compare(demo)).toContain(path);
  expect(await compare(demo)).toContain(path);
  expect(await said()).toEqual(['hello there', 'anybody?']);
  expect(await compare(demo)).not.toContain(path);
});

test('tickets in threads cost one request more, and an archived one is read once', async () => {
  await using demo = await runResync();
  const { discord } = demo;
  await opensAsThread(demo);
  const [ticket] = await openTickets(demo, [marlowe]);
  expect(await compare(demo)).toEqual([channels, threads]);
  await discord.say({ as: marlowe, in: ticket!.channel_id, text: 'said in the dark' });
  expect(await compare(demo)).toEqual([channels, threads, newest(ticket!.channel_id)]);
  await discord.changeChannel({ as: noor, in: ticket!.channel_id, archived: true });
  expect(await compare(demo)).toEqual([channels, threads, newest(ticket!.channel_id)]);
  expect(await compare(demo)).toEqual([channels, threads]);
  expect(await conversation(demo, ticket!.id)).toEqual(['hello', 'said in the dark']);
});

test('catching up reads the marked tickets alone, and many are taken in pages without leaving one out', async () => {
  await using demo = await runResync();
  const { discord, sql } = demo;
  const [ticket, other] = await openTickets(demo, [marlowe, '1180000000000000203']);
  // More than a page of tickets of other days, which are caught up; their channels exist in no Discord and must not be asked for.
  await sql`
    with made as (
      insert into public.tickets (guild_id, number, category_id, requester_id, subject, channel_id, channel_state, opened_at)
      select t.guild_id, 100000 + n, t.category_id, t.requester_id, 'old', (1180000000000700000 + n)::text, 'open', now()
      from public.tickets t, generate_series(1, 450) n where t.id = ${other!.id} returning guild_id, id)
    insert into public.ticket_heads (guild_id, ticket_id) select guild_id, id from made`;
  await sql`insert into private.catch_up_marks (ticket_id, after_id) values (${ticket!.id}, ${ticket!.channel_id})`;
  await discord.say({ as: marlowe, in: ticket!.channel_id, text: 'missed' });
  await discord.clearRequests();
  await demo.resync.catchUp();
  expect(await conversation(demo, ticket!.id)).toEqual(['hello', 'missed']);
  expect((await discord.requests()).map(({ path }) => path)).toEqual([newest(ticket!.channel_id)]);

  await sql`select private.mark_catch_up(null, ${harbor})`;
  const pages = [];
  for await (const page of ticketsOf({ sql }, harbor, true)) pages.push(page.map(({ number }) => number));
  expect(pages.map((page) => page.length)).toEqual([200, 200, 52]);
  expect(new Set(pages.flat()).size).toBe(452);
});

test('a role given and one taken while the bot was away are as in Discord before it is caught up', async () => {
  await using demo = await runResync();
  const { discord, sql, resync } = demo;
  await sql`update public.members set role_ids = '{}' where guild_id = ${harbor} and person_id = ${theo}`;
  await discord.takeRole({ as: noor, guild: harbor, from: ines, role: supportCrew });
  await resync.resyncSince(Date.now(), harbor);
  const rows = await sql<{ person_id: string; has: boolean }[]>`
    select person_id, role_ids @> array[${supportCrew}]::text[] as has from public.members
    where guild_id = ${harbor} and person_id in (${theo}, ${ines}) order by person_id`;
  expect(rows.map(({ has }) => has)).toEqual([true, false]);
});
