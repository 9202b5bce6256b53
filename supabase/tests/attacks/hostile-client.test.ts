import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiscordMessage } from '../../contracts/discord-message.ts';
import { eventually } from '../../local/tests/eventually.ts';
import { openRawSocket, readBroadcast, type RawSocket } from '../../local/tests/raw-socket.ts';
import {
  glasshouse,
  harbor,
  ines,
  marlowe,
  noor,
  sam,
  supportCrew,
  theo,
  ticketId,
} from '../demo-database.ts';
import { startAttackStack, type Attacker, type AttackStack } from './attack-stack.ts';

const ticket = ticketId(2418);
const secret = 'The lantern is under the third buoy';

let stack: AttackStack;
let manager: Attacker;
let owner: Attacker;
beforeAll(async () => {
  stack = await startAttackStack();
  [manager, owner] = [await stack.signIn(sam), await stack.signIn(noor)];
});
afterAll(() => stack[Symbol.asyncDispose]());

const setRoles = (person: string, role_ids: string[]) =>
  stack.sql`select private.set_member_roles(${harbor}, ${stack.sql.json({
    person: { id: person, username: 'theo.l', display_name: 'Theo Lindqvist' },
    nick: null,
    role_ids,
  })}, true)`;

/** What the requester says in Discord, as the bot records it. */
async function say(text: string): Promise<void> {
  const [where] = await stack.sql`
    select channel_id, private.snowflake_at(clock_timestamp()) as id from public.tickets where id = ${ticket}`;
  const message: DiscordMessage = {
    id: where?.id as string,
    channel_id: where?.channel_id as string,
    guild_id: harbor,
    author: {
      id: marlowe,
      username: 'marlowe.tide',
      display_name: 'Marlowe',
      avatar_hash: null,
      is_bot: false,
    },
    member: { nick: null, role_ids: [] },
    content: text,
    embeds: [],
    attachments: [],
    stickers: [],
    reactions: null,
    reply_to_id: null,
    edited_at: null,
    is_own: false,
    is_webhook: false,
    nonce_message_id: null,
  };
  const [row] = await stack.sql`select private.record_message(${stack.sql.json(message)}) as outcome`;
  things.push(row?.outcome as string);
}

/** A topic joined as the desk joins it. */
const join = (socket: RawSocket, topic: string, token: string) =>
  socket.join(`realtime:${topic}`, { private: true, broadcast: {}, presence: { key: '' } }, token);

const id = /^([0-9]{17,20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Ids and numbers under these names, and nothing else. */
function expectIdsOnly(payload: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(payload)) {
    expect(['guild_id', 'ticket_id', 'revision', 'id']).toContain(key);
    if (key === 'revision') expect(value).toEqual(expect.any(Number));
    else expect(value).toMatch(id);
  }
}

/** What happened, one word each. */
const things: string[] = [];

async function does(one: Attacker, name: string, args: object): Promise<unknown> {
  const answer = await one.rpc(name, args);
  expect([name, answer.status < 300 || answer.text]).toEqual([name, true]);
  things.push(name);
  return answer.json;
}

/** Fifty things, of every kind that somebody who is not allowed to see the guild must not learn of. */
async function letThingsHappen(): Promise<void> {
  const notes: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const note = randomUUID();
    notes.push(note);
    await does(manager, 'post_reply', { ticket, message: randomUUID(), body: `${secret} ${n}` });
    await does(manager, 'add_note', { ticket, message: note, body: `${secret} ${n}` });
    await say(`${secret} ${n}`);
  }
  for (const message of notes.slice(0, 5)) {
    await does(manager, 'edit_message', { message, body: `${secret}, edited` });
    await does(manager, 'delete_message', { message });
  }
  for (const priority of ['low', 'urgent']) await does(manager, 'set_priority', { ticket, priority });
  await does(manager, 'restrict_ticket', { ticket, is_restricted: true });
  await does(manager, 'add_person', { ticket, person: ines });
  const captains = { guild: harbor, role: '1180000000000000304' };
  await does(owner, 'set_level', { ...captains, level: 'viewer' });
  await does(owner, 'set_level', { ...captains, level: null });
  const block = { guild: harbor, id: randomUUID() };
  const setting = { person_id: marlowe, reason: secret };
  const version = await does(manager, 'save_block', { ...block, setting });
  await does(manager, 'remove_block', { ...block, version });
  await does(owner, 'compare_access', { guild: harbor });
  await does(manager, 'close_ticket', { ticket, reason: secret });
}

