import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../local/postgres/free-port.ts';
import type { StackInfo } from '../stack.ts';

// npm start as a person runs it, on ports and in a folder of its own. Side by side: most of it is waiting for processes.
const root = fileURLToPath(new URL('../../..', import.meta.url));
const children = new Set<ChildProcess>();
let folder: string;
let environment: Record<string, string>;

const portNames = [
  'PORT',
  'LOCAL_SUPABASE_PORT',
  'LOCAL_POSTGRES_PORT',
  'LOCAL_DISCORD_PORT',
  'HEALTH_PORT',
] as const;
const freePorts = async () =>
  Object.fromEntries(
    await Promise.all(portNames.map(async (name) => [name, String(await freePort())])),
  ) as Record<(typeof portNames)[number], string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketflow-start-'));
  environment = {
    ...(process.env as Record<string, string>),
    ...(await freePorts()),
    LOCAL_FOLDER: join(folder, 'data'),
  };
});

afterAll(async () => {
  for (const child of children) await end(child, 'SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

function start(change: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['supabase/start/main.ts'], {
    cwd: root,
    env: { ...environment, ...change },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += String(data);
      for (const look of waiting) look();
    });
  return {
    child,
    said: () => said,
    /** Settles when it has said this, or throws with all that it said when it ends before. */
    says: (words: string | RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (said.search(words) < 0) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        child.once('exit', () => (said.search(words) < 0 ? reject(new Error(said)) : resolve()));
        look();
      }),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  children.delete(child);
  return child.exitCode;
}

/** A start that cannot be: everything it says, and its code. */
async function refusal(change: Record<string, string>) {
  const { child, said } = start(change);
  await once(child, 'close');
  return { code: child.exitCode, said: said().trim() };
}

const stack = async () => JSON.parse(await readFile(join(folder, 'data/stack.json'), 'utf8')) as StackInfo;
const isUp = async (info: StackInfo) =>
  (await fetch(`${info.webUrl}/sign-in`)).ok &&
  (await fetch(`${info.supabaseUrl}/auth/v1/settings`, { headers: { apikey: info.publishableKey } })).ok &&
  (await fetch(`${info.discordControlUrl}/state`)).ok;
const ticketsIn = async (info: StackInfo) => {
  const state = (await (await fetch(`${info.discordControlUrl}/state`)).json()) as {
    guilds: { channels: { name: string }[] }[];
  };
  return state.guilds.flatMap((guild) => guild.channels.filter(({ name }) => name.startsWith('ticket-')))
    .length;
};

const isBotOnline = async (info: StackInfo) =>
  ((await (await fetch(`${info.discordControlUrl}/state`)).json()) as { bot: { online: boolean } }).bot
    .online;

/** The process id of the part that a start runs from this file. */
async function partOf(child: ChildProcess, file: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const line = stdout
    .split('\n')
    .find((one) => one.includes(file) && Number(one.trim().split(/\s+/)[1]) === child.pid);
  if (!line) throw new Error(`No part runs ${file}:\n${stdout}`);
  return Number(line.trim().split(/\s+/)[0]);
}

test.concurrent(
  'a start, a second one beside it, one on real services, a killed part, a killed whole, and a next start that has the data',
  async ({ expect }) => {
    const first = start();
    await first.says('TicketFlow is up');
    const info = await stack();
    expect(await isUp(info)).toBe(true);
    expect(info.people.map(({ name }) => name)).toContain('Marlowe');
    expect(await ticketsIn(info)).toBe(9);

    const besideIt = refusal({});

    // With the variables of a Supabase project and of a Discord application, only what they do not name is started.
    const elsewhere = start({
      LOCAL_FOLDER: join(folder, 'elsewhere'),
      PORT: String(await freePort()),
      HEALTH_PORT: String(await freePort()),
      PUBLIC_SUPABASE_URL: info.supabaseUrl,
      PUBLIC_SUPABASE_PUBLISHABLE_KEY: info.publishableKey,
      SUPABASE_SECRET_KEY: info.secretKey,
      BOT_DATABASE_URL: info.botDatabaseUrl,
      DISCORD_TOKEN: info.botToken,
      DISCORD_API_URL: info.discordApiUrl,
      DISCORD_CDN_URL: info.discordCdnUrl,
      PUBLIC_DISCORD_URL: info.discordWebUrl,
    });
    await elsewhere.says('TicketFlow is up');
    const beside = await besideIt;
    expect(beside).toEqual({ code: 1, said: expect.stringContaining('already running') });
    expect(beside.said.split('\n')).toHaveLength(1);
    // The bot works already for this application of Discord's.
    expect(elsewhere.said()).toContain('waiting for shard 0: another process works for it');
    const theirs = JSON.parse(await readFile(join(folder, 'elsewhere/stack.json'), 'utf8')) as StackInfo;
    expect(theirs).toMatchObject({
      supabaseUrl: info.supabaseUrl,
      databaseUrl: null,
      discordControlUrl: null,
      people: [],
    });
    expect((await fetch(`${theirs.webUrl}/sign-in`)).ok).toBe(true);
    expect(existsSync(join(folder, 'elsewhere/postgres'))).toBe(false);
    expect(await end(elsewhere.child, 'SIGTERM')).toBe(0);

    for (const [part, file] of [
      ['bot', 'bot/dist/main.js'],
      ['desk', 'web/server.js'],
    ] as const) {
      process.kill(await partOf(first.child, file), 'SIGKILL');
      await first.says(`The ${part} ended`);
    }
    await expect.poll(() => isUp(info).catch(() => false), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => isBotOnline(info), { timeout: 20_000 }).toBe(true);

    await fetch(`${info.discordWebUrl}/client/channels/1180000000000000405/messages?as=1180000000000000201`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'Kept over a kill' }),
    });
    // The simulated Discord writes down what was said within a quarter of a second.
    const isKept = async () =>
      (await readFile(join(folder, 'data/discord.json.messages'), 'utf8')).includes('Kept over a kill');
    await expect.poll(isKept).toBe(true);
    await end(first.child, 'SIGKILL');

    const next = start();
    await next.says('TicketFlow is up');
    expect(await isUp(await stack())).toBe(true);
    expect(await ticketsIn(await stack())).toBe(9);
    const kept = await (
      await fetch(`${info.discordControlUrl}/channels/1180000000000000405/messages`)
    ).text();
    expect(kept.includes('Kept over a kill')).toBe(true);

    const code = await end(next.child, 'SIGTERM');
    expect(code).toBe(0);
    await expect(isUp(info)).rejects.toThrow();
  },
  180_000,
);

test.concurrent('a taken port is one line that names it and its variable', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as { port: number };
  const { code, said } = await refusal({
    ...(await freePorts()),
    LOCAL_DISCORD_PORT: String(port),
    LOCAL_FOLDER: join(folder, 'other'),
  });
  holder.close();
  expect({ code, said }).toEqual({
    code: 1,
    said: `Port ${port} is taken by another program: stop it, or set LOCAL_DISCORD_PORT in .env to another port.`,
  });
});

test.concurrent('a folder that cannot be written is one line that names it', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const { code, said } = await refusal({ LOCAL_FOLDER: join(file, 'data') });
  expect(code).toBe(1);
  expect(said).toMatch(/^The folder .* cannot be written/);
  expect(said.split('\n')).toHaveLength(1);
});

test.concurrent('a wrong variable is one line that names it', async () => {
  expect(await refusal({ PORT: 'three' })).toEqual({
    code: 1,
    said: expect.stringMatching(/^PORT must be a port.*\.$/),
  });
});
