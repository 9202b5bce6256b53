import type { WebSocket } from 'ws';
import type { State, StateEvent } from '../state/state.ts';
import { converse } from './converse.ts';
import { forget, type Gateway } from './gateway.ts';
import { nextFrame, type Session } from './session.ts';
import { tellSessions } from './tell-sessions.ts';

/** How long a left session can be resumed. Discord does not say; minutes are seen. */
const RESUMABLE_MS = 300_000;

/** The gateway of the simulated Discord: listens to what happens and tells each session what it may hear. */
export function createGateway(state: State, uncovered: (what: string) => void): Gateway {
  const listeners: ((online: boolean) => void)[] = [];
  const sockets = new Set<WebSocket>();
  let wasOnline = false;
  let held: [Session, string][] | null = null;

  const gateway: Gateway = {
    sessions: new Map(),
    memberRequests: [],
    uncovered,
    isOnline: () => [...gateway.sessions.values()].some((session) => session.socket !== null),
    onOnline: (listener) => listeners.push(listener),
    accept(socket, version) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      converse(state, gateway, socket, version);
    },
    drop(code) {
      for (const socket of sockets)
        if (code) socket.close(code);
        else socket.terminate();
      return sockets.size;
    },
    askReconnect() {
      for (const session of gateway.sessions.values()) session.socket?.send('{"op":7,"d":null}');
    },
    invalidate(isResumable) {
      for (const session of gateway.sessions.values()) {
        const { socket } = session;
        if (isResumable) detach(session);
        else forget(gateway, session);
        socket?.send(`{"op":9,"d":${isResumable}}`);
      }
      gateway.settle();
    },
    hold: () => void (held ??= []),
    release() {
      const frames = held ?? [];
      held = null;
      for (const [session, frame] of frames) session.socket?.send(frame);
    },
    send(session, frame) {
      if (held) held.push([session, frame]);
      else session.socket?.send(frame);
    },
    dispatch(session, t, d) {
      gateway.send(session, nextFrame(session, t, JSON.stringify(d), state.settings.gateway.replay));
    },
    settle() {
      const online = gateway.isOnline();
      if (online === wasOnline) return;
      wasOnline = online;
      for (const listener of listeners) listener(online);
    },
    stop() {
      state.listeners.delete(hear);
      clearInterval(sweep);
      for (const socket of sockets) socket.terminate();
    },
  };

  const hear = (event: StateEvent) => tellSessions(state, gateway, event);
  state.listeners.add(hear);
  const sweep = setInterval(() => {
    for (const session of gateway.sessions.values()) {
      if (session.leftAt && Date.now() - session.leftAt > RESUMABLE_MS) forget(gateway, session);
    }
  }, 30_000);
  sweep.unref();
  return gateway;
}

/** A session waits to be resumed, on this socket (after op 9 with true) or on another. */
function detach(session: Session): void {
  session.socket = null;
  session.leftAt = Date.now();
}
