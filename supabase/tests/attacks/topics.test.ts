import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../local/tests/eventually.ts';
import { binaryPush, openRawSocket, type RawSocket } from '../../local/tests/raw-socket.ts';
import { harbor, kestrel, marlowe, noor, oddpenguin, stranger, theo, ticketId } from '../demo-database.ts';
import { startAttackStack, type Attacker, type AttackStack } from './attack-stack.ts';

const config = (more: object = {}) => ({
  private: true,
  broadcast: { ack: true, self: true },
  presence: { key: '' },
  ...more,
});
const ticket = ticketId(2418);

let stack: AttackStack;
let people: Record<'nobody' | 'stranger' | 'requester' | 'elsewhere' | 'agent' | 'owner', Attacker>;
beforeAll(async () => {
  stack = await startAttackStack();
  people = {
    nobody: stack.withToken(null),
    stranger: await stack.signIn(stranger),
    requester: await stack.signIn(marlowe),
    elsewhere: await stack.signIn(oddpenguin),
    agent: await stack.signIn(theo),
    owner: await stack.signIn(noor),
  };
});
afterAll(() => stack[Symbol.asyncDispose]());

const open: RawSocket[] = [];
afterEach(() => open.splice(0).forEach((socket) => socket.close()));
async function socketOf(): Promise<RawSocket> {
  const socket = await openRawSocket(stack);
  open.push(socket);
  return socket;
}

/** Whether the socket may join, and the words when not. */
async function join(
  socket: RawSocket,
  topic: string,
  one: Attacker,
  more: object = {},
): Promise<true | string> {
  const answer = await socket.join(`realtime:${topic}`, config(more), one.token || undefined);
  return answer.payload.status === 'ok' || (answer.payload.response.reason as string);
}

