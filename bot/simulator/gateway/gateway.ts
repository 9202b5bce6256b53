import type { WebSocket } from 'ws';
import type { Session } from './session.ts';

/** The gateway as the rest of the simulator knows it. */
export interface Gateway {
  /** Speaks with one socket from HELLO to its end. */
  accept(socket: WebSocket, version: string | null): void;
  sessions: Map<string, Session>;
  /** What was asked by op 8, newest last. */
  memberRequests: unknown[];
  isOnline(): boolean;
  /** Called when the bot comes or goes. */
  onOnline(listener: (online: boolean) => void): void;
  /** Ends every connection: without a close frame (no code), or with one. Sessions stay resumable. */
  drop(code?: number): number;
  /** Sends op 7 (reconnect) to all. */
  askReconnect(): void;
  /** Sends op 9; with `false` the sessions are gone. */
  invalidate(isResumable: boolean): void;
  /** Holds everything back until `release`. */
  hold(): void;
  release(): void;
  /** Sends a frame, or holds it while held. */
  send(session: Session, frame: string): void;
  /** Sends one event to one session. */
  dispatch(session: Session, t: string, d: unknown): void;
  /** A socket came or went: tells the listeners when the bot's presence changed. */
  settle(): void;
  uncovered(what: string): void;
  stop(): void;
}

/** A session that cannot be resumed any more. */
export function forget(gateway: Gateway, session: Session): void {
  session.socket = null;
  gateway.sessions.delete(session.id);
}
