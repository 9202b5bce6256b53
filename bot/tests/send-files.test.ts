import { expect } from 'vitest';
import { demoTest } from './demo-test.ts';
import { eventually } from './eventually.ts';
import { appeals, delivered, reply, theo, withTicket, type DemoWithTicket } from './start-demo.ts';
import { startDemoWithStorage, type DemoWithStorage } from './start-storage.ts';

const test = demoTest({ start: startDemoWithStorage, prepare: withTicket });
test.beforeEach(({ demo }) => demo.discord.clearFaults());

/** A file that an agent has uploaded for this ticket. Gives its id. */
async function uploaded(
  demo: DemoWithStorage & DemoWithTicket,
  name: string,
  bytes: Buffer | string,
  type = 'text/plain',
): Promise<string> {
  const size = Buffer.byteLength(bytes);
  const [row] = await demo.as(
    theo,
    (sql) => sql<{ file: { id: string; path: string } }[]>`
      select public.reserve_upload(${demo.ticket.id}, ${name}, ${size}, ${type}) as file`,
  );
  expect((await demo.storage.put(row!.file.path, bytes)).status).toBe(200);
  return row!.file.id;
}

/** What stands in Discord with files: its words, and of each file name and bytes. */
async function inDiscord(demo: DemoWithTicket) {
  const all = await demo.discord.messages(demo.ticket.channel_id);
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

test('a reply goes out with its files in their order, under the agent’s name; words are not needed', async ({
  demo,
}) => {
  const files = [await uploaded(demo, 'b first.txt', 'one'), await uploaded(demo, 'a.txt', 'two')];
  await delivered(demo, await reply(demo, theo, demo.ticket.id, 'both of them', null, files));
  await delivered(
    demo,
    await reply(demo, theo, demo.ticket.id, '', null, [await uploaded(demo, 'alone.txt', 'three')]),
  );
  const by = 'Theo Lindqvist';
  expect(await inDiscord(demo)).toEqual([
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
    await demo.sql`select from public.outbox where kind = 'send_reply' and payload ?| array['body', 'files']`;
  expect(kept).toHaveLength(0);
});

test.for(['webhook', 'bot'])(
  'an answer of Discord’s that is lost, or a request that never came: files sent as %s stand once',
  async (as, { demo }) => {
    await demo.sql`update public.categories set reply_as = ${as} where id = ${appeals}`;
    for (const reset of ['after', 'before'] as const) {
      await demo.discord.failNext({
        method: 'POST',
        path: as === 'bot' ? '/messages' : '/webhooks/',
        reset,
      });
      const name = `${as} ${reset}.txt`;
      const id = await reply(demo, theo, demo.ticket.id, '', null, [await uploaded(demo, name, name)]);
      const next = await reply(demo, theo, demo.ticket.id, `after ${name}`);
      await delivered(demo, id);
      await delivered(demo, next);
      const found = (await inDiscord(demo)).filter(({ files }) => files[0]![1] === name);
      expect(found).toHaveLength(1);
    }
    await demo.sql`update public.categories set reply_as = 'webhook' where id = ${appeals}`;
  },
);

test('a file that the bot sent minutes ago is looked for in Discord, which has forgotten its nonce', async ({
  demo,
}) => {
  await demo.sql`update public.categories set reply_as = 'bot' where id = ${appeals}`;
  await demo.discord.changeSettings({ nonceMs: 0 });
  // Its echo would settle it.
  await demo.discord.holdGateway();
  await demo.discord.failNext({ method: 'POST', path: '/messages', reset: 'after' });
  const id = await reply(demo, theo, demo.ticket.id, '', null, [await uploaded(demo, 'minutes.txt', 'ago')]);
  await eventually('it stands in Discord', async () =>
    (await inDiscord(demo)).some(({ files }) => files[0]![1] === 'ago'),
  );
  await demo.sql`update public.outbox set attempted_at = attempted_at - interval '3 minutes'
    where message_id = ${id} and settled_at is null`;
  await delivered(demo, id);
  await demo.discord.releaseGateway();
  expect((await inDiscord(demo)).filter(({ files }) => files[0]![1] === 'ago')).toHaveLength(1);
  await demo.sql`update public.categories set reply_as = 'webhook' where id = ${appeals}`;
});

test('while its files go out, nobody else takes its conversation, however slow the line', async ({
  demo,
}) => {
  await demo.discord.failNext({ method: 'POST', path: '/webhooks/', delayMs: 1000 });
  const id = await reply(demo, theo, demo.ticket.id, 'slowly', null, [
    await uploaded(demo, 'slow.txt', 'slow'),
  ]);
  await eventually('it is leased for twice the time that sending may take', async () => {
    const [lane] = await demo.sql`select lease_until - clock_timestamp() > interval '120 seconds' as is_long
      from public.outbox_lanes where lane = ${`ticket:${demo.ticket.id}`}`;
    return lane?.is_long as boolean;
  });
  await delivered(demo, id);
});

test('another file with the same words is not taken for the one that was sent', async ({ demo }) => {
  const first = await uploaded(demo, 'same.txt', 'one size');
  await demo.discord.clearRequests();
  await demo.discord.failNext({ method: 'POST', path: '/webhooks/', reset: 'before' });
  const id = await reply(demo, theo, demo.ticket.id, 'look', null, [first]);
  await eventually('its send was cut off', async () =>
    (await demo.discord.requests()).some(({ method, status }) => method === 'POST' && status === 0),
  );
  const { env } = demo;
  const hooks = await fetch(`${env.DISCORD_API_URL}/v10/channels/${demo.ticket.channel_id}/webhooks`, {
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
  expect((await delivered(demo, id, 'unknown')).delivery_reason).toEqual({ code: 'connection_broke' });
});

test('a file that is gone from the storage fails the reply with the reason, and what comes after it is sent', async ({
  demo,
}) => {
  const file = await uploaded(demo, 'gone.txt', 'gone');
  await demo.sql`update public.outbox_lanes set leased_by = (select holder from private.shard_leases), lease_until = now() + interval '1 minute'`;
  const id = await reply(demo, theo, demo.ticket.id, 'with it', null, [file]);
  const [row] = await demo.sql`select path from public.files where id = ${file}`;
  await demo.sql`insert into private.erasures (path) values (${row!.path as string})`;
  await demo.sql`select pg_notify('ticketflow_files', '')`;
  await eventually('its bytes are gone', async () => (await demo.storage.read(row!.path as string)) === null);
  const next = await reply(demo, theo, demo.ticket.id, 'without it');
  await demo.sql`update public.outbox_lanes set lease_until = now()`;
  expect((await delivered(demo, id, 'failed')).delivery_reason).toEqual({ code: 'file_gone' });
  await delivered(demo, next);
});

test('a bot without a key to the storage says so on the reply', async ({ demo }) => {
  await demo.bot.stop();
  demo.bot = await demo.start();
  const id = await reply(demo, theo, demo.ticket.id, 'keyless', null, [
    await uploaded(demo, 'keyless.txt', 'x'),
  ]);
  expect((await delivered(demo, id, 'failed')).delivery_reason).toEqual({ code: 'no_file_key' });
});
