import type { WebSocket } from 'ws';
import type { State } from '../state/state.ts';
import { forget, type Gateway } from './gateway.ts';
import { answerIdentify, answerResume } from './identify.ts';
import { sendMemberChunks } from './member-chunks.ts';
import type { Session } from './session.ts';

/** Largest frame a client may send (events/gateway: Sending Events). */
const MAX_PAYLOAD = 4096;

/** Requests for members that are remembered, for tests to look at. */
const KEPT = 1000;

interface Frame {
  op: number;
  d: unknown;
}

/** One connection, from HELLO to close; opcodes of topics/opcodes-and-status-codes. */
export function converse(state: State, gateway: Gateway, socket: WebSocket, version: string | null): void {
  const interval = state.settings.gateway.heartbeatMs;
  let session: Session | null = null;
  let lastBeat = Date.now();
  let sends: number[] = [];

  if (version && version !== '10' && version !== '9') return socket.close(4012, 'Invalid API version');
  socket.send(JSON.stringify({ op: 10, t: null, s: null, d: { heartbeat_interval: interval, _trace: [] } }));

  // A client that stopped beating is gone, whatever its socket says.
  const watch = setInterval(() => Date.now() - lastBeat > interval * 2 && socket.terminate(), interval);
  watch.unref();

  socket.on('message', (data: Buffer) => {
    const now = Date.now();
    sends = sends.filter((at) => now - at < 60_000);
    sends.push(now);
    if (sends.length > state.settings.gateway.sendsPerMinute) return socket.close(4008, 'Rate limited');
    const frame = data.length > MAX_PAYLOAD ? null : parse(data);
    if (!frame) return socket.close(4002, 'Decode error');
    if (frame.op === 1) {
      lastBeat = now;
      return socket.send('{"op":11,"d":null}');
    }
    if (frame.op === 2 || frame.op === 6) {
      if (session?.socket === socket) return socket.close(4005, 'Already authenticated');
      const answerTo = frame.op === 2 ? answerIdentify : answerResume;
      session = answerTo(state, gateway, socket, frame.d);
      return;
    }
    if (!session) return socket.close(4003, 'Not authenticated');
    if (frame.op === 3) return; // a bot's presence; shown as online while connected
    if (frame.op === 8) {
      gateway.memberRequests = [...gateway.memberRequests, frame.d].slice(-KEPT);
      return sendMemberChunks(state, gateway, session, frame.d);
    }
    gateway.uncovered(`gateway opcode ${frame.op}`);
    socket.close(4001, 'Unknown opcode');
  });

  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    clearInterval(watch);
    if (!session || session.socket !== socket) return;
    session.socket = null;
    session.leftAt = Date.now();
    if (code === 1000 || code === 1001) forget(gateway, session);
    gateway.settle();
  });
}

function parse(data: Buffer): Frame | null {
  try {
    const frame: unknown = JSON.parse(data.toString());
    return typeof frame === 'object' && frame !== null && 'op' in frame ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
