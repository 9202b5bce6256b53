import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { joinChannel, type Channel, type Refusal } from './channel.ts';
import { decodeFrame, encodeFrame, type Received, type Version } from './frames.ts';
import type { Realtime } from './realtime.ts';
import type { SocketLink } from './socket-link.ts';

/**
 * Serves one client's WebSocket until it closes: heartbeats, joins, and what its channels receive, each topic's frames
 * in order, one topic not waiting for another.
 */
export function serveSocket(realtime: Realtime, socket: WebSocket, version: Version, key: string): void {
  const { limits, log } = realtime;
  const channels = new Map<string, Channel>();
  const queues = new Map<string, Promise<void>>();
  const closing = new AbortController();
  const idle = setTimeout(() => socket.terminate(), limits.idleTimeout);

  const link: SocketLink = {
    version,
    key,
    send: (data) => {
      if (socket.readyState === socket.OPEN) socket.send(data);
    },
    forget: (topic, joinRef) => {
      if (channels.get(topic)?.joinRef === joinRef) channels.delete(topic);
    },
  };
  const reply = ({ joinRef, ref, topic }: Received, status: 'ok' | 'error', response: unknown) =>
    link.send(
      encodeFrame({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } }, version),
    );

  const refuseJoin = async (frame: Received, { reason, isPaused }: Refusal) => {
    log(`realtime: join of ${frame.topic} refused: ${reason}`);
    if (isPaused) await wait(limits.joinRefusalPause, undefined, { signal: closing.signal });
    reply(frame, 'error', { reason });
  };

  const join = async (frame: Received) => {
    if (!frame.topic.startsWith('realtime:')) return reply(frame, 'error', { reason: 'unmatched topic' });
    // A second join of a topic takes the place of the first.
    channels.get(frame.topic)?.close(true);
    if (!realtime.joins.add()) {
      const reason = 'ClientJoinRateLimitReached: Too many joins per second';
      await refuseJoin(frame, { reason, isPaused: false });
      return socket.close();
    }
    if (channels.size >= limits.channelsPerSocket) {
      return refuseJoin(frame, { reason: 'ChannelRateLimitReached: Too many channels', isPaused: false });
    }
    const joined = await joinChannel(realtime, link, frame);
    if ('reason' in joined) return refuseJoin(frame, joined);
    if (closing.signal.aborted) return joined.close(false);
    channels.set(frame.topic, joined);
  };

  const receive = async (frame: Received) => {
    if (frame.event === 'phx_join') return join(frame);
    const channel = channels.get(frame.topic);
    if (channel) return channel.receive(frame);
    if (frame.event === 'phx_leave') return reply(frame, 'ok', {});
    if (frame.ref !== null && frame.event !== 'access_token')
      reply(frame, 'error', { reason: 'unmatched topic' });
  };

  socket.on('message', (data: Buffer, isBinary) => {
    idle.refresh();
    const frame = decodeFrame(data, isBinary, version);
    if (!frame) return log('realtime: an invalid frame');
    if (frame.topic === 'phoenix') {
      if (frame.event === 'heartbeat') reply(frame, 'ok', {});
      return;
    }
    const turn = (queues.get(frame.topic) ?? Promise.resolve())
      .then(() => (closing.signal.aborted ? undefined : receive(frame)))
      .catch((error: unknown) => {
        if (closing.signal.aborted) return;
        log(
          `realtime: ${frame.event} on ${frame.topic}: ${error instanceof Error ? error.stack : String(error)}`,
        );
        channels.get(frame.topic)?.close(false);
        // The client joins again, as after a crash of the channel's process.
        link.send(encodeFrame({ ...frame, event: 'phx_error', payload: {} }, version));
      })
      .finally(() => {
        if (queues.get(frame.topic) === turn) queues.delete(frame.topic);
      });
    queues.set(frame.topic, turn);
  });
  socket.on('close', () => {
    clearTimeout(idle);
    closing.abort();
    for (const channel of [...channels.values()]) channel.close(false);
  });
  socket.on('error', (error) => log(`realtime: socket: ${error.message}`));
}