describe('joining', () => {
  const presence = { presence: { key: 'x', enabled: true } };
  test.each([
    ['guild', `guild:${harbor}`, ['agent', 'owner']],
    ['ticket', `ticket:${ticket}`, ['requester', 'agent', 'owner']],
    ['presence of a ticket', `ticket:${ticket}:presence`, ['agent', 'owner']],
    ['restricted ticket', `ticket:${ticketId(2404)}`, ['owner']],
  ] as const)(
    'the topic of a %s is for those who may see it, and refused to all others in the same words',
    async (kind, topic, allowed) => {
      const refusals = new Set<unknown>();
      for (const [name, one] of Object.entries(people)) {
        const answer = await join(await socketOf(), topic, one, kind.startsWith('presence') ? presence : {});
        expect([name, answer === true]).toEqual([name, (allowed as readonly string[]).includes(name)]);
        if (answer !== true) refusals.add(answer);
      }
      expect([...refusals]).toEqual([
        `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
      ]);
    },
  );

  test('the topic of a person is theirs alone', async () => {
    for (const [name, one] of Object.entries(people)) {
      expect([name, (await join(await socketOf(), `user:${people.agent.userId}`, one)) === true]).toEqual([
        name,
        name === 'agent',
      ]);
    }
  });

  test('a topic that is not there is refused like one that is not theirs', async () => {
    const words = async (topic: string) =>
      String(await join(await socketOf(), topic, people.stranger)).replace(topic, '…');
    const there = await words(`ticket:${ticket}`);
    expect(await words(`ticket:${ticketId(9999)}`)).toBe(there);
    expect(await words('guild:1180000000000009999')).toBe(there);
    expect(await words(`guild:${harbor}`)).toBe(there);
  });

  test.each([
    `guild:${harbor}:presence`,
    `guild:${harbor}%`,
    'guild:%',
    `ticket:${ticket}%`,
    `ticket:${ticket}'`,
    `ticket:${ticket.toUpperCase()}`,
    `ticket:${'-'.repeat(36)}`,
    `TICKET:${ticket}`,
    ` ticket:${ticket}`,
    'user:',
    'user:%',
    '*',
    'realtime:*',
  ])('an invalid name opens nothing, not to the owner either: %j', async (topic) => {
    expect(await join(await socketOf(), topic, people.owner)).not.toBe(true);
  });

  test('a public channel of the same name hears nothing', async () => {
    const socket = await socketOf();
    await join(socket, `ticket:${ticket}`, people.stranger, { private: false });
    const witness = await socketOf();
    expect(await join(witness, `ticket:${ticket}`, people.agent)).toBe(true);
    await stack.sql`select private.poke(${`ticket:${ticket}`}, '{"revision": 3}')`;
    await hears(witness, '"revision":3');
    expect(socket.binary).toEqual([]);
  });
});

/** Waits until a binary frame with these words has come. */
const hears = (socket: RawSocket, words: string) =>
  eventually(`a frame with ${words} comes`, () => socket.binary.find((frame) => frame.includes(words)));

describe('sending', () => {
  test.each([`guild:${harbor}`, `ticket:${ticket}`])(
    'a broadcast on %s reaches nobody, from its own agents either',
    async (topic) => {
      const [witness, sender, outsider] = [await socketOf(), await socketOf(), await socketOf()];
      expect(await join(witness, topic, people.owner)).toBe(true);
      expect(await join(sender, topic, people.agent)).toBe(true);
      await join(outsider, topic, people.stranger);
      for (const socket of [sender, outsider]) {
        const joined = socket.frames.find(({ event }) => event === 'phx_reply')!;
        const payload = { type: 'broadcast', event: 'poke', payload: { forged: true } };
        socket.send(`realtime:${topic}`, 'broadcast', payload, { ref: '2', joinRef: joined.ref });
        socket.sendBytes(
          binaryPush(
            { joinRef: joined.ref!, ref: '3', topic: `realtime:${topic}`, event: 'poke' },
            { forged: true },
          ),
        );
      }
      // What really happens afterwards arrives: so what was forged before it would have.
      await people.agent.rpc('set_priority', {
        ticket,
        priority: topic.startsWith('guild') ? 'low' : 'urgent',
      });
      await stack.sql`select private.poke(${topic}, '{"revision": 1}')`;
      await hears(witness, '"revision":1');
      for (const socket of [witness, sender, outsider])
        expect(socket.binary.filter((frame) => frame.includes('forged'))).toEqual([]);
    },
  );

  test('over HTTP a private message is dropped or refused, no matter who sends it, and a public one reaches no private channel', async () => {
    const witness = await socketOf();
    const topics = [`guild:${harbor}`, `ticket:${ticket}`, `user:${people.owner.userId}`];
    for (const topic of topics) expect(await join(witness, topic, people.owner)).toBe(true);
    for (const one of Object.values(people))
      for (const topic of topics) {
        for (const isPrivate of [true, false]) {
          const messages = [{ topic, event: 'poke', payload: { forged: true }, private: isPrivate }];
          await one.ask('/realtime/v1/api/broadcast', { method: 'POST', body: JSON.stringify({ messages }) });
        }
        const single = await one.ask(`/realtime/v1/api/broadcast/${topic}/events/poke?private=true`, {
          method: 'POST',
          body: '{"forged":true}',
        });
        expect(single.status).toBe(403);
      }
    await stack.sql`select private.poke(${topics[1]!}, '{"revision": 2}')`;
    await hears(witness, '"revision":2');
    expect(witness.binary.filter((frame) => frame.includes('forged'))).toEqual([]);
  });

  test('presence on a ticket is for its agents: a requester and others track nothing there', async () => {
    const topic = `ticket:${ticket}:presence`;
    const enabled = { presence: { key: 'k', enabled: true } };
    const witness = await socketOf();
    expect(await join(witness, topic, people.owner, enabled)).toBe(true);
    for (const one of [people.requester, people.elsewhere, people.stranger]) {
      const socket = await socketOf();
      await join(socket, topic, one, enabled);
      const track = { type: 'presence', event: 'track', payload: { forged: true } };
      socket.send(`realtime:${topic}`, 'presence', track, { ref: '9', joinRef: 'join-1' });
    }
    const agent = await socketOf();
    expect(await join(agent, topic, people.agent, enabled)).toBe(true);
    agent.send(
      `realtime:${topic}`,
      'presence',
      { type: 'presence', event: 'track', payload: { is: 'here' } },
      { ref: '9', joinRef: 'join-1' },
    );
    await witness.next(
      'the agent is seen',
      ({ event, payload }) => event === 'presence_diff' && JSON.stringify(payload).includes('here'),
    );
    expect(JSON.stringify(witness.frames)).not.toContain('forged');
  });

  test('the rows of Realtime cannot be read or written over the Data API', async () => {
    for (const method of ['GET', 'POST']) {
      const answer = await people.owner.ask('/rest/v1/messages_2026_11_25', {
        method,
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      expect(answer.status).toBe(404);
      const schema = { 'accept-profile': 'realtime', 'content-profile': 'realtime' };
      const other = await people.owner.ask('/rest/v1/messages', {
        method,
        headers: schema,
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      expect(other.status).toBe(406);
    }
    const owner = await stack.signIn(kestrel);
    expect((await owner.rpc('send', { payload: {}, event: 'poke', topic: `guild:${harbor}` })).status).toBe(
      404,
    );
  });
});
