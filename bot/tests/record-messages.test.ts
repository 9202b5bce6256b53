import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { conversation, marlowe, noor, tavern, theo, withTicket } from './start-demo.ts';

const test = demoTest({ prepare: withTicket });

test('what is written, edited and deleted in a ticket is recorded as it stands in Discord', async ({
  demo,
}) => {
  const { discord, sql } = demo;
  const where = { as: marlowe, in: demo.ticket.channel_id };
  const first = await discord.say({ ...where, text: 'My lantern is gone' });
  const second = await discord.say({ ...where, text: 'I mean the Tideglass one' });
  await discord.edit({ ...where, message: second.id, text: 'I mean the **Tideglass** one' });
  const third = await discord.say({ ...where, text: 'never mind' });
  await discord.remove({ ...where, message: third.id });
  await eventually('all is recorded', async () => {
    const [gone] =
      await sql`select deleted_in from public.messages where discord_message_id = ${third.id} and deleted_at is not null`;
    return gone?.deleted_in === 'discord';
  });
  expect(await conversation(demo, demo.ticket.id)).toEqual([
    'My lantern is gone',
    'I mean the **Tideglass** one',
  ]);
  const [edited] =
    await sql`select edited_at, is_staff from public.messages where discord_message_id = ${second.id}`;
  expect(edited?.edited_at).toBeInstanceOf(Date);
  expect(edited?.is_staff).toBe(false);
  expect(first.id < second.id).toBe(true);
});

test('a message of staff in Discord is known as staff’s', async ({ demo }) => {
  const said = await demo.discord.say({ as: theo, in: demo.ticket.channel_id, text: 'I have a look' });
  const found = await eventually('it is recorded', async () => {
    const [message] =
      await demo.sql`select is_staff from public.messages where discord_message_id = ${said.id}`;
    return message;
  });
  expect(found.is_staff).toBe(true);
});

test('a message in a channel that is not a ticket is never stored', async ({ demo }) => {
  const { discord, sql } = demo;
  await discord.say({ as: marlowe, in: tavern, text: 'nobody’s business' });
  const after = await discord.say({ as: marlowe, in: demo.ticket.channel_id, text: 'after the tavern' });
  await eventually('the later one is recorded', async () => {
    const [found] = await sql`select from public.messages where discord_message_id = ${after.id}`;
    return found;
  });
  const [count] = await sql`select count(*)::int as n from public.messages where body like '%nobody%'`;
  expect(count?.n).toBe(0);
});

test('files, a reply’s target and the names of the author are recorded with a message', async ({ demo }) => {
  const { discord, sql } = demo;
  const where = { as: marlowe, in: demo.ticket.channel_id };
  const first = await discord.say({ ...where, text: 'look' });
  const files = [{ name: 'lantern.png', type: 'image/png', bytes: 'not really a picture' }];
  const said = await discord.say({ ...where, text: 'here', files, replyTo: first.id });
  const found = await eventually('it is recorded', async () => {
    const [message] = await sql`select * from public.messages where discord_message_id = ${said.id}`;
    return message;
  });
  expect(found).toMatchObject({ author_id: marlowe, reply_to_discord_id: first.id });
  expect(found.attachments).toMatchObject([{ name: 'lantern.png', size: 20, content_type: 'image/png' }]);
  const [author] = await sql`select username, display_name from public.people where id = ${marlowe}`;
  expect(author).toMatchObject({ username: 'marlowe.tide', display_name: 'Marlowe' });
});

test('the opening message taken away by hand leaves no trace in the conversation', async ({ demo }) => {
  const { discord, sql } = demo;
  const [opening] = await discord.messages(demo.ticket.channel_id);
  await discord.remove({ as: noor, in: demo.ticket.channel_id, message: opening!.id });
  const after = await discord.say({ as: marlowe, in: demo.ticket.channel_id, text: 'after the opening' });
  await eventually('the later one is recorded', async () => {
    const [found] = await sql`select from public.messages where discord_message_id = ${after.id}`;
    return found;
  });
  const tombstones = await sql`select from public.messages where discord_message_id = ${opening!.id}`;
  expect(tombstones).toHaveLength(0);
});
