import { randomUUID } from 'node:crypto';
import type { Claims } from '../jwt.ts';
import { checkRead, checkWrite, type Extension, type Readable } from './authorize.ts';
import { encodeFrame, type Content, type Received } from './frames.ts';
import type { Member } from './hub.ts';
import { readJoinConfig, type JoinConfig } from './join-config.ts';
import { rateCounter } from './limits.ts';
import type { Presence } from './presence.ts';
import { readReplay } from './replay.ts';
import type { Realtime, SocketLink } from './socket.ts';
import { expiredText, readToken } from './token.ts';

/** A refusal of a join: Realtime's code and text, and whether it is answered only after a pause. */
export type Refusal = { reason: string; isPaused: boolean };

export type Channel = {
  joinRef: string | null;
  receive: (frame: Received) => Promise<void>;
  /** Ends the channel: takes it out of its room and, when told to, tells the client (phx_close). */
  close: (isTold: boolean) => void;
};

const refusal = (code: string, message: string, isPaused = true): Refusal => ({
  reason: `${code}: ${message}`,
  isPaused,
});
const noRead = (topic: string) => `You do not have permissions to read from this Channel topic: ${topic}`;

/**
 * Joins a socket to a topic: checks token and read policies, answers, sends what is present and, when asked for, what
 * was missed. Returns the channel or the refusal, which the socket answers with.
 */
export async function joinChannel(
  realtime: Realtime,
  link: SocketLink,
  frame: Received,
): Promise<Channel | Refusal> {
  const topic = frame.topic.slice('realtime:'.length);
  const config = readJoinConfig(frame.payload);
  if (!topic) return refusal('TopicNameRequired', 'You must provide a topic name');
  if (config.hasPostgresChanges) {
    realtime.noteUncovered('phx_join postgres_changes');
    return refusal('NotCovered', 'postgres_changes is not covered by the local stack', false);
  }
  const given = config.accessToken && !config.accessToken.startsWith('sb_') ? config.accessToken : link.key;
  const token = readToken(given, realtime.keys);
  if ('code' in token) return refusal(token.code, token.message);
  if (config.replay === 'invalid') return refusal('UnableToReplayMessages', 'Replay params are not valid');
  if (config.replay && !config.isPrivate) {
    return refusal('UnableToReplayMessages', 'Replay is not allowed for public channels');
  }
  const readable = await readableFor(realtime, topic, config, token.claims);
  if (!readable.broadcast && !readable.presence) return refusal('Unauthorized', noRead(topic));
  return openChannel(realtime, link, frame, topic, config, { given, claims: token.claims, readable });
}

async function readableFor(
  realtime: Realtime,
  topic: string,
  config: JoinConfig,
  claims: Claims,
): Promise<Readable> {
  if (!config.isPrivate) return { broadcast: true, presence: true };
  const extensions: Extension[] = config.isPresenceEnabled ? ['broadcast', 'presence'] : ['broadcast'];
  return checkRead(realtime.sql, topic, claims, extensions);
}

type Access = { given: string; claims: Claims; readable: Readable };

