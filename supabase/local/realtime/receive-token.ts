import type { Claims } from '../jwt.ts';
import { checkRead, type Readable } from './authorize.ts';
import { shutDown, watchExpiry, type OpenChannel } from './open-channel.ts';
import type { Realtime } from './realtime.ts';
import { readToken } from './token.ts';

/**
 * Takes a client's new token: the read policies speak again, what they said about writing is forgotten. No answer; one
 * that is no better than none, or the same, changes nothing, and a bad one ends the channel.
 */
export async function receiveToken(channel: OpenChannel, payload: unknown): Promise<void> {
  const { access_token: token } = (payload ?? {}) as { access_token?: unknown };
  if (typeof token !== 'string' || token.startsWith('sb_') || token === channel.access.token) return;
  const { realtime, topic, config, isPresenceEnabled } = channel;
  const read = readToken(token, realtime.keys);
  if ('code' in read) return shutDown(channel, read.message);
  channel.writable = {};
  const readable = await readableFor(realtime, topic, config.isPrivate, isPresenceEnabled, read.claims);
  if (!readable.broadcast && !readable.presence) {
    return shutDown(channel, `You no longer have permission to read from this Channel topic: ${topic}`);
  }
  channel.access = { token, claims: read.claims, readable };
  watchExpiry(channel);
}

/** What claims may read of a topic: of a public one, everything. */
export async function readableFor(
  { sql }: Realtime,
  topic: string,
  isPrivate: boolean,
  isPresenceEnabled: boolean,
  claims: Claims,
): Promise<Readable> {
  if (!isPrivate) return { broadcast: true, presence: true };
  return checkRead(sql, topic, claims, isPresenceEnabled ? ['broadcast', 'presence'] : ['broadcast']);
}
