import { randomUUID } from 'node:crypto';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import { isLocal, startProject, type Project } from './local-server.ts';
import { realtimeCleanup, realtimeSchema } from './realtime-schema.ts';

let project: Project;
let clients: SupabaseClient[] = [];
beforeAll(async () => {
  project = await startProject(realtimeSchema, { cleanup: realtimeCleanup });
});
afterAll(() => project.finish());
afterEach(async () => {
  await Promise.all(clients.map((client) => client.removeAllChannels()));
  for (const client of clients) client.realtime.disconnect();
  clients = [];
});

async function person(id: string = randomUUID(), token = project.tokenFor(id)): Promise<SupabaseClient> {
  const client = project.client(token);
  clients.push(client);
  await client.realtime.setAuth();
  return client;
}

/** Subscribes and waits for the first word on it. */
function subscribe(channel: RealtimeChannel): Promise<{ status: string; reason?: string }> {
  return new Promise((resolve) =>
    channel.subscribe((status, error) => resolve({ status, reason: error?.message })),
  );
}

/** A subscribed private channel that keeps the broadcasts it is sent. */
async function listen(client: SupabaseClient, topic: string, config: object = {}, isPrivate = true) {
  const heard: { event: string; payload: any; meta?: { id: string } }[] = []; // eslint-disable-line @typescript-eslint/no-explicit-any
  const channel = client.channel(topic, { config: { private: isPrivate, ...config } });
  channel.on('broadcast', { event: '*' }, (message) => heard.push(message as never));
  expect(await subscribe(channel)).toMatchObject({ status: 'SUBSCRIBED' });
  return { channel, heard };
}
const poke = (topic: string, payload: object = {}) =>
  project.sql`select public.contract_poke(${topic}, ${project.sql.json(payload as never)})`;
const topicOf = (right: string) => `contract:${right}:${randomUUID()}`;

