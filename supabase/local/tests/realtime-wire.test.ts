import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signJwt } from '../jwt.ts';
import { eventually } from './eventually.ts';
import { isLocal, startProject, type Project } from './local-server.ts';
import { binaryPush, openRawSocket, readBroadcast } from './raw-socket.ts';
import { realtimeCleanup, realtimeSchema } from './realtime-schema.ts';

let project: Project;
const opened: { close: () => void }[] = [];
beforeAll(async () => {
  project = await startProject(realtimeSchema, { cleanup: realtimeCleanup });
});
afterAll(async () => {
  for (const socket of opened) socket.close();
  await project.finish();
});

async function open(version: '1.0.0' | '2.0.0' = '2.0.0', to: Project = project) {
  const socket = await openRawSocket(to, version);
  opened.push(socket);
  return socket;
}
const token = (seconds?: number) => project.tokenFor(randomUUID(), seconds);
const room = (name: string) => `realtime:${name}:${randomUUID()}`;
const joined = { status: 'ok', response: { postgres_changes: [] } };

describe.each(['1.0.0', '2.0.0'] as const)('version %s', (version) => {
  test('answers heartbeats', async () => {
    const socket = await open(version);
    socket.send('phoenix', 'heartbeat', {}, { ref: '7' });
    const reply = await socket.next('the answer', ({ topic }) => topic === 'phoenix');
    expect(reply).toMatchObject({ event: 'phx_reply', ref: '7', payload: { status: 'ok', response: {} } });
  });

  test('answers a join, and leaving with a reply and then a close', async () => {
    const socket = await open(version);
    const topic = room('public');
    expect((await socket.join(topic)).payload).toEqual(joined);
    socket.send(topic, 'phx_leave', {}, { ref: 'bye', joinRef: 'join-1' });
    await socket.next('the close', ({ event }) => event === 'phx_close');
    const events = socket.frames
      .filter((frame) => frame.topic === topic)
      .map(({ event, ref }) => [event, ref]);
    expect(events.slice(-2)).toEqual([
      ['phx_reply', 'bye'],
      ['phx_close', 'join-1'],
    ]);
  });

  test('sends who is present after the join, unless presence is off', async () => {
    const socket = await open(version);
    const [on, off] = [room('public'), room('public')];
    await socket.join(on);
    await socket.join(off, { presence: { enabled: false } });
    const state = await socket.next('the state', ({ event }) => event === 'presence_state');
    expect(state).toMatchObject({ topic: on, payload: {} });
    socket.send('phoenix', 'heartbeat', {}, { ref: 'after' });
    await socket.next('all before it has come', ({ ref }) => ref === 'after');
    expect(socket.frames.filter(({ event }) => event === 'presence_state')).toHaveLength(1);
  });

  test('takes booleans that come as strings', async () => {
    const socket = await open(version);
    const answer = await socket.join(room('contract:closed'), { private: 'true' }, token());
    expect(answer.payload.status).toBe('error');
    expect((await socket.join(room('contract:closed'), { private: 'false' }, token())).payload).toEqual(
      joined,
    );
  });
});

