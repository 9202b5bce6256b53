import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  account,
  appeals,
  bot,
  getHelp,
  harbor,
  ines,
  kestrel,
  marlowe,
  moth,
  oddpenguin,
  panel,
  purchases,
  supportCrew,
  ticketsParent,
  type Demo,
} from './start-demo.ts';

const test = demoTest({
  async prepare(demo) {
    await demo.sql`select private.enqueue_panel(${panel})`;
    await eventually('the panel is published', async () => (await panelRow(demo)).message_id);
  },
});
test.beforeEach(({ demo }) => demo.discord.clearFaults());

async function panelRow(demo: Demo) {
  const [found] = await demo.sql`select message_id, publish_error from public.panels where id = ${panel}`;
  return found!;
}

const answers = { item: ['Tideglass lantern'], platform: 'PC, **EU** shard', story: 'It is gone @everyone' };

async function press(demo: Demo, as: string, category: string) {
  const { message_id } = await panelRow(demo);
  return demo.discord.press({
    as,
    in: getHelp,
    message: message_id as string,
    customId: `open:${category}`,
  });
}

async function ticketOf(demo: Demo, requester: string) {
  return demo.sql`select * from public.tickets where requester_id = ${requester}`;
}

test('a panel shows a button for each of its categories', async ({ demo }) => {
  const { message_id } = await panelRow(demo);
  const [message] = (await demo.discord.messages(getHelp)).filter(({ id }) => id === message_id);
  expect(message?.embeds[0]?.title).toBe('Need a hand?');
  const rows = JSON.parse(JSON.stringify(message?.components)) as { components: { label: string }[] }[];
  expect(rows.flatMap(({ components }) => components.map(({ label }) => label))).toEqual([
    'Purchases',
    'Account',
    'Bug reports',
    'Reports',
  ]);
});

test('a button, a form, and a private channel stands with its opening message, by at most five requests', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const pressed = await press(demo, marlowe, purchases);
  expect(pressed.modal?.title).toBe('Purchases');
  await discord.clearRequests();
  const submitted = await discord.submit({
    as: marlowe,
    interaction: pressed.modal!.interaction_id,
    values: answers,
  });
  expect(submitted.state).toBe('acknowledged');
  const words = await eventually('the requester is told', async () => {
    const said = (await discord.ephemerals(marlowe)).at(-1)?.content;
    return said?.startsWith('Your ticket is open') && said;
  });
  const [ticket] = await ticketOf(demo, marlowe);
  expect(words).toBe(`Your ticket is open: <#${ticket!.channel_id}>`);
  expect(ticket).toMatchObject({
    subject: 'It is gone @everyone',
    channel_state: 'open',
    source: 'panel',
    source_channel_id: getHelp,
  });
  expect(ticket!.answers).toEqual([
    { label: 'What did you buy?', value: 'Tideglass lantern' },
    { label: 'Platform', value: 'PC, **EU** shard' },
    { label: 'What happened?', value: 'It is gone @everyone' },
  ]);

  const requests = await discord.requests();
  expect(requests.map(({ method, route }) => `${method} ${route}`).sort()).toHaveLength(4);

  const channel = (await discord.channels(harbor)).find(({ id }) => id === ticket!.channel_id);
  expect(channel).toMatchObject({ name: `ticket-${ticket!.number}`, parent_id: ticketsParent });
  const [opening] = await discord.messages(ticket!.channel_id);
  expect(opening?.author.id).toBe(bot);
  expect(opening?.embeds[0]?.title).toBe('Hello Marlowe, the crew is here');
  expect(opening?.embeds[0]?.fields?.map(({ value }) => value)).toEqual([
    'Tideglass lantern',
    'PC, \\*\\*EU\\*\\* shard',
    'It is gone @\u200beveryone',
  ]);
  expect(opening?.mention_everyone).toBe(false);
  const [stored] =
    await sql`select count(*)::int as n from public.messages where ticket_id = ${ticket!.id} and kind = 'message'`;
  expect(stored?.n).toBe(0);
});

