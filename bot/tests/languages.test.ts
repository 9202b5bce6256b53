import type { APIEmbed, APIModalInteractionResponseCallbackData } from 'discord.js';
import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import {
  appeals,
  getHelp,
  harbor,
  kestrel,
  marlowe,
  moth,
  noor,
  openTicket,
  reply,
  theo,
  type Demo,
} from './start-demo.ts';

const test = demoTest();
test.afterEach(async ({ demo }) => {
  await demo.sql`update public.guilds set language = 'en'`;
  for (const person of [marlowe, moth, kestrel, theo]) await demo.discord.setLocale(person, 'en-US');
});

/** The newest of what a person was told alone. */
const told = (demo: Demo, as: string, begin: string) =>
  eventually(`${as} is told: ${begin}`, async () =>
    (await demo.discord.ephemerals(as)).some(({ content }) => content.startsWith(begin)),
  );

async function askToClose(demo: Demo, as: string, { id, channel_id }: { id: string; channel_id: string }) {
  const [opening] = await demo.discord.messages(channel_id);
  const pressed = await demo.discord.press({
    as,
    in: channel_id,
    message: opening!.id,
    customId: `close:${id}`,
  });
  return pressed.modal!;
}

const labelOf = (modal: Pick<APIModalInteractionResponseCallbackData, 'components'>) =>
  modal.components.map((part) => ('label' in part ? [part.label, part.description] : []));

const embedOf = (demo: Demo, channel: string, title: string) =>
  eventually<APIEmbed>(`Discord shows ${title}`, async () =>
    (await demo.discord.messages(channel))
      .map(({ embeds }) => embeds[0]!)
      .find((embed) => embed?.title === title),
  );

const buttonsOf = async (demo: Demo, channel: string) =>
  JSON.stringify((await demo.discord.messages(channel)).map(({ components }) => components));

test('a German member is answered and asked in German, and the channel stays in the language of its server', async ({
  demo,
}) => {
  const { discord } = demo;
  await discord.setLocale(marlowe, 'de');
  const ticket = await openTicket(demo, marlowe);
  await told(demo, marlowe, `Dein Ticket ist offen: <#${ticket.channel_id}>`);
  expect(await buttonsOf(demo, ticket.channel_id)).toContain('"label":"Close"');

  const modal = await askToClose(demo, marlowe, ticket);
  expect(modal.title).toBe('Dieses Ticket schließen?');
  expect(labelOf(modal)).toEqual([
    ['Grund', 'Alle im Ticket können ihn lesen. Du kannst das Feld leer lassen.'],
  ]);
  await discord.submit({ as: marlowe, interaction: modal.interaction_id, values: { reason: '' } });
  await told(demo, marlowe, 'Das Ticket ist geschlossen.');
  await embedOf(demo, ticket.channel_id, 'Closed by Marlowe');
});

test('refusals are told in the language of the member, with their numbers', async ({ demo }) => {
  const { discord, sql } = demo;
  await sql`update public.categories set open_per_member = 1 where id = ${appeals}`;
  await openTicket(demo, moth);
  // Two clicks within three seconds are one wish; this is about a second wish.
  await sql`update public.tickets set opened_at = opened_at - interval '5 seconds' where requester_id = ${moth}`;
  await discord.setLocale(moth, 'de');
  const again = { as: moth, in: getHelp, guild: harbor, name: 'ticket', options: { category: appeals } };
  await discord.command(again);
  await told(demo, moth, '1 Ticket dieser Art ist schon offen.');
  await sql`update public.categories set open_per_member = 3 where id = ${appeals}`;
});

test('a reason that Discord gave is told in the language of the member', async ({ demo }) => {
  const { discord } = demo;
  await discord.setLocale(theo, 'de');
  const refusal = { status: 403, body: { code: 50013, message: 'Missing Permissions' } };
  await discord.failNext({ method: 'POST', path: '/guilds/', ...refusal });
  await discord.command({
    as: theo,
    in: getHelp,
    guild: harbor,
    name: 'ticket',
    options: { category: appeals },
  });
  const answer = await eventually('Theo is told', async () =>
    (await discord.ephemerals(theo))
      .map(({ content }) => content)
      .find((said) => said.startsWith('Dein Ticket')),
  );
  expect(answer).toContain('Der Bot darf hier keine Kanäle erstellen.');
});

test('in a German server everybody sees German, and a member with another language is told alone in theirs', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  await sql`update public.guilds set language = 'de' where id = ${harbor}`;
  await sql`update public.categories set opening_title = '', opening_text = '' where id = ${appeals}`;
  const ticket = await openTicket(demo, kestrel);
  await told(demo, kestrel, `Your ticket is open: <#${ticket.channel_id}>`);
  await embedOf(demo, ticket.channel_id, 'Hallo kestrel');
  expect(await buttonsOf(demo, ticket.channel_id)).toContain('"label":"Schließen"');

  const question = await discord.say({ as: kestrel, in: ticket.channel_id, text: 'Is anybody there?' });
  await reply(demo, theo, ticket.id, 'Yes.', await recorded(demo, question.id));
  await eventually('the reply links in German', async () =>
    (await discord.messages(ticket.channel_id)).some(({ embeds }) =>
      embeds[0]?.description?.startsWith('↩ Antwort auf [diese Nachricht]('),
    ),
  );

  await demo.as(noor, (tx) => tx`select public.close_ticket(${ticket.id}, '')`);
  await embedOf(demo, ticket.channel_id, 'Geschlossen von Noor Haddad');
  await demo.as(noor, (tx) => tx`select public.reopen_ticket(${ticket.id})`);
  const reopened = await embedOf(demo, ticket.channel_id, 'Dieses Ticket ist wieder offen');
  expect(reopened.description).toBe(`<@${kestrel}>, du kannst hier wieder schreiben.`);
});

test('a member whose language the bot does not speak is told in English', async ({ demo }) => {
  const { discord } = demo;
  const rookery = '1180000000000000206';
  await discord.setLocale(rookery, 'fr');
  const ticket = await openTicket(demo, rookery);
  await told(demo, rookery, `Your ticket is open: <#${ticket.channel_id}>`);
  expect((await askToClose(demo, rookery, ticket)).title).toBe('Close this ticket?');
});

test('Discord is told the descriptions of commands in every language, once', async ({ demo }) => {
  const { env, discord } = demo;
  const list = await fetch(
    `${env.DISCORD_API_URL}/v10/applications/1180000000000000900/commands?with_localizations=true`,
    { headers: { authorization: `Bot ${env.DISCORD_TOKEN}` } },
  );
  const commands = (await list.json()) as {
    name: string;
    description_localizations: Record<string, string>;
  }[];
  expect(commands.find(({ name }) => name === 'close')?.description_localizations).toEqual({
    'en-US': 'Close the ticket of this channel',
    'en-GB': 'Close the ticket of this channel',
    de: 'Das Ticket dieses Kanals schließen',
  });
  await discord.clearRequests();
  await demo.bot.stop();
  demo.bot = await demo.start();
  const written = (await discord.requests()).filter(
    ({ method, path }) => method === 'PUT' && path.endsWith('/commands'),
  );
  expect(written).toEqual([]);
});

async function recorded(demo: Demo, discordId: string): Promise<string> {
  return eventually('it is recorded', async () => {
    const [row] = await demo.sql`select id from public.messages where discord_message_id = ${discordId}`;
    return row?.id as string | undefined;
  });
}
