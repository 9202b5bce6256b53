import type { WebSocket } from 'ws';
import { isAlwaysReadable, withholdContent } from '../state/message-object.ts';
import { canView } from '../state/permissions.ts';
import type { World, WorldEvent } from '../state/world.ts';
import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { converse } from './converse.ts';
import { passesIntents } from './intents.ts';
import { isOfShard, nextFrame, type Session } from './session.ts';

export interface Gateway {
  /** Speaks with one socket from HELLO to its end. */
  accept(socket: WebSocket, version: string | null): void;
  sessions: Map<string, Session>;
  /** When identifies happened, newest last. */
  identifies: number[];
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

/** How long a left session can be resumed. Discord does not say; minutes are seen. */
const RESUMABLE_MS = 300_000;

/** Events that need the bot to see the channel; the rest need only its guild. */
const IN_CHANNEL = /^(MESSAGE_|TYPING_START|THREAD_|CHANNEL_PINS_UPDATE)/;

/** The gateway of the simulated Discord: listens to the world and tells each session what it may hear. */
export function createGateway(world: World, uncovered: (what: string) => void): Gateway {
  const listeners: ((online: boolean) => void)[] = [];
  const sockets = new Set<WebSocket>();
  let wasOnline = false;
  let held: [Session, string][] | null = null;

  const gateway: Gateway = {
    sessions: new Map(),
    identifies: [],
    uncovered,
    isOnline: () => [...gateway.sessions.values()].some((session) => session.socket !== null),
    onOnline: (listener) => listeners.push(listener),
    accept(socket, version) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      converse(world, gateway, socket, version);
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
      gateway.send(session, nextFrame(session, t, JSON.stringify(d), world.settings.gateway.replay));
    },
    settle() {
      const online = gateway.isOnline();
      if (online === wasOnline) return;
      wasOnline = online;
      for (const listener of listeners) listener(online);
    },
    stop() {
      world.listeners.delete(hear);
      clearInterval(sweep);
      for (const socket of sockets) socket.terminate();
    },
  };

  const hear = (event: WorldEvent) => tellSessions(world, gateway, event);
  world.listeners.add(hear);
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

/** A session that cannot be resumed any more. */
export function forget(gateway: Gateway, session: Session): void {
  session.socket = null;
  gateway.sessions.delete(session.id);
}

/** One event to every session that may hear it, serialised once for those who read content and once for the others. */
function tellSessions(world: World, gateway: Gateway, event: WorldEvent): void {
  if (gateway.sessions.size === 0 || !isForBot(world, event)) return;
  let full: string | undefined;
  let withheld: string | undefined;
  for (const session of gateway.sessions.values()) {
    if (!isOfShard(session, event.guild_id) || !passesIntents(session.intents, event, world.bot_id)) continue;
    const { message } = event;
    const hidesContent =
      message && !(session.intents & I.MessageContent) && !isAlwaysReadable(world, message);
    const data = hidesContent
      ? (withheld ??= JSON.stringify(withholdContent(event.d as object)))
      : (full ??= JSON.stringify(event.d));
    gateway.send(session, nextFrame(session, event.t, data, world.settings.gateway.replay));
  }
}

/** Is the bot there, and can it see where it happened? */
function isForBot(world: World, event: WorldEvent): boolean {
  if (event.t.startsWith('SIMULATOR_')) return false; // for windows only
  if (event.t === 'INTERACTION_CREATE' || event.t === 'GUILD_DELETE') return true;
  if (event.guild_id) {
    const guild = world.guilds.get(event.guild_id);
    if (!guild?.members.has(world.bot_id) || !guild.available) return false;
  }
  if (!IN_CHANNEL.test(event.t) || event.user_id === world.bot_id) return true;
  const channel = world.channels.get(event.channel_id ?? '');
  return channel ? canView(world, channel, world.bot_id) : event.t === 'THREAD_DELETE';
}
