import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { marlowe, withTicket, type Demo, type DemoWithTicket } from './start-demo.ts';
import { startDemoWithStorage } from './start-storage.ts';

const test = demoTest({ start: startDemoWithStorage, prepare: withTicket });
test.beforeEach(({ demo }) => demo.discord.changeSettings({ attachmentLinkMs: 86_400_000 }));

/** The requester says something with one file. Gives the message's id in Discord. */
async function saysWith(
  demo: DemoWithTicket,
  name: string,
  bytes: Buffer | string,
  type = 'image/png',
): Promise<string> {
  const files = [{ name, type, bytes }];
  return (await demo.discord.say({ as: marlowe, in: demo.ticket.channel_id, text: name, files })).id;
}

/** Waits until the file of a message is in a state, and gives its row. */
const fileOf = (demo: Demo, said: string, state: string, code?: string) =>
  eventually(`its file is ${state}`, async () => {
    const [file] = await demo.sql`select f.* from public.files f join public.messages m on m.id = f.message_id
      where m.discord_message_id = ${said} and f.state = ${state}`;
    return file && (code === undefined || file.reason?.code === code) && file;
  });

/** Whatever waits is due now. */
async function hurry(demo: Demo) {
  await demo.sql`update private.copies set due_at = now()`;
  await demo.sql`select pg_notify('ticketflow_files', '')`;
}

test('a file is copied as it is, with its sum, and the desk is told', async ({ demo }) => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, n) => n % 251));
  const said = await saysWith(demo, 'lantern.png', bytes);
  const file = await fileOf(demo, said, 'stored');
  expect(file).toMatchObject({ name: 'lantern.png', size: 70_000, content_type: 'image/png' });
  expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect((await demo.storage.read(file.path as string))?.equals(bytes)).toBe(true);
  const [told] = await demo.sql`select m.revision > m.made_in as again, m.revision = h.revision as last
    from public.messages m join public.ticket_heads h using (ticket_id) where m.discord_message_id = ${said}`;
  expect(told).toEqual({ again: true, last: true });
});

test('a file whose link has ended is copied all the same', async ({ demo }) => {
  await demo.bot.kill();
  const said = await saysWith(demo, 'old.png', 'said a day ago');
  await demo.discord.expireLinks();
  demo.bot = await demo.start(demo.storage.env);
  const file = await fileOf(demo, said, 'stored');
  expect(String(await demo.storage.read(file.path as string))).toBe('said a day ago');
});

test('a file that Discord does not give out waits, and is said to be in Discord only after some attempts', async ({
  demo,
}) => {
  await demo.discord.changeSettings({ attachmentLinkMs: 0 });
  const late = await saysWith(demo, 'late.png', 'late');
  const lost = await saysWith(demo, 'lost.png', 'lost');
  await eventually('both were tried', async () => {
    const rows =
      await demo.sql`select from private.copies c where c.attempts = 1 and c.due_at < now() + interval '30 seconds'`;
    return rows.length === 2;
  });
  await demo.sql`update private.copies c set attempts = 9 from public.files f where f.id = c.file_id and f.name = 'lost.png'`;
  await hurry(demo);
  await fileOf(demo, lost, 'failed', 'copy_withheld');
  await demo.discord.changeSettings({ attachmentLinkMs: 60_000 });
  await hurry(demo);
  await fileOf(demo, late, 'stored');
});

test('a file that is too large is named, and said to be in Discord only', async ({ demo }) => {
  await demo.discord.changeSettings({ attachmentBytes: 20_000_000 });
  const said = await saysWith(demo, 'film.mp4', Buffer.alloc(10_485_761), 'video/mp4');
  const file = await fileOf(demo, said, 'failed');
  expect(file).toMatchObject({ name: 'film.mp4', size: 10_485_761 });
  expect(file.reason).toEqual({ code: 'copy_too_large' });
});

test('killed between the copy and its settling: the next bot makes it again, and it is there once', async ({
  demo,
}) => {
  await demo.discord.changeSettings({ attachmentLinkMs: 0 });
  const said = await saysWith(demo, 'twice.png', 'copied twice');
  const file = await fileOf(demo, said, 'waiting');
  await eventually('the first attempt is over', async () => {
    const [copy] =
      await demo.sql`select attempts from private.copies where file_id = ${file.id} and due_at < now() + interval '30 seconds'`;
    return copy?.attempts === 1;
  });
  await demo.discord.changeSettings({ attachmentLinkMs: 60_000 });
  // Settling waits for the ticket.
  await demo.sql.begin(async (sql) => {
    await sql`select private.lock_ticket(${demo.ticket.id})`;
    await hurry(demo);
    await eventually('the bytes are there', () => demo.storage.read(file.path as string));
    await demo.bot.kill();
    // What a dead process has asked is not done after it.
    await demo.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'ticketflow-bot' and datname = current_database()`;
  });
  expect(await fileOf(demo, said, 'waiting')).toMatchObject({ sha256: null });
  await hurry(demo);
  demo.bot = await demo.start(demo.storage.env);
  await fileOf(demo, said, 'stored');
  expect(String(await demo.storage.read(file.path as string))).toBe('copied twice');
  const objects = await demo.sql`select from storage.objects where name = ${file.path as string}`;
  expect(objects).toHaveLength(1);
});

test('the file of a deleted message is gone from the desk at once, and its bytes soon', async ({ demo }) => {
  const said = await saysWith(demo, 'regret.png', 'should not have said that');
  const { path } = await fileOf(demo, said, 'stored');
  await demo.discord.remove({ as: marlowe, in: demo.ticket.channel_id, message: said });
  await eventually('its row is gone', async () => {
    const rows = await demo.sql`select from public.files where path = ${path as string}`;
    return rows.length === 0;
  });
  await eventually('its bytes are gone', async () => (await demo.storage.read(path as string)) === null);
});

test('a bot without a key copies nothing and says so; one that has it goes on', async ({ demo }) => {
  await demo.bot.stop();
  demo.bot = await demo.start();
  const said = await saysWith(demo, 'keyless.png', 'words');
  const file = await fileOf(demo, said, 'waiting', 'copy_no_key');
  expect(await demo.storage.read(file.path as string)).toBeNull();
  await demo.bot.stop();
  await hurry(demo);
  demo.bot = await demo.start(demo.storage.env);
  await fileOf(demo, said, 'stored');
});