describe('a demoted agent who keeps their socket, and reads whatever still arrives', () => {
  let agent: Attacker;
  let socket: RawSocket;
  let topics: string[];
  beforeAll(async () => {
    agent = await stack.signIn(theo);
    socket = await openRawSocket(stack);
    topics = [`guild:${harbor}`, `ticket:${ticket}`, `user:${agent.userId}`];
    for (const topic of topics)
      expect((await join(socket, topic, agent.token)).payload).toMatchObject({ status: 'ok' });
    await setRoles(theo, []);
    socket.frames.length = 0;
    await letThingsHappen();
    expect(things).toHaveLength(50);
    expect(things.filter((what) => what === 'recorded')).toHaveLength(10);
    await stack.sql`select private.poke(${`ticket:${ticket}`}, '{"revision": 424242}')`;
    await eventually('the last poke has come', () => socket.binary.some((frame) => frame.includes('424242')));
  });

  test('has lost everything but the pokes', async () => {
    expect((await agent.rpc('my_guilds')).json).toEqual([]);
    expect((await agent.rpc('read_ticket', { ticket })).json).toBeNull();
  });

  test('reads ids and numbers only', () => {
    const read = socket.binary.map(readBroadcast);
    // Realtime asks for rights at the join alone: the frames do arrive, and are worth nothing.
    expect(read.length).toBeGreaterThan(40);
    expect(new Set(read.map(({ topic }) => topic))).toEqual(
      new Set(topics.map((topic) => `realtime:${topic}`)),
    );
    for (const { topic, event, meta, isJson, content } of read) {
      expect([event, isJson]).toEqual(['poke', true]);
      expectIdsOnly(JSON.parse(content.toString()) as Record<string, unknown>);
      expectIdsOnly(JSON.parse(meta || '{}') as Record<string, unknown>);
      // A guild's poke names no ticket.
      if (topic.startsWith('realtime:guild:')) expect(content.toString()).not.toMatch(/ticket_id|revision/);
    }
    const texts = socket.frames.filter(({ event }) => event !== 'phx_reply');
    expect(texts).toEqual([]);
    const everything = Buffer.concat(socket.binary).toString() + JSON.stringify(socket.frames);
    for (const word of [secret, 'Marlowe', 'Sam', 'Support crew', 'urgent'])
      expect(everything).not.toContain(word);
  });

  test('hears of nothing in other guilds', () => {
    expect(Buffer.concat(socket.binary).toString()).not.toContain(glasshouse);
  });

  test('is refused when they join again', async () => {
    const fresh = await openRawSocket(stack);
    for (const topic of topics.slice(0, 2))
      expect((await join(fresh, topic, agent.token)).payload).toMatchObject({
        status: 'error',
        response: { reason: expect.stringContaining('Unauthorized') as string },
      });
    fresh.close();
  });

  test('is put out of the guild’s topics as soon as their token is renewed, does not get back in, and keeps their own', async () => {
    // A token is dated in seconds: within the second of the first one the second is the same, and no news to Realtime.
    const renewed = await eventually('another token is given', async () => {
      const { data } = await agent.client.auth.refreshSession();
      return data.session!.access_token !== agent.token && data.session!.access_token;
    });
    for (const topic of topics)
      socket.send(
        `realtime:${topic}`,
        'access_token',
        { access_token: renewed },
        { ref: '90', joinRef: 'join' },
      );
    for (const topic of topics.slice(0, 2))
      await socket.next(
        `${topic} is closed`,
        (frame) => frame.event === 'phx_close' && frame.topic === `realtime:${topic}`,
      );
    for (const topic of topics.slice(0, 2))
      expect((await join(socket, topic, renewed)).payload).toMatchObject({ status: 'error' });
    const before = socket.binary.length;
    await manager.rpc('reopen_ticket', { ticket });
    await manager.rpc('add_note', { ticket, message: randomUUID(), body: secret });
    // Their own topic goes on: it tells them when a role comes back.
    await setRoles(theo, [supportCrew]);
    await eventually('their own topic speaks', () => socket.binary.length > before);
    for (const frame of socket.binary.slice(before))
      expect(readBroadcast(frame).topic).toBe(`realtime:user:${agent.userId}`);
  });
});
