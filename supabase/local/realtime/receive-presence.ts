import { checkRead } from './authorize.ts';
import { mayWrite, push, reply, shutDown, type OpenChannel } from './open-channel.ts';

/** Takes a client's `track` or `untrack`, answers it, and tells the topic what has changed. */
export async function receivePresence(
  channel: OpenChannel,
  ref: string | null,
  payload: unknown,
): Promise<void> {
  const { realtime, presence, member } = channel;
  const { event, payload: meta = {} } = (payload ?? {}) as { event?: string; payload?: unknown };
  if (!realtime.presences.add()) return shutDown(channel, 'Too many presence messages per second');
  if (!channel.presenceCalls.add()) return shutDown(channel, 'Client presence rate limit exceeded');
  if (event === 'track') return track(channel, ref, meta);
  if (event !== 'untrack') return reply(channel, ref, 'error');
  const diff = presence.untrack(member);
  reply(channel, ref, 'ok');
  if (diff) realtime.hub.publishPresence(channel.topic, channel.config.isPrivate, diff);
}

async function track(channel: OpenChannel, ref: string | null, meta: unknown): Promise<void> {
  const { realtime, presence, member, presenceKey, topic, config } = channel;
  if (meta === null || typeof meta !== 'object' || Array.isArray(meta)) {
    return reply(channel, ref, 'error', { reason: 'Presence track payload must be a map' });
  }
  if (Buffer.byteLength(JSON.stringify(meta)) > realtime.limits.payloadBytes) {
    return shutDown(channel, 'Track message size exceeded');
  }
  await enablePresence(channel);
  const isAllowed = channel.access.readable.presence && (await mayWrite(channel, 'presence'));
  if (channel.isClosed) return;
  if (!isAllowed) return reply(channel, ref, 'error');
  const diff = presence.track(member, presenceKey, meta as Record<string, unknown>);
  reply(channel, ref, 'ok');
  if (diff) realtime.hub.publishPresence(topic, config.isPrivate, diff);
}

/** A client that tracks without having asked for presence is given it from then on. */
async function enablePresence(channel: OpenChannel): Promise<void> {
  if (channel.isPresenceEnabled) return;
  const { realtime, topic, config } = channel;
  if (config.isPrivate) {
    const { presence } = await checkRead(realtime.sql, topic, channel.access.claims, ['presence']);
    channel.access = { ...channel.access, readable: { ...channel.access.readable, presence } };
  }
  channel.isPresenceEnabled = true;
  if (channel.access.readable.presence) push(channel, 'presence_state', channel.presence.state());
}
