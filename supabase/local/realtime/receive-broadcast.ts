import type { Content } from './frames.ts';
import { mayWrite, reply, shutDown, type OpenChannel } from './open-channel.ts';

/** Hands a client's broadcast on, if it may send one; acknowledges it if that was asked for. */
export async function receiveBroadcast(
  channel: OpenChannel,
  ref: string | null,
  event: string,
  content: Content,
): Promise<void> {
  const { realtime, config, topic, member } = channel;
  if (!realtime.messages.add()) return shutDown(channel, 'Too many messages per second');
  if (sizeOf(content) > realtime.limits.payloadBytes) {
    if (config.wantsAck) reply(channel, ref, 'error');
    return;
  }
  // One that may not be sent is dropped without a word: the client's acknowledgement times out.
  if (!(await mayWrite(channel, 'broadcast')) || channel.isClosed) return;
  const except = config.wantsEcho ? undefined : member;
  realtime.hub.publish({ topic, isPrivate: config.isPrivate, event, content }, except);
  if (config.wantsAck) reply(channel, ref, 'ok');
}

function sizeOf(content: Content): number {
  return 'bytes' in content ? content.bytes.length : Buffer.byteLength(JSON.stringify(content.json) ?? '');
}
