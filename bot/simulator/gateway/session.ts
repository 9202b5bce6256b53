import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

/** One shard's conversation with us; it outlives its socket, so that it can be resumed. */
export interface Session {
  id: string;
  shard: [id: number, count: number];
  intents: number;
  largeThreshold: number;
  /** Sequence of the last event. */
  seq: number;
  socket: WebSocket | null;
  /** The last events, ready to be sent again. */
  replay: { seq: number; frame: string }[];
  /** When the socket went; null while there is one. */
  leftAt: number | null;
  startedAt: string;
  /** An event that is held back until another has overtaken it. */
  late: { t: string; data: string } | null;
}

export function createSession(shard: [number, number], intents: number, largeThreshold: number): Session {
  return {
    id: randomBytes(16).toString('hex'),
    shard,
    intents,
    largeThreshold,
    seq: 0,
    socket: null,
    replay: [],
    leftAt: null,
    startedAt: new Date().toISOString(),
    late: null,
  };
}

/** Does a guild belong to this shard? (events/gateway: Sharding) Direct messages go to shard 0. */
export function isOfShard(session: Session, guildId: string | null): boolean {
  const [id, count] = session.shard;
  return guildId ? Number((BigInt(guildId) >> 22n) % BigInt(count)) === id : id === 0;
}

/** The next event of a session as a frame; kept for a resume. `data` is JSON already, so one event is serialised once. */
export function nextFrame(session: Session, t: string, data: string, keep: number): string {
  session.seq += 1;
  const frame = `{"op":0,"t":"${t}","s":${session.seq},"d":${data}}`;
  session.replay.push({ seq: session.seq, frame });
  if (session.replay.length > keep * 1.25) session.replay.splice(0, session.replay.length - keep);
  return frame;
}

/** The frames after `seq`, or null when they are no longer all there. */
export function framesAfter(session: Session, seq: number): string[] | null {
  if (seq > session.seq) return null;
  const first = session.replay[0]?.seq ?? session.seq + 1;
  if (seq + 1 < first) return null;
  return session.replay.filter((kept) => kept.seq > seq).map(({ frame }) => frame);
}