describe('broadcasts on the wire', () => {
  test('version 1.0.0 is sent JSON text, version 2.0.0 binary frames of kind 4, of one and the same message', async () => {
    const [old, current] = [await open('1.0.0'), await open('2.0.0')];
    const topic = room('contract:read');
    for (const socket of [old, current]) await socket.join(topic, { private: true }, token());
    await project.sql`select public.contract_poke(${topic.slice('realtime:'.length)}, '{"n": 1}')`;
    const text = await old.next('the text', ({ event }) => event === 'broadcast');
    await eventually('the frame', () => current.binary.length === 1);
    const frame = readBroadcast(current.binary[0] ?? Buffer.alloc(0));
    expect(frame).toMatchObject({ kind: 4, topic, event: 'poke', isJson: true });
    expect(text.payload).toEqual({
      type: 'broadcast',
      event: 'poke',
      payload: JSON.parse(frame.content.toString()),
      meta: JSON.parse(frame.meta),
    });
  });

  test('a binary push of kind 3 is understood, with lengths counted in bytes', async () => {
    const [sender, receiver, old] = [await open(), await open(), await open('1.0.0')];
    const topic = room('größe');
    for (const socket of [sender, receiver, old]) await socket.join(topic, { broadcast: { ack: true } });
    sender.sendBytes(binaryPush({ joinRef: 'join-1', ref: '11', topic, event: 'señal' }, { n: 1 }));
    sender.sendBytes(
      binaryPush({ joinRef: 'join-1', ref: '12', topic, event: 'bytes' }, Buffer.from([1, 2, 3])),
    );
    await sender.next('the acknowledgement', ({ ref }) => ref === '12');
    await eventually('both arrive', () => receiver.binary.length === 2);
    const [json, bytes] = receiver.binary.map(readBroadcast);
    expect([json?.event, json?.content.toString(), json?.meta]).toEqual(['señal', '{"n":1}', '']);
    expect([bytes?.isJson, [...(bytes?.content ?? [])]]).toEqual([false, [1, 2, 3]]);
    const texts = old.frames.filter(({ event }) => event === 'broadcast');
    expect(texts.map(({ payload }) => payload)).toEqual([
      { type: 'broadcast', event: 'señal', payload: { n: 1 } },
    ]);
  });

  test('a text push in the old form is understood in both versions', async () => {
    const [sender, receiver] = [await open('1.0.0'), await open('2.0.0')];
    const topic = room('public');
    for (const socket of [sender, receiver]) await socket.join(topic);
    sender.send(topic, 'broadcast', { type: 'broadcast', event: 'hello', payload: { n: 1 } }, { ref: '9' });
    receiver.send(topic, 'broadcast', { type: 'broadcast', event: 'back', payload: { n: 2 } }, { ref: '9' });
    await sender.next(
      'the way back',
      ({ event, payload }) => event === 'broadcast' && payload.event === 'back',
    );
    await eventually('the way there', () => receiver.binary.length === 1);
  });

  test('replay gives what was stored since, oldest first, marked as such, at most as many as asked for', async () => {
    const topic = room('contract:read');
    const name = topic.slice('realtime:'.length);
    const since = Date.now() - 1000;
    for (let n = 1; n <= 4; n += 1) {
      await project.sql`select public.contract_poke(${name}, ${project.sql.json({ n })})`;
    }
    const socket = await open();
    await socket.join(topic, { private: true, broadcast: { replay: { since, limit: 3 } } }, token());
    await socket.next('the last', ({ event, payload }) => event === 'broadcast' && payload.payload.n === 4);
    const replayed = socket.frames.filter(({ event }) => event === 'broadcast').map(({ payload }) => payload);
    expect(replayed.map(({ payload }) => payload.n)).toEqual([2, 3, 4]);
    expect(replayed[0].meta).toEqual({ replayed: true, id: replayed[0].payload.id });
    const open1 = await socket.join(room('public'), { broadcast: { replay: { since } } });
    expect(open1.payload.response.reason).toContain(
      'UnableToReplayMessages: Replay is not allowed for public channels',
    );
    const bad = await socket.join(topic, { private: true, broadcast: { replay: { since: 'x' } } }, token());
    expect(bad.payload.response.reason).toContain('UnableToReplayMessages: Replay params are not valid');
  });

  test('a client can ask to be told when broadcasts from the database flow', async () => {
    const socket = await open();
    await socket.join(
      room('contract:read'),
      { private: true, broadcast: { replication_ready: true } },
      token(),
    );
    const told = await socket.next('the word', ({ event }) => event === 'system');
    expect(told.payload).toMatchObject({ status: 'ok', message: 'Replication connection established' });
  });
});