async function openChannel(
  realtime: Realtime,
  link: SocketLink,
  frame: Received,
  topic: string,
  config: JoinConfig,
  first: Access,
): Promise<Channel> {
  const { hub, limits, sql } = realtime;
  const { joinRef } = frame;
  let access = first;
  let isPresenceEnabled = config.isPresenceEnabled;
  let writable: Partial<Record<Extension, boolean>> = {};
  let isClosed = false;
  let expiry: NodeJS.Timeout | undefined;
  const presenceKey = config.presenceKey || randomUUID();
  const presenceCalls = rateCounter(30_000, limits.presenceCalls);
  const replayed = new Set<string>();

  const push = (event: string, payload: unknown) =>
    link.send(encodeFrame({ joinRef, ref: null, topic: frame.topic, event, payload }, link.version));
  const reply = (ref: string | null, status: 'ok' | 'error', response: unknown = {}) =>
    link.send(
      encodeFrame(
        { joinRef, ref, topic: frame.topic, event: 'phx_reply', payload: { status, response } },
        link.version,
      ),
    );
  const system = (extension: string, status: 'ok' | 'error', message: string) =>
    push('system', { extension, status, message, channel: topic });

  const member: Member = {
    version: link.version,
    canRead: () => ({ ...access.readable, presence: access.readable.presence && isPresenceEnabled }),
    send: link.send,
    sendPresence: (diff) => push('presence_diff', diff),
    hasReplayed: (id) => replayed.has(id),
  };

  const close = (isTold: boolean) => {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(expiry);
    hub.leave(topic, config.isPrivate, member);
    link.forget(frame.topic, joinRef);
    if (isTold) {
      link.send(
        encodeFrame(
          { joinRef, ref: joinRef, topic: frame.topic, event: 'phx_close', payload: {} },
          link.version,
        ),
      );
    }
  };
  /** How Realtime ends a channel that may go on no longer. */
  const shutDown = (message: string) => {
    if (isClosed) return;
    system('system', 'error', message);
    close(true);
  };

  /** Looks again at least every five minutes, and ends the channel when the token has run out. Policies wait for a token. */
  const watchExpiry = () => {
    clearTimeout(expiry);
    const { exp } = access.claims;
    if (typeof exp !== 'number') return;
    const left = exp * 1000 - Date.now();
    if (left <= 0) return shutDown(expiredText(Math.floor(-left / 1000)));
    expiry = setTimeout(watchExpiry, Math.min(left, 300_000));
  };

  const mayWrite = async (extension: Extension): Promise<boolean> => {
    if (!config.isPrivate) return true;
    return (writable[extension] ??= await checkWrite(sql, topic, access.claims, extension));
  };

  const broadcast = async (ref: string | null, event: string, content: Content) => {
    if (!realtime.messages.add()) return shutDown('Too many messages per second');
    const size =
      'bytes' in content ? content.bytes.length : Buffer.byteLength(JSON.stringify(content.json) ?? '');
    if (size > limits.payloadBytes) {
      if (config.wantsAck) reply(ref, 'error');
      return;
    }
    // A refused broadcast is dropped without a word: the client's acknowledgement times out.
    if (!(await mayWrite('broadcast')) || isClosed) return;
    hub.publish(
      { topic, isPrivate: config.isPrivate, event, content },
      config.wantsEcho ? undefined : member,
    );
    if (config.wantsAck) reply(ref, 'ok');
  };

  const presenceCall = async (ref: string | null, payload: unknown, presence: Presence) => {
    const { event, payload: meta = {} } = (payload ?? {}) as { event?: string; payload?: unknown };
    if (!realtime.presences.add()) return shutDown('Too many presence messages per second');
    if (!presenceCalls.add()) return shutDown('Client presence rate limit exceeded');
    if (event === 'untrack') {
      const diff = presence.untrack(member);
      if (diff) hub.publishPresence(topic, config.isPrivate, diff);
      return reply(ref, 'ok');
    }
    if (event !== 'track') return reply(ref, 'error');
    if (meta === null || typeof meta !== 'object' || Array.isArray(meta)) {
      return reply(ref, 'error', { reason: 'Presence track payload must be a map' });
    }
    if (Buffer.byteLength(JSON.stringify(meta)) > limits.payloadBytes)
      return shutDown('Track message size exceeded');
    await enablePresence(presence);
    if (!access.readable.presence || !(await mayWrite('presence'))) return reply(ref, 'error');
    if (isClosed) return;
    const diff = presence.track(member, presenceKey, meta as Record<string, unknown>);
    reply(ref, 'ok');
    if (diff) hub.publishPresence(topic, config.isPrivate, diff);
  };

  /** A client that tracks without having asked for presence is given it from then on. */
  const enablePresence = async (presence: Presence) => {
    if (isPresenceEnabled) return;
    if (config.isPrivate) {
      const { presence: canRead } = await checkRead(sql, topic, access.claims, ['presence']);
      access = { ...access, readable: { ...access.readable, presence: canRead } };
    }
    isPresenceEnabled = true;
    if (access.readable.presence) push('presence_state', presence.state());
  };

  const takeToken = async (payload: unknown) => {
    const { access_token: given } = (payload ?? {}) as { access_token?: unknown };
    if (typeof given !== 'string' || given.startsWith('sb_') || given === access.given) return;
    const token = readToken(given, realtime.keys);
    if ('code' in token) return shutDown(token.message);
    writable = {};
    const readable = await readableFor(realtime, topic, { ...config, isPresenceEnabled }, token.claims);
    if (!readable.broadcast && !readable.presence) {
      return shutDown(`You no longer have permission to read from this Channel topic: ${topic}`);
    }
    access = { given, claims: token.claims, readable };
    watchExpiry();
  };

  const presence = hub.join(topic, config.isPrivate, member);
  watchExpiry();
  reply(frame.ref, 'ok', { postgres_changes: [] });
  if (config.wantsReplicationReady) system('system', 'ok', 'Replication connection established');
  if (config.replay && config.replay !== 'invalid') {
    for (const { id, event, payload } of await readReplay(sql, topic, config.replay)) {
      replayed.add(id);
      push('broadcast', { type: 'broadcast', event, payload, meta: { replayed: true, id } });
    }
  }
  if (isPresenceEnabled && access.readable.presence) push('presence_state', presence.state());

  return {
    joinRef,
    close,
    receive: async ({ ref, event, payload, broadcast: binary }) => {
      if (isClosed) return;
      if (event === 'access_token') return takeToken(payload);
      if (event === 'presence') return presenceCall(ref, payload, presence);
      if (binary) return broadcast(ref, binary.event, binary.content);
      if (event === 'broadcast') {
        const sent = (payload ?? {}) as { event?: unknown; payload?: unknown };
        return broadcast(ref, String(sent.event ?? ''), { json: sent.payload ?? {} });
      }
      if (event === 'phx_leave') {
        reply(ref, 'ok');
        return close(true);
      }
      realtime.noteUncovered(`channel event ${event}`);
    },
  };
}
