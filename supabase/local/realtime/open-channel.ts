import type { Claims } from '../jwt.ts';
import { checkWrite, type Extension, type Readable } from './authorize.ts';
import { encodeFrame } from './frames.ts';
import type { Member } from './hub.ts';
import type { JoinConfig } from './join-config.ts';
import type { Presence } from './presence.ts';
import type { Realtime } from './realtime.ts';
import type { SocketLink } from './socket-link.ts';
import { expiredText } from './token.ts';

/** Under which token a channel is held, and what the policies let that token read. */
export type Access = { token: string; claims: Claims; readable: Readable };

/** A joined channel and all that changes about it. */
export type OpenChannel = {
  realtime: Realtime;
  link: SocketLink;
  /** The topic's name, without `realtime:`. */
  topic: string;
  joinRef: string | null;
  config: JoinConfig;
  member: Member;
  presence: Presence;
  presenceKey: string;
  isPresenceEnabled: boolean;
  presenceCalls: { add: () => boolean };
  access: Access;
  /** What the write policies said, until the next token. */
  writable: Partial<Record<Extension, boolean>>;
  /** Stored broadcasts that it was given by replay. */
  replayed: Set<string>;
  expiry?: NodeJS.Timeout;
  isClosed: boolean;
};

/** Sends the client a message of this channel. */
export function push(
  { link, joinRef, topic }: OpenChannel,
  event: string,
  payload: unknown,
  ref: string | null = null,
) {
  link.send(encodeFrame({ joinRef, ref, topic: `realtime:${topic}`, event, payload }, link.version));
}

/** Answers a frame of the client. */
export function reply(
  channel: OpenChannel,
  ref: string | null,
  status: 'ok' | 'error',
  response: unknown = {},
) {
  push(channel, 'phx_reply', { status, response }, ref);
}

/** Tells the client how the channel stands, as Realtime does in `system` messages. */
export function tell(channel: OpenChannel, status: 'ok' | 'error', message: string) {
  push(channel, 'system', { extension: 'system', status, message, channel: channel.topic });
}

/** Ends the channel; `isTold` says whether the client is sent phx_close. Once only. */
export function closeChannel(channel: OpenChannel, isTold: boolean): void {
  if (channel.isClosed) return;
  channel.isClosed = true;
  clearTimeout(channel.expiry);
  const { realtime, link, topic, config, member, joinRef } = channel;
  realtime.hub.leave(topic, config.isPrivate, member);
  link.forget(`realtime:${topic}`, joinRef);
  if (isTold) push(channel, 'phx_close', {}, joinRef);
}

/** How Realtime ends a channel that may go on no longer: the reason, then the close. */
export function shutDown(channel: OpenChannel, message: string): void {
  if (channel.isClosed) return;
  tell(channel, 'error', message);
  closeChannel(channel, true);
}

/**
 * Shuts the channel down when its token runs out, looking at least every five minutes. The policies are not asked again:
 * that waits for a new token, or a new join.
 */
export function watchExpiry(channel: OpenChannel): void {
  clearTimeout(channel.expiry);
  const { exp } = channel.access.claims;
  if (channel.isClosed || typeof exp !== 'number') return;
  const left = exp * 1000 - Date.now();
  if (left <= 0) return shutDown(channel, expiredText(Math.floor(-left / 1000)));
  channel.expiry = setTimeout(() => watchExpiry(channel), Math.min(left, 300_000));
}

/** Whether the write policy lets the channel send; asked at the first need and remembered until the next token. */
export async function mayWrite(channel: OpenChannel, extension: Extension): Promise<boolean> {
  const { realtime, topic, access, config } = channel;
  if (!config.isPrivate) return true;
  return (channel.writable[extension] ??= await checkWrite(realtime.sql, topic, access.claims, extension));
}