describe('joins that are refused', () => {
  const reasonOf = async (topic: string, config: object, access?: string) =>
    (await (await open()).join(topic, config, access)).payload.response.reason as string;

  test.each([
    ['MalformedJWT: The token provided is not a valid JWT', () => 'nonsense'],
    [
      'JwtSignatureError: Failed to validate JWT signature',
      () => signJwt({ role: 'authenticated', exp: 9e9 }, 'other'),
    ],
    [
      'InvalidJWTToken: Fields `role` and `exp` are required in JWT',
      () => signJwt({ sub: 'x' }, project.jwtSecret),
    ],
    ['InvalidJWTToken: Token has expired', () => token(-5)],
  ])(
    '%s',
    async (reason, access) => {
      expect(await reasonOf(room('contract:read'), { private: true }, access())).toContain(reason);
    },
    15_000,
  );

  test('a topic without a name, and one that is no channel', async () => {
    expect(await reasonOf('realtime:', {})).toContain('TopicNameRequired: You must provide a topic name');
    expect(await reasonOf('somewhere', {})).toBe('unmatched topic');
  });

  test.runIf(isLocal)(
    'are answered only after a pause, during which the other channels live on',
    async () => {
      const own = await startProject(realtimeSchema, { realtimeLimits: { joinRefusalPause: 400 } });
      const socket = await open('2.0.0', own);
      const begin = performance.now();
      const refused = socket.join('realtime:contract:closed', { private: true }, own.tokenFor(randomUUID()));
      await socket.join('realtime:public');
      const quick = performance.now() - begin;
      expect((await refused).payload.status).toBe('error');
      expect(performance.now() - begin).toBeGreaterThanOrEqual(390);
      expect(quick).toBeLessThan(390);
      socket.close();
      await own.stop();
    },
  );

  test.runIf(isLocal)('by number: too many channels on a socket, too many joins', async () => {
    const own = await startProject('', { realtimeLimits: { channelsPerSocket: 2, joinsPerSecond: 4 / 60 } });
    const socket = await open('2.0.0', own);
    for (const name of ['a', 'b']) expect((await socket.join(`realtime:${name}`)).payload.status).toBe('ok');
    const third = await socket.join('realtime:c');
    expect(third.payload.response.reason).toBe('ChannelRateLimitReached: Too many channels');
    socket.send('realtime:a', 'phx_leave', {}, { ref: 'l', joinRef: 'join-1' });
    expect((await socket.join('realtime:d')).payload.status).toBe('ok');
    const fifth = await socket.join('realtime:e');
    expect(fifth.payload.response.reason).toBe('ClientJoinRateLimitReached: Too many joins per second');
    await eventually('the socket is dropped', socket.isClosed);
    await own.stop();
  });
});

