import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { connectControl, type Control } from '../control.ts';
import { removeSnapshot } from '../state/snapshot.ts';
import { connect, CREW, eventually, HARBOR, KESTREL, MARLOWE, NOOR, rest, start, TAVERN } from './start.ts';

const root = mkdtempSync(join(tmpdir(), 'simulator-'));
const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newFile = () => join(mkdtempSync(join(root, 'state-')), 'discord.json');

test('what was said, made and given is there after a restart, with its files, webhooks and commands', async () => {
  const snapshotFile = newFile();
  const first = await start({ snapshotFile });
  const client = await connect(first);
  await client.application.commands.set([{ name: 'ticket', description: 'x' }]);
  const { body: webhook } = await rest(first, 'POST', `/channels/${TAVERN}/webhooks`, { name: 'Desk' });
  const said = await first.control.say({
    as: MARLOWE,
    in: TAVERN,
    text: 'kept',
    files: [{ name: 'a.txt', type: 'text/plain', bytes: 'a' }],
  });
  const gone = await first.control.say({ as: MARLOWE, in: TAVERN, text: 'deleted' });
  await first.control.edit({ as: MARLOWE, in: TAVERN, message: said.id, text: 'kept and edited' });
  await first.control.react({ as: KESTREL, in: TAVERN, message: said.id, emoji: '👍' });
  await first.control.remove({ as: MARLOWE, in: TAVERN, message: gone.id });
  await first.control.giveRole({ as: NOOR, guild: HARBOR, to: MARLOWE, role: CREW });
  await client.destroy();
  await first.stop();
  const second = await start({ snapshotFile });
  const [message, ...others] = await second.control.messages(TAVERN);
  expect(others).toEqual([]);
  expect(message).toMatchObject({
    id: said.id,
    content: 'kept and edited',
    reactions: [{ count: 1 }],
    edited_timestamp: expect.any(String),
  });
  expect(await (await fetch(message!.attachments[0]!.url)).text()).toBe('a');
  expect(
    (await rest(second, 'POST', `/webhooks/${webhook.id}/${webhook.token}?wait=true`, { content: 'x' }))
      .status,
  ).toBe(200);
  expect((await second.control.state()).commands).toMatchObject([{ name: 'ticket' }]);
  expect((await rest(second, 'GET', `/guilds/${HARBOR}/members/${MARLOWE}`)).body.roles).toContain(CREW);
  const later = await second.control.say({ as: MARLOWE, in: TAVERN, text: 'later' });
  expect(BigInt(later.id) > BigInt(gone.id)).toBe(true);
});

test('a process killed with -9 loses nothing older than a quarter of a second, and a line cut short does no harm', async () => {
  const snapshotFile = newFile();
  const [child, control] = await run(snapshotFile);
  const said = await control.say({ as: MARLOWE, in: TAVERN, text: 'before the end' });
  await control.giveRole({ as: NOOR, guild: HARBOR, to: MARLOWE, role: CREW });
  await new Promise((resolve) => setTimeout(resolve, 250)); // what is promised to be kept
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  appendFileSync(`${snapshotFile}.messages`, '{"m":{"id":"118');
  const [, again] = await run(snapshotFile);
  expect(await again.messages(TAVERN)).toMatchObject([{ id: said.id, content: 'before the end' }]);
  await again.takeRole({ as: NOOR, guild: HARBOR, from: MARLOWE, role: CREW });
});

test('a removed snapshot starts from scratch', async () => {
  const snapshotFile = newFile();
  const first = await start({ snapshotFile });
  await first.control.say({ as: MARLOWE, in: TAVERN, text: 'x' });
  await first.stop();
  removeSnapshot(snapshotFile);
  const second = await start({ snapshotFile });
  expect(await second.control.messages(TAVERN)).toEqual([]);
});

test('as a process it prints its address, and says in one line that a port is taken or wrong', async () => {
  const [, , url] = await run(newFile());
  const taken = await runToEnd({ SIMULATOR_PORT: new URL(url).port });
  expect(taken).toMatch(/^Port \d+ is taken: set SIMULATOR_PORT to another\.\n$/);
  expect(await runToEnd({ SIMULATOR_PORT: 'x' })).toBe('SIMULATOR_PORT must be a port, not "x"\n');
});

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

async function run(snapshotFile: string): Promise<[ChildProcess, Control, string]> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SIMULATOR_PORT: '0', SIMULATOR_SNAPSHOT: snapshotFile },
  });
  children.push(child);
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  const url = await eventually(() => /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0]);
  return [child, connectControl(`${url}/control`), url];
}

async function runToEnd(env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env } });
  children.push(child);
  let words = '';
  child.stderr.on('data', (data: Buffer) => (words += data.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(1);
  return words;
}