test('only the requester, the staff and the bot see the channel', async ({ demo }) => {
  const { discord } = demo;
  await discord.command({
    as: moth,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  const ticket = await eventually('it opens', async () =>
    (await ticketOf(demo, moth)).find(({ channel_id }) => channel_id),
  );
  await discord.say({ as: moth, in: ticket.channel_id, text: 'me' });
  await discord.say({ as: ines, in: ticket.channel_id, text: 'staff' });
  await expect(discord.say({ as: kestrel, in: ticket.channel_id, text: 'nosy' })).rejects.toMatchObject({
    code: 50001,
  });
  const channel = (await discord.channels(harbor)).find(({ id }) => id === ticket.channel_id);
  const overwrites = channel && 'permission_overwrites' in channel ? channel.permission_overwrites : [];
  expect(overwrites?.map(({ id }) => id)).toEqual(expect.arrayContaining([harbor, moth, bot, supportCrew]));
});

test('a form sent twice opens one ticket, and so does a double click', async ({ demo }) => {
  const { discord } = demo;
  const [one, two] = [await press(demo, kestrel, account), await press(demo, kestrel, account)];
  const values = { story: 'Code expired' };
  await Promise.all([
    discord.submit({ as: kestrel, interaction: one.modal!.interaction_id, values }),
    discord.submit({ as: kestrel, interaction: two.modal!.interaction_id, values }),
  ]);
  await eventually('both are answered', async () => {
    const said = (await discord.ephemerals(kestrel)).filter(({ content }) =>
      content.startsWith('Your ticket is open'),
    );
    return said.length === 2 && new Set(said.map(({ content }) => content)).size === 1;
  });
  expect(await ticketOf(demo, kestrel)).toHaveLength(1);
});

test('Discord refusing the channel: the requester and the desk are told why, and nothing loops', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  await discord.failNext({
    method: 'POST',
    path: '/guilds/',
    status: 403,
    body: { code: 50013, message: 'Missing Permissions' },
  });
  await discord.command({
    as: oddpenguin,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  const words = await eventually('they are told', async () =>
    (await discord.ephemerals(oddpenguin))
      .map(({ content }) => content)
      .find((said) => said.includes('recorded')),
  );
  expect(words).toContain('The bot may not make channels here');
  const [ticket] = await ticketOf(demo, oddpenguin);
  expect(ticket).toMatchObject({ channel_state: 'failed', channel_id: null });
  expect(ticket!.channel_error).toEqual({ code: 'channel_forbidden' });
  const [waiting] = await sql`select count(*)::int as n from public.outbox where settled_at is null`;
  expect(waiting?.n).toBe(0);
});

test('an answer lost while the channel is made: it is found again, not made twice', async ({ demo }) => {
  const { discord } = demo;
  const rookery = '1180000000000000206';
  await discord.failNext({ method: 'POST', path: '/guilds/', reset: 'after' });
  await discord.command({
    as: rookery,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  const ticket = await eventually(
    'it has its channel',
    async () => (await ticketOf(demo, rookery)).find(({ channel_state }) => channel_state === 'open'),
    15_000,
  );
  const named = (await discord.channels(harbor)).filter(({ name }) => name === `ticket-${ticket.number}`);
  expect(named).toHaveLength(1);
  await eventually(
    'its opening message is there, once',
    async () => (await discord.messages(ticket.channel_id)).length === 1,
  );
});

test('more tickets than a category allows are refused in words', async ({ demo }) => {
  const { discord, sql } = demo;
  const juniper = '1180000000000000208';
  await sql`update public.categories set open_per_member = 1 where id = ${appeals}`;
  const ask = () =>
    discord.command({
      as: juniper,
      in: getHelp,
      guild: harbor,
      name: 'ticket',
      options: { category: appeals },
    });
  await ask();
  await eventually('the first is open', async () =>
    (await ticketOf(demo, juniper)).find(({ channel_id }) => channel_id),
  );
  // Two clicks within three seconds are one wish; this is about a second wish.
  await sql`update public.tickets set opened_at = opened_at - interval '5 seconds' where requester_id = ${juniper}`;
  await ask();
  await eventually('they are refused', async () =>
    (await discord.ephemerals(juniper)).some(({ content }) => content.includes('is open already')),
  );
  expect(await ticketOf(demo, juniper)).toHaveLength(1);
});

test('the categories of `/ticket` are offered by name while it is typed', async ({ demo }) => {
  const { discord } = demo;
  const offered = await discord.autocomplete({
    as: marlowe,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: 'a' },
    focused: 'category',
  });
  expect(offered.choices?.map(({ name }) => name)).toEqual(['Purchases', 'Account', 'Appeals']);
});

test('a member who has not agreed to the rules yet gets words, and so does one whose category is gone', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const quiet = '1180000000000000204';
  await discord.setMember(harbor, quiet, { pending: true });
  const ask = (category: string) =>
    discord.command({ as: quiet, in: getHelp, guild: harbor, name: 'ticket', options: { category } });
  expect((await ask(appeals)).reply?.content).toContain('agree to this server');
  await discord.setMember(harbor, quiet, { pending: false });
  expect((await ask('no such category')).reply?.content).toContain('takes no tickets');
  expect(await sql`select from public.tickets where requester_id = ${quiet}`).toHaveLength(0);
});

test('a panel deleted by hand is published again, and one that stands is edited', async ({ demo }) => {
  const { discord, sql } = demo;
  const first = (await panelRow(demo)).message_id as string;
  await sql`update public.panels set title = 'Ask the crew' where id = ${panel}`;
  await sql`select private.enqueue_panel(${panel})`;
  await eventually('it is edited', async () =>
    (await discord.messages(getHelp)).some(
      ({ id, embeds }) => id === first && embeds[0]?.title === 'Ask the crew',
    ),
  );
  await discord.remove({ as: '1180000000000000101', in: getHelp, message: first });
  await sql`select private.enqueue_panel(${panel})`;
  const again = await eventually('it stands again', async () => {
    const { message_id } = await panelRow(demo);
    return message_id !== first && (message_id as string);
  });
  expect((await discord.messages(getHelp)).map(({ id }) => id)).toEqual([again]);
});