describe('a joined channel', () => {
  test('gives way to a second join of its topic on the same socket', async () => {
    const socket = await open();
    const topic = room('public');
    await socket.join(topic);
    expect((await socket.join(topic)).payload).toEqual(joined);
    expect(socket.frames.filter(({ event }) => event === 'phx_close').map(({ ref }) => ref)).toEqual([
      'join-1',
    ]);
    socket.send(topic, 'broadcast', { type: 'broadcast', event: 'x', payload: {} }, { ref: 'still' });
    socket.send('phoenix', 'heartbeat', {}, { ref: 'after' });
    await socket.next('it lives', ({ ref }) => ref === 'after');
  });

  test('is shut down by a bad token, and keeps still at none, the same or a key', async () => {
    const socket = await open();
    const topic = room('contract:read');
    const own = token();
    await socket.join(topic, { private: true }, own);
    for (const given of [null, own, 'sb_publishable_any'])
      socket.send(topic, 'access_token', { access_token: given });
    socket.send('phoenix', 'heartbeat', {}, { ref: 'quiet' });
    await socket.next('nothing happened', ({ ref }) => ref === 'quiet');
    expect(socket.frames.filter(({ event }) => event === 'system')).toEqual([]);
    socket.send(topic, 'access_token', {
      access_token: signJwt({ role: 'authenticated', exp: 9e9 }, 'other'),
    });
    await socket.next('the close', ({ event }) => event === 'phx_close');
    expect(socket.frames.find(({ event }) => event === 'system')?.payload).toMatchObject({
      extension: 'system',
      status: 'error',
      message: 'Failed to validate JWT signature',
    });
  });

  test('refuses to track what is no map', async () => {
    const socket = await open();
    const topic = room('public');
    await socket.join(topic);
    socket.send(topic, 'presence', { type: 'presence', event: 'track', payload: ['no'] }, { ref: 't' });
    const reply = await socket.next('the refusal', ({ ref }) => ref === 't');
    expect(reply.payload).toEqual({
      status: 'error',
      response: { reason: 'Presence track payload must be a map' },
    });
  });

  test('tells changes of presence as joins and leaves, and nothing when nothing changed', async () => {
    const socket = await open();
    const topic = room('public');
    await socket.join(topic, { presence: { key: 'me' } });
    const track = (payload: object, ref: string) =>
      socket.send(topic, 'presence', { type: 'presence', event: 'track', payload }, { ref });
    track({ a: 1 }, '1');
    track({ a: 1 }, '2');
    track({ a: 2 }, '3');
    await eventually(
      'two changes',
      () => socket.frames.filter(({ event }) => event === 'presence_diff').length === 2,
    );
    const [first, second] = socket.frames
      .filter(({ event }) => event === 'presence_diff')
      .map(({ payload }) => payload);
    const ref = first.joins.me.metas[0].phx_ref as string;
    expect(first).toEqual({ joins: { me: { metas: [{ phx_ref: ref, a: 1 }] } }, leaves: {} });
    expect(second.joins.me.metas[0]).toMatchObject({ phx_ref_prev: ref, a: 2 });
    expect(second.leaves).toEqual({ me: { metas: [{ phx_ref: ref, a: 1 }] } });
  });

  test('is shut down by too many presence calls of one client', async () => {
    const socket = await open();
    const topic = room('public');
    await socket.join(topic);
    for (let n = 1; n <= 6; n += 1) {
      socket.send(topic, 'presence', { type: 'presence', event: 'track', payload: { n } }, { ref: `p${n}` });
    }
    const told = await socket.next('the word', ({ event }) => event === 'system');
    expect(told.payload.message).toBe('Client presence rate limit exceeded');
  });

  test.runIf(isLocal)('is told to join again when something of ours fails', async () => {
    const socket = await open();
    const topic = room('contract:broken');
    const access = { config: { private: true }, access_token: token() };
    socket.send(topic, 'phx_join', access, { ref: '1', joinRef: '1' });
    expect(await socket.next('the error', ({ event }) => event === 'phx_error')).toMatchObject({
      topic,
      joinRef: '1',
    });
    expect((await socket.join(room('public'))).payload).toEqual(joined);
  });

  test.runIf(isLocal)(
    'is shut down by too many presence messages of all, and by one that is too big',
    async () => {
      const own = await startProject('', { realtimeLimits: { presencePerSecond: 2 / 60, payloadBytes: 50 } });
      const socket = await open('2.0.0', own);
      const track = (topic: string, payload: object) =>
        socket.send(topic, 'presence', { type: 'presence', event: 'track', payload }, { ref: 'p' });
      const ending = async (topic: string) =>
        (await socket.next('the word', (frame) => frame.topic === topic && frame.event === 'system')).payload
          .message;
      for (const name of ['a', 'b']) await socket.join(`realtime:${name}`);
      track('realtime:a', { text: 'x'.repeat(60) });
      expect(await ending('realtime:a')).toBe('Track message size exceeded');
      for (const n of [1, 2]) track('realtime:b', { n });
      expect(await ending('realtime:b')).toBe('Too many presence messages per second');
      await own.stop();
    },
  );

  test.runIf(isLocal)('is shut down by too many messages, and drops one that is too big', async () => {
    const own = await startProject('', { realtimeLimits: { messagesPerSecond: 3 / 60, payloadBytes: 100 } });
    const [socket, other] = [await open('2.0.0', own), await open('2.0.0', own)];
    for (const one of [socket, other]) await one.join('realtime:room', { broadcast: { ack: true } });
    const send = (ref: string, text: string) =>
      socket.send(
        'realtime:room',
        'broadcast',
        { type: 'broadcast', event: 'x', payload: { text } },
        { ref },
      );
    send('big', 'x'.repeat(200));
    expect((await socket.next('a refusal', ({ ref }) => ref === 'big')).payload.status).toBe('error');
    for (const ref of ['a', 'b', 'c']) send(ref, ref);
    await socket.next('the close', ({ event }) => event === 'phx_close');
    expect(socket.frames.find(({ event }) => event === 'system')?.payload.message).toBe(
      'Too many messages per second',
    );
    await eventually('the allowed two arrived', () => other.binary.length === 2);
    await own.stop();
  });
});

