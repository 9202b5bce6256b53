import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startStorage, type Storage } from './start-storage.ts';
import {
  appeals,
  delivered,
  marlowe,
  openTicket,
  reply,
  startWorld,
  theo,
  type OpenedTicket,
  type World,
} from './start-world.ts';

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
beforeEach(() => world.discord.clearFaults());

/** A file that an agent has uploaded for this ticket. Gives its id. */
async function uploaded(name: string, bytes: Buffer | string, type = 'text/plain'): Promise<string> {
  const size = Buffer.byteLength(bytes);
  const [row] = await world.as(
    theo,
    (sql) => sql<{ file: { id: string; path: string } }[]>`
      select public.reserve_upload(${ticket.id}, ${name}, ${size}, ${type}) as file`,
  );
  expect((await storage.put(row!.file.path, bytes)).status).toBe(200);
  return row!.file.id;
}

/** What stands in Discord with files: its words, and of each file name and bytes. */
async function inDiscord() {
  const all = await world.discord.messages(ticket.channel_id);
  return Promise.all(
    all
      .filter(({ attachments }) => attachments.length)
      .map(async ({ content, attachments, author }) => ({
        content,
        by: author.username,
        files: await Promise.all(
          attachments.map(async ({ filename, url }) => [filename, await (await fetch(url)).text()]),
        ),
      })),
  );
}

test('a reply goes out with its files in their order, under the agent’s name; words are not needed', async () => {
  const files = [await uploaded('b first.txt', 'one'), await uploaded('a.txt', 'two')];
  await delivered(world, await reply(world, theo, ticket.id, 'both of them', null, files));
  await delivered(
    world,
    await reply(world, theo, ticket.id, '', null, [await uploaded('alone.txt', 'three')]),
  );
  const by = 'Theo Lindqvist';
  expect(await inDiscord()).toEqual([
    {
      content: 'both of them',
      by,
      files: [
        ['b_first.txt', 'one'],
        ['a.txt', 'two'],
      ],
    },
    { content: '', by, files: [['alone.txt', 'three']] },
  ]);
  // What the first attempt said is kept no longer than needed.
  const kept =
    await world.sql`select from public.outbox where kind = 'send_reply' and payload ?| array['body', 'files']`;
  expect(kept).toHaveLength(0);
});

test.each(['webhook', 'bot'])(
  'an answer of Discord’s that is lost, or a request that never came: files sent as %s stand once',
  async (as) => {
    await world.sql`update public.categories set reply_as = ${as} where id = ${appeals}`;
    for (const reset of ['after', 'before'] as const) {
      await world.discord.failNext({
        method: 'POST',
        path: as === 'bot' ? '/messages' : '/webhooks/',
        reset,
      });
      const name = `${as} ${reset}.txt`;
      const id = await reply(world, theo, ticket.id, '', null, [await uploaded(name, name)]);
      const next = await reply(world, theo, ticket.id, `after ${name}`);
      await delivered(world, id);
      await delivered(world, next);
      const found = (await inDiscord()).filter(({ files }) => files[0]![1] === name);
      expect(found).toHaveLength(1);
    }
    await world.sql`update public.categories set reply_as = 'webhook' where id = ${appeals}`;
  },
);

test('a file that the bot sent minutes ago is looked for in Discord, which has forgotten its nonce', async () => {
  await world.sql`update public.categories set reply_as = 'bot' where id = ${appeals}`;
  await world.discord.changeSettings({ nonceMs: 0 });
  // Its echo would settle it.
  await world.discord.holdGateway();
  await world.discord.failNext({ method: 'POST', path: '/messages', reset: 'after' });
  const id = await reply(world, theo, ticket.id, '', null, [await uploaded('minutes.txt', 'ago')]);
  await eventually('it stands in Discord', async () =>
    (await inDiscord()).some(({ files }) => files[0]![1] === 'ago'),
  );
  await world.sql`update public.outbox set attempted_at = attempted_at - interval '3 minutes'
    where message_id = ${id} and settled_at is null`;
  await delivered(world, id);
  await world.discord.releaseGateway();
  expect((await inDiscord()).filter(({ files }) => files[0]![1] === 'ago')).toHaveLength(1);
  await world.sql`update public.categories set reply_as = 'webhook' where id = ${appeals}`;
});

test('while its files go out, nobody else takes its conversation, however slow the line', async () => {
  await world.discord.failNext({ method: 'POST', path: '/webhooks/', delayMs: 1000 });
  const id = await reply(world, theo, ticket.id, 'slowly', null, [await uploaded('slow.txt', 'slow')]);
  await eventually('it is leased for twice the time that sending may take', async () => {
    const [lane] = await world.sql`select lease_until - clock_timestamp() > interval '120 seconds' as is_long
      from public.outbox_lanes where lane = ${`ticket:${ticket.id}`}`;
    return lane?.is_long as boolean;
  });
  await delivered(world, id);
});

test('another file with the same words is not taken for the one that was sent', async () => {
  const first = await uploaded('same.txt', 'one size');
  await world.discord.clearRequests();
  await world.discord.failNext({ method: 'POST', path: '/webhooks/', reset: 'before' });
  const id = await reply(world, theo, ticket.id, 'look', null, [first]);
  await eventually('its send was cut off', async () =>
    (await world.discord.requests()).some(({ method, status }) => method === 'POST' && status === 0),
  );
  const { env } = world;
  const hooks = await fetch(`${env.DISCORD_API_URL}/v10/channels/${ticket.channel_id}/webhooks`, {
    headers: { authorization: `Bot ${env.DISCORD_TOKEN}` },
  });
  const [hook] = (await hooks.json()) as { id: string; token: string }[];
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: 'look' }));
  form.set('files[0]', new Blob(['another size']), 'same.txt');
  await fetch(`${env.DISCORD_API_URL}/v10/webhooks/${hook!.id}/${hook!.token}`, {
    method: 'POST',
    body: form,
  });
  expect((await delivered(world, id, 'unknown')).delivery_reason).toContain('look in Discord');
});

test('a file that is gone from the storage fails the reply in words, and what comes after it is sent', async () => {
  const file = await uploaded('gone.txt', 'gone');
  await world.sql`update public.outbox_lanes set leased_by = (select holder from private.shard_leases), lease_until = now() + interval '1 minute'`;
  const id = await reply(world, theo, ticket.id, 'with it', null, [file]);
  const [row] = await world.sql`select path from public.files where id = ${file}`;
  await world.sql`insert into private.erasures (path) values (${row!.path as string})`;
  await world.sql`select pg_notify('ticketflow_files', '')`;
  await eventually('its bytes are gone', async () => (await storage.read(row!.path as string)) === null);
  const next = await reply(world, theo, ticket.id, 'without it');
  await world.sql`update public.outbox_lanes set lease_until = now()`;
  expect((await delivered(world, id, 'failed')).delivery_reason).toContain('attach it again');
  await delivered(world, next);
});

test('a bot without a key to the storage says so on the reply', async () => {
  await world.bot.stop();
  world.bot = await world.start();
  const id = await reply(world, theo, ticket.id, 'keyless', null, [await uploaded('keyless.txt', 'x')]);
  expect((await delivered(world, id, 'failed')).delivery_reason).toContain('SUPABASE_SECRET_KEY');
});
