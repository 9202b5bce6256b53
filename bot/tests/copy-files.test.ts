import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startStorage, type Storage } from './start-storage.ts';
import { marlowe, openTicket, startWorld, type OpenedTicket, type World } from './start-world.ts';

let world: World;
let storage: Storage;
let ticket: OpenedTicket;
beforeAll(async () => {
  world = await startWorld(undefined, { isBotStarted: false });
  storage = await startStorage(world);
  world.bot = await world.start(storage.env);
  ticket = await openTicket(world, marlowe);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
});
beforeEach(() => world.discord.changeSettings({ attachmentLinkMs: 86_400_000 }));

/** The requester says something with one file. Gives the message's id in Discord. */
async function saysWith(name: string, bytes: Buffer | string, type = 'image/png'): Promise<string> {
  const files = [{ name, type, bytes }];
  return (await world.discord.say({ as: marlowe, in: ticket.channel_id, text: name, files })).id;
}

/** Waits until the file of a message is in a state, and gives its row. */
const fileOf = (said: string, state: string, reason?: string) =>
  eventually(`its file is ${state}`, async () => {
    const [file] =
      await world.sql`select f.* from public.files f join public.messages m on m.id = f.message_id
      where m.discord_message_id = ${said} and f.state = ${state}`;
    return file && (reason === undefined || file.reason === reason) && file;
  });

/** Whatever waits is due now. */
async function hurry() {
  await world.sql`update private.copies set due_at = now()`;
  await world.sql`select pg_notify('ticketflow_files', '')`;
}

test('a file is copied as it is, with its sum, and the desk is told', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, n) => n % 251));
  const said = await saysWith('lantern.png', bytes);
  const file = await fileOf(said, 'stored');
  expect(file).toMatchObject({ name: 'lantern.png', size: 70_000, content_type: 'image/png' });
  expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect((await storage.read(file.path as string))?.equals(bytes)).toBe(true);
  const [told] = await world.sql`select m.revision > m.made_in as again, m.revision = h.revision as last
    from public.messages m join public.ticket_heads h using (ticket_id) where m.discord_message_id = ${said}`;
  expect(told).toEqual({ again: true, last: true });
});

test('a file whose link has ended is copied all the same', async () => {
  await world.bot.kill();
  const said = await saysWith('old.png', 'said a day ago');
  await world.discord.expireLinks();
  world.bot = await world.start(storage.env);
  const file = await fileOf(said, 'stored');
  expect(String(await storage.read(file.path as string))).toBe('said a day ago');
});

test('a file that Discord does not give out waits, and is said to be in Discord only after some attempts', async () => {
  await world.discord.changeSettings({ attachmentLinkMs: 0 });
  const late = await saysWith('late.png', 'late');
  const lost = await saysWith('lost.png', 'lost');
  await eventually('both were tried', async () => {
    const rows =
      await world.sql`select from private.copies c where c.attempts = 1 and c.due_at < now() + interval '30 seconds'`;
    return rows.length === 2;
  });
  await world.sql`update private.copies c set attempts = 9 from public.files f where f.id = c.file_id and f.name = 'lost.png'`;
  await hurry();
  await fileOf(lost, 'failed', 'Discord does not give this file out');
  await world.discord.changeSettings({ attachmentLinkMs: 60_000 });
  await hurry();
  await fileOf(late, 'stored');
});

test('a file that is too large is named, and said to be in Discord only', async () => {
  await world.discord.changeSettings({ attachmentBytes: 20_000_000 });
  const said = await saysWith('film.mp4', Buffer.alloc(10_485_761), 'video/mp4');
  const file = await fileOf(said, 'failed');
  expect(file).toMatchObject({ name: 'film.mp4', size: 10_485_761 });
  expect(file.reason).toContain('10 MB');
});

test('killed between the copy and its settling: the next bot makes it again, and it is there once', async () => {
  await world.discord.changeSettings({ attachmentLinkMs: 0 });
  const said = await saysWith('twice.png', 'copied twice');
  const file = await fileOf(said, 'waiting');
  await eventually('the first attempt is over', async () => {
    const [copy] =
      await world.sql`select attempts from private.copies where file_id = ${file.id} and due_at < now() + interval '30 seconds'`;
    return copy?.attempts === 1;
  });
  await world.discord.changeSettings({ attachmentLinkMs: 60_000 });
  // Whoever settles waits for the ticket.
  await world.sql.begin(async (sql) => {
    await sql`select private.lock_ticket(${ticket.id})`;
    await hurry();
    await eventually('the bytes are there', () => storage.read(file.path as string));
    await world.bot.kill();
    // What a dead process has asked is not done after it.
    await world.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'ticketflow-bot' and datname = current_database()`;
  });
  expect(await fileOf(said, 'waiting')).toMatchObject({ sha256: null });
  await hurry();
  world.bot = await world.start(storage.env);
  await fileOf(said, 'stored');
  expect(String(await storage.read(file.path as string))).toBe('copied twice');
  const objects = await world.sql`select from storage.objects where name = ${file.path as string}`;
  expect(objects).toHaveLength(1);
});

test('the file of a deleted message is gone from the desk at once, and its bytes soon', async () => {
  const said = await saysWith('regret.png', 'should not have said that');
  const { path } = await fileOf(said, 'stored');
  await world.discord.remove({ as: marlowe, in: ticket.channel_id, message: said });
  await eventually('its row is gone', async () => {
    const rows = await world.sql`select from public.files where path = ${path as string}`;
    return rows.length === 0;
  });
  await eventually('its bytes are gone', async () => (await storage.read(path as string)) === null);
});

test('a bot without a key copies nothing and says so; one that has it goes on', async () => {
  await world.bot.stop();
  world.bot = await world.start();
  const said = await saysWith('keyless.png', 'words');
  const file = await fileOf(
    said,
    'waiting',
    'Files are not copied here: the bot has no key to the file storage',
  );
  expect(await storage.read(file.path as string)).toBeNull();
  await world.bot.stop();
  await hurry();
  world.bot = await world.start(storage.env);
  await fileOf(said, 'stored');
});