describe('the handshake', () => {
  const refusal = (query: string, to: Project = project) =>
    new Promise<[number, unknown]>((resolve, reject) => {
      const socket = new WebSocket(`${to.supabaseUrl.replace('http', 'ws')}/realtime/v1/websocket?${query}`);
      socket.once('open', () => reject(new Error('It was let in.')));
      socket.once('error', () => {});
      socket.once('unexpected-response', (_, response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve([response.statusCode ?? 0, text ? JSON.parse(text) : undefined]));
      });
    });

  test.runIf(isLocal)('is refused over HTTP without a key and with a bad one', async () => {
    expect(await refusal('vsn=2.0.0')).toEqual([401, { error: 'API key is missing' }]);
    expect(await refusal('apikey=nonsense')).toEqual([
      401,
      { error: 'The token provided is not a valid JWT' },
    ]);
    expect(await refusal(`apikey=${token(-5)}`)).toEqual([401, { error: 'Token has expired' }]);
    const other = signJwt({ role: 'anon', exp: 9e9 }, 'other');
    expect(await refusal(`apikey=${other}`)).toEqual([401, { error: 'Failed to validate JWT signature' }]);
  });

  test('takes the key from a header as well', async () => {
    const address = `${project.supabaseUrl.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0`;
    const socket = new WebSocket(address, { headers: { 'x-api-key': project.publishableKey } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.close();
  });

  test.runIf(isLocal)('is refused when there are too many, and one that says nothing is cut', async () => {
    const own = await startProject('', { realtimeLimits: { connections: 1, idleTimeout: 300 } });
    const socket = await open('2.0.0', own);
    expect(await refusal(`apikey=${own.publishableKey}`, own)).toEqual([
      429,
      { error: 'Too many connected users' },
    ]);
    await eventually('the silent one is cut', socket.isClosed);
    await own.stop();
  });
});

describe('over HTTP', () => {
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${project.supabaseUrl}/realtime/v1/api/broadcast${path}`, {
      method: 'POST',
      headers: { apikey: project.publishableKey, 'content-type': 'application/json', ...headers },
      body,
    });
  const signedIn = () => ({ authorization: `Bearer ${token()}` });

  test('several messages at once are delivered; those that may not be sent are dropped without a word', async () => {
    const socket = await open();
    const [free, open1, read] = [room('public'), room('contract:open'), room('contract:read')];
    await socket.join(free);
    for (const topic of [open1, read]) await socket.join(topic, { private: true }, token());
    const name = (topic: string) => topic.slice('realtime:'.length);
    const messages = [
      { topic: name(read), event: 'dropped', payload: {}, private: true },
      { topic: name(open1), event: 'kept', payload: { n: 1 }, private: true },
      { topic: name(free), event: 'free', payload: { n: 2 } },
    ];
    const answer = await post('', JSON.stringify({ messages }), signedIn());
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    await eventually('both arrive', () => socket.binary.length === 2);
    expect(socket.binary.map((frame) => readBroadcast(frame).event)).toEqual(['kept', 'free']);
  });

  test('a single message is JSON or bytes, and refused aloud where one may not send', async () => {
    const socket = await open();
    const topic = room('contract:open');
    await socket.join(topic, { private: true }, token());
    const path = (name: string) => `/${encodeURIComponent(name)}/events/hi?private=true`;
    const name = topic.slice('realtime:'.length);
    expect((await post(path(name), '{"n":1}', signedIn())).status).toBe(202);
    const bytes = { ...signedIn(), 'content-type': 'application/octet-stream' };
    expect((await post(path(name), new Uint8Array([9, 8]), bytes)).status).toBe(202);
    await eventually('both arrive', () => socket.binary.length === 2);
    expect([...readBroadcast(socket.binary[1] ?? Buffer.alloc(0)).content]).toEqual([9, 8]);
    expect((await post(path(`contract:read:${randomUUID()}`), '{}', signedIn())).status).toBe(403);
    expect((await post(path(name), 'x', { ...signedIn(), 'content-type': 'text/plain' })).status).toBe(415);
  });

  test.runIf(isLocal)('too many messages are 429', async () => {
    const own = await startProject('', { realtimeLimits: { messagesPerSecond: 0 } });
    const headers = { apikey: own.publishableKey, 'content-type': 'application/json' };
    const calls: [string, object][] = [
      ['', { messages: [{ topic: 'x', event: 'y', payload: {} }] }],
      ['/x/events/y', {}],
    ];
    for (const [path, body] of calls) {
      const address = `${own.supabaseUrl}/realtime/v1/api/broadcast${path}`;
      expect((await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(
        429,
      );
    }
    await own.stop();
  });

  test('what is incomplete is 422, who is nobody 401', async () => {
    expect((await post('', JSON.stringify({ messages: [{ topic: 'x' }] }))).status).toBe(422);
    expect((await post('', '{}')).status).toBe(422);
    const nobody = await post('', '{"messages":[]}', { authorization: 'Bearer nonsense' });
    expect(nobody.status).toBe(401);
  });
});