describe('joining a private channel', () => {
  test('works where a policy lets one read', async () => {
    await listen(await person(), topicOf('read'));
  });

  test('is refused where none does, in words', async () => {
    const topic = topicOf('closed');
    const client = await person();
    const { status, reason } = await subscribe(client.channel(topic, { config: { private: true } }));
    expect(status).toBe('CHANNEL_ERROR');
    expect(reason).toContain(
      `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    );
  });

  test('is refused to somebody who is not signed in', async () => {
    const client = project.client();
    clients.push(client);
    const { status } = await subscribe(client.channel(topicOf('read'), { config: { private: true } }));
    expect(status).toBe('CHANNEL_ERROR');
  });

  test('is enough with presence alone, which then brings no broadcasts', async () => {
    const topic = topicOf('presence-only');
    const client = await person();
    const witness = await listen(await person(), topicOf('read'));
    const channel = client.channel(topic, {
      config: { private: true, presence: { key: 'me', enabled: true } },
    });
    const heard: unknown[] = [];
    channel.on('broadcast', { event: '*' }, (message) => heard.push(message));
    channel.on('presence', { event: 'sync' }, () => {});
    expect(await subscribe(channel)).toMatchObject({ status: 'SUBSCRIBED' });
    await poke(topic);
    await poke(witness.channel.subTopic);
    await eventually('the later broadcast arrives elsewhere', () => witness.heard.length === 1);
    expect(heard).toEqual([]);
  });
});

describe('a broadcast from the database', () => {
  test('reaches everybody in its channel, with the stored row’s id, in the order of commits', async () => {
    const topic = topicOf('read');
    const [one, two] = [await listen(await person(), topic), await listen(await person(), topic)];
    const other = await listen(await person(), topicOf('read'));
    for (let n = 1; n <= 20; n += 1) await poke(topic, { n });
    for (const { heard } of [one, two]) {
      await eventually('all twenty arrive', () => heard.length === 20);
      expect(heard.map(({ payload }) => payload.n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    }
    const rows =
      await project.sql`select id from realtime.messages where topic = ${topic} order by (payload ->> 'n')::int`;
    expect(one.heard.map(({ meta }) => meta?.id)).toEqual(rows.map((row) => row.id));
    expect(one.heard[0]).toMatchObject({ event: 'poke', payload: { n: 1, id: rows[0]?.id } });
    expect(other.heard).toEqual([]);
  });

  test('of any size arrives whole, in its place', async () => {
    const topic = topicOf('read');
    const { heard } = await listen(await person(), topic);
    await poke(topic, { n: 1 });
    await poke(topic, { n: 2, text: 'ü'.repeat(50_000) });
    await poke(topic, { n: 3 });
    await eventually('all three arrive', () => heard.length === 3);
    expect(heard.map(({ payload }) => payload.n)).toEqual([1, 2, 3]);
    expect(heard[1]?.payload.text).toHaveLength(50_000);
  });

  test('of a transaction that is rolled back is never sent', async () => {
    const topic = topicOf('read');
    const { heard } = await listen(await person(), topic);
    const undo = new Error('undo');
    const attempt = project.sql.begin(async (sql) => {
      await sql`select public.contract_poke(${topic}, '{"n": "never"}')`;
      throw undo;
    });
    await expect(attempt).rejects.toBe(undo);
    await poke(topic, { n: 'later' });
    await eventually('the later one arrives', () => heard.length > 0);
    expect(heard.map(({ payload }) => payload.n)).toEqual(['later']);
  });

  test('made of bytes arrives as bytes', async () => {
    const topic = topicOf('read');
    const { heard } = await listen(await person(), topic);
    await project.sql`select realtime.send_binary(${Buffer.from([0, 255, 7])}, 'bytes', ${topic})`;
    await eventually('it arrives', () => heard.length === 1);
    expect([...new Uint8Array(heard[0]?.payload)]).toEqual([0, 255, 7]);
  });

  test('to a private channel stays out of the public one of the same name', async () => {
    const topic = topicOf('read');
    const [inside, outside] = [
      await listen(await person(), topic),
      await listen(await person(), topic, {}, false),
    ];
    await poke(topic);
    await eventually('it arrives inside', () => inside.heard.length === 1);
    await project.sql`select realtime.send('{}', 'open', ${topic}, false)`;
    await eventually('the public one arrives outside', () => outside.heard.length === 1);
    expect([inside.heard.length, outside.heard[0]?.event]).toEqual([1, 'open']);
  });
});

describe('a broadcast from a client', () => {
  test('reaches the others and, unless asked for, not its sender', async () => {
    const topic = topicOf('open');
    const [sender, echo, other] = [
      await listen(await person(), topic),
      await listen(await person(), topic, { broadcast: { self: true } }),
      await listen(await person(), topic),
    ];
    await sender.channel.send({ type: 'broadcast', event: 'hello', payload: { from: 'sender' } });
    await echo.channel.send({ type: 'broadcast', event: 'hello', payload: { from: 'echo' } });
    await eventually('both arrive at the third', () => other.heard.length === 2);
    await eventually('both arrive at the second', () => echo.heard.length === 2);
    expect(sender.heard.map(({ payload }) => payload.from)).toEqual(['echo']);
  });

  test('is acknowledged when that was asked for', async () => {
    const { channel } = await listen(await person(), topicOf('open'), { broadcast: { ack: true } });
    expect(await channel.send({ type: 'broadcast', event: 'hello', payload: {} })).toBe('ok');
  });

  test('without a policy to write is dropped, and never acknowledged', async () => {
    const topic = topicOf('read');
    const sender = await listen(await person(), topic, { broadcast: { ack: true } });
    const other = await listen(await person(), topic);
    const answer = await sender.channel.send(
      { type: 'broadcast', event: 'forged', payload: {} },
      { timeout: 300 },
    );
    expect(answer).toBe('timed out');
    await poke(topic);
    await eventually('the poke arrives', () => other.heard.length > 0);
    expect(other.heard.map(({ event }) => event)).toEqual(['poke']);
  });

  test('over HTTP is delivered to those who listen, sender included', async () => {
    const topic = topicOf('open');
    const { channel, heard } = await listen(await person(), topic);
    expect(await channel.httpSend('over-http', { n: 1 })).toMatchObject({ success: true });
    await eventually('it arrives', () => heard.length === 1);
    expect(heard[0]).toMatchObject({ event: 'over-http', payload: { n: 1 } });
  });
});

describe('presence', () => {
  type State = Record<string, { name?: string }[]>;
  async function appear(topic: string, key: string, meta: object) {
    const channel = (await person()).channel(topic, { config: { private: true, presence: { key } } });
    channel.on('presence', { event: 'sync' }, () => {});
    expect(await subscribe(channel)).toMatchObject({ status: 'SUBSCRIBED' });
    expect(await channel.track(meta)).toBe('ok');
    return {
      channel,
      names: () =>
        Object.values(channel.presenceState() as State)
          .flat()
          .map(({ name }) => name)
          .sort(),
    };
  }

  test('shows everybody who is there, what they change, and that they leave', async () => {
    const topic = topicOf('presence-only');
    const theo = await appear(topic, 'theo', { name: 'Theo' });
    const ines = await appear(topic, 'ines', { name: 'Inês' });
    for (const one of [theo, ines]) {
      await eventually('both are seen', () => one.names().join() === 'Inês,Theo');
    }
    await theo.channel.track({ name: 'Theo, typing' });
    await eventually('the change is seen', () => ines.names().join() === 'Inês,Theo, typing');
    await theo.channel.untrack();
    await eventually('leaving is seen', () => ines.names().join() === 'Inês');
  });

  test('ends with the connection', async () => {
    const topic = topicOf('presence-only');
    const stays = await appear(topic, 'stays', { name: 'stays' });
    const goes = await appear(topic, 'goes', { name: 'goes' });
    await eventually('both are there', () => stays.names().length === 2);
    goes.channel.socket.disconnect();
    await eventually('one is left', () => stays.names().join() === 'stays');
  });

  test('without a policy to write is refused', async () => {
    const channel = (await person()).channel(topicOf('read'), {
      config: { private: true, presence: { key: 'x' } },
    });
    channel.on('presence', { event: 'sync' }, () => {});
    await subscribe(channel);
    expect(await channel.track({ name: 'forged' })).toBe('error');
    expect(channel.presenceState()).toEqual({});
  });
});

describe('a token', () => {
  const systemMessages = (channel: RealtimeChannel) => {
    const messages: string[] = [];
    channel.on('system', {}, ({ message }: { message: string }) => messages.push(message));
    return messages;
  };

  test('that is new makes the policies speak again: who may no longer read is put out', async () => {
    const id = randomUUID();
    const client = await person(id);
    const topic = topicOf('read');
    const channel = client.channel(topic, { config: { private: true } });
    const messages = systemMessages(channel);
    const statuses: string[] = [];
    channel.subscribe((status) => statuses.push(status));
    await eventually('it is joined', () => statuses.includes('SUBSCRIBED'));
    await project.sql`insert into public.contract_revoked values (${id})`;
    await client.realtime.setAuth(project.tokenFor(id, 3000));
    await eventually('it is put out', () => statuses.includes('CLOSED'));
    expect(messages).toContain(`You no longer have permission to read from this Channel topic: ${topic}`);
  });

  test('without which nothing changes: a revoked reader hears on until then', async () => {
    const id = randomUUID();
    const topic = topicOf('read');
    const { heard } = await listen(await person(id), topic);
    await project.sql`insert into public.contract_revoked values (${id})`;
    await poke(topic);
    await eventually('it still arrives', () => heard.length === 1);
  });

  test('that is new and good keeps the channel, beyond the old one’s end', async () => {
    const id = randomUUID();
    const client = await person(id, project.tokenFor(id, 2));
    const topic = topicOf('read');
    const { channel, heard } = await listen(client, topic);
    const messages = systemMessages(channel);
    await client.realtime.setAuth(project.tokenFor(id, 3000));
    const brief = await person(id, project.tokenFor(id, 2));
    const ended = brief.channel(topicOf('read'), { config: { private: true } });
    const endedMessages = systemMessages(ended);
    await subscribe(ended);
    await eventually('a channel with the old token ends', () =>
      endedMessages.some((text) => /Token has expired/.test(text)),
    );
    await poke(topic);
    await eventually('the renewed one hears', () => heard.length === 1);
    expect(messages).toEqual([]);
  });
});

test('a client whose connection breaks joins again by itself and hears on', async () => {
  const topic = topicOf('read');
  const sockets: WebSocket[] = [];
  class Kept extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const token = project.tokenFor(randomUUID());
  const client = createClient(project.supabaseUrl, project.publishableKey, {
    accessToken: async () => token,
    realtime: { transport: Kept as never },
  });
  clients.push(client);
  await client.realtime.setAuth();
  const { heard, channel } = await listen(client, topic);
  sockets[0]?.close();
  await eventually('it notices', () => channel.state !== 'joined');
  await eventually('it is back', () => channel.state === 'joined', 10_000);
  await poke(topic);
  await eventually('it hears again', () => heard.length === 1);
  expect(sockets).toHaveLength(2);
});

test.runIf(isLocal)('asking for changes of tables is refused aloud, and noted as not covered', async () => {
  const own = await startProject(realtimeSchema);
  const client = own.client();
  const channel = client.channel('any').on('postgres_changes', { event: '*', schema: 'public' }, () => {});
  const { status, reason } = await subscribe(channel);
  expect([status, reason]).toEqual([
    'CHANNEL_ERROR',
    expect.stringContaining('postgres_changes is not covered'),
  ]);
  expect(own.uncovered()).toContain('phx_join postgres_changes');
  await client.removeAllChannels();
  await own.stop();
});
