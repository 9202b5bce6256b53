import { randomUUID } from 'node:crypto';
import type { Received } from './frames.ts';
import type { Member } from './hub.ts';
import { readJoinConfig, type JoinConfig } from './join-config.ts';
import { rateCounter } from './limits.ts';
import {
  closeChannel,
  push,
  reply,
  tell,
  watchExpiry,
  type Access,
  type OpenChannel,
} from './open-channel.ts';
import { receiveBroadcast } from './receive-broadcast.ts';
import { receivePresence } from './receive-presence.ts';
import { readableFor, receiveToken } from './receive-token.ts';
import type { Realtime } from './realtime.ts';
import { readReplay } from './replay.ts';
import type { SocketLink } from './socket-link.ts';
import { readToken } from './token.ts';

/** A refusal of a join: Realtime's code and text, and whether it is answered only after a pause. */
export type Refusal = { reason: string; isPaused: boolean };

export type Channel = {
  joinRef: string | null;
  receive: (frame: Received) => Promise<void>;
  close: (isTold: boolean) => void;
};

/**
 * Joins a socket to a topic: checks token and read policies, answers, sends what was missed (when asked for) and who is
 * present. Returns the channel or the refusal, which the socket answers with.
 */
export async function joinChannel(
  realtime: Realtime,
  link: SocketLink,
  frame: Received,
): Promise<Channel | Refusal> {
  const topic = frame.topic.slice('realtime:'.length);
  const config = readJoinConfig(frame.payload);
  const access = await admit(realtime, link, topic, config);
  if ('reason' in access) return access;
  const channel = enter(realtime, link, frame, topic, config, access);
  watchExpiry(channel);
  await greet(channel, frame.ref);
  return {
    joinRef: channel.joinRef,
    receive: (received) => receive(channel, received),
    close: (isTold) => closeChannel(channel, isTold),
  };
}

/** Whether the client may join: the checks of supabase/realtime RealtimeWeb.RealtimeChannel, with its codes and words. */
async function admit(
  realtime: Realtime,
  link: SocketLink,
  topic: string,
  config: JoinConfig,
): Promise<Access | Refusal> {
  const refuse = (code: string, message: string, isPaused = true) => ({
    reason: `${code}: ${message}`,
    isPaused,
  });
  if (!topic) return refuse('TopicNameRequired', 'You must provide a topic name');
  if (config.hasPostgresChanges) {
    realtime.noteUncovered('phx_join postgres_changes');
    return refuse('NotCovered', 'postgres_changes is not covered by the local stack', false);
  }
  const { accessToken } = config;
  const token = accessToken && !accessToken.startsWith('sb_') ? accessToken : link.key;
  const read = readToken(token, realtime.keys);
  if ('code' in read) return refuse(read.code, read.message);
  if (config.replay === 'invalid') return refuse('UnableToReplayMessages', 'Replay params are not valid');
  if (config.replay && !config.isPrivate) {
    return refuse('UnableToReplayMessages', 'Replay is not allowed for public channels');
  }
  const readable = await readableFor(
    realtime,
    topic,
    config.isPrivate,
    config.isPresenceEnabled,
    read.claims,
  );
  if (!readable.broadcast && !readable.presence) {
    return refuse('Unauthorized', `You do not have permissions to read from this Channel topic: ${topic}`);
  }
  return { token, claims: read.claims, readable };
}

function enter(
  realtime: Realtime,
  link: SocketLink,
  frame: Received,
  topic: string,
  config: JoinConfig,
  access: Access,
): OpenChannel {
  const replayed = new Set<string>();
  const member: Member = {
    version: link.version,
    canRead: () => ({
      broadcast: channel.access.readable.broadcast,
      presence: channel.access.readable.presence && channel.isPresenceEnabled,
    }),
    send: link.send,
    sendPresence: (diff) => push(channel, 'presence_diff', diff),
    hasReplayed: (id) => replayed.has(id),
  };
  const channel: OpenChannel = {
    realtime,
    link,
    topic,
    joinRef: frame.joinRef,
    config,
    member,
    presence: realtime.hub.join(topic, config.isPrivate, member),
    presenceKey: config.presenceKey || randomUUID(),
    isPresenceEnabled: config.isPresenceEnabled,
    presenceCalls: rateCounter(30_000, realtime.limits.presenceCalls),
    access,
    writable: {},
    replayed,
    isClosed: false,
  };
  return channel;
}

async function greet(channel: OpenChannel, ref: string | null): Promise<void> {
  const { realtime, config, topic, replayed } = channel;
  reply(channel, ref, 'ok', { postgres_changes: [] });
  if (config.wantsReplicationReady) tell(channel, 'ok', 'Replication connection established');
  if (config.replay && config.replay !== 'invalid') {
    for (const { id, event, payload } of await readReplay(realtime.sql, topic, config.replay)) {
      replayed.add(id);
      push(channel, 'broadcast', { type: 'broadcast', event, payload, meta: { replayed: true, id } });
    }
  }
  if (channel.member.canRead().presence) push(channel, 'presence_state', channel.presence.state());
}

async function receive(channel: OpenChannel, { ref, event, payload, broadcast }: Received): Promise<void> {
  if (channel.isClosed) return;
  if (event === 'access_token') return receiveToken(channel, payload);
  if (event === 'presence') return receivePresence(channel, ref, payload);
  if (broadcast) return receiveBroadcast(channel, ref, broadcast.event, broadcast.content);
  if (event === 'broadcast') {
    const sent = (payload ?? {}) as { event?: unknown; payload?: unknown };
    return receiveBroadcast(channel, ref, String(sent.event ?? ''), { json: sent.payload ?? {} });
  }
  if (event === 'phx_leave') {
    reply(channel, ref, 'ok');
    return closeChannel(channel, true);
  }
  channel.realtime.noteUncovered(`channel event ${event}`);
}
