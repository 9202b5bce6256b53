import type { WebSocket } from 'ws';
import type { Gateway } from '../gateway/gateway.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { ClientFrame, PersonView, Snapshot, Snowflake } from '../protocol.ts';
import { canView } from '../state/permissions.ts';
import type { State, StateEvent } from '../state/state.ts';
import { guildView } from './guild-view.ts';
import { avatarUrl, displayName, messageView } from './message-view.ts';

export interface Windows {
  /** A person's window connects: it gets the snapshot and then everything that happens. */
  accept(socket: WebSocket, userId: Snowflake): void;
  stop(): void;
}

interface Window {
  socket: WebSocket;
  userId: Snowflake;
  /** Guilds shown, to tell the new from the gone. */
  guilds: Set<Snowflake>;
}

/** Events that change a message, told to windows as the message again. */
const MESSAGE_CHANGES = /^MESSAGE_(UPDATE|REACTION_)/;
/** Events whose news is the guild as a whole. */
const STRUCTURE = /^(GUILD_(?!AUDIT)|CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_|SIMULATOR_|PRESENCE_UPDATE)/;

/** Tells every open window what its person may know. */
export function createWindows(state: State, gateway: Gateway, interactions: Interactions): Windows {
  const windows = new Set<Window>();
  const stale = new Set<Snowflake>();
  let isPlanned = false;

  const send = (window: Window, frame: ClientFrame) => window.socket.send(JSON.stringify(frame));
  /** Several changes in one turn are one view. */
  const refresh = (guildId: Snowflake | null) => {
    for (const id of guildId ? [guildId] : state.guilds.keys()) stale.add(id);
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      const ids = [...stale];
      stale.clear();
      for (const window of windows) for (const id of ids) sendGuild(state, gateway, window, id, send);
    });
  };

  const hear = (event: StateEvent) => {
    if (STRUCTURE.test(event.t)) refresh(event.guild_id);
    for (const window of windows) {
      const frame = frameFor(state, event, window.userId);
      if (frame) send(window, frame);
    }
  };
  state.listeners.add(hear);
  interactions.onFrame.push((userId, frame) => {
    for (const window of windows) if (window.userId === userId) send(window, frame);
  });
  gateway.onOnline((online) => {
    for (const window of windows) send(window, { t: 'bot', d: { online } });
    refresh(null);
  });

  return {
    accept(socket, userId) {
      const window: Window = { socket, userId, guilds: new Set() };
      windows.add(window);
      socket.on('close', () => windows.delete(window));
      socket.on('error', () => socket.terminate());
      const snapshot = snapshotFor(state, gateway, userId);
      window.guilds = new Set(snapshot.guilds.map(({ id }) => id));
      send(window, { t: 'snapshot', d: snapshot });
      for (const shown of interactions.ephemerals.values()) {
        if (shown.user_id === userId)
          send(window, { t: 'ephemeral', d: messageView(state, shown.message, userId) });
      }
    },
    stop() {
      state.listeners.delete(hear);
      for (const { socket } of windows) socket.terminate();
    },
  };
}

export function peopleOf(state: State): PersonView[] {
  return [...state.users.values()].flatMap((user) => (user.part ? [personView(state, user.id)] : []));
}

function personView(state: State, id: Snowflake): PersonView {
  const user = state.users.get(id)!;
  const name = displayName(state, undefined, id);
  return {
    id,
    username: user.username,
    name,
    part: user.part ?? 'requester',
    avatar_url: avatarUrl(id, user.avatar),
  };
}

function snapshotFor(state: State, gateway: Gateway, userId: Snowflake): Snapshot {
  const online = gateway.isOnline();
  const bot = state.users.get(state.bot_id);
  return {
    me: personView(state, userId),
    people: peopleOf(state),
    guilds: [...state.guilds.values()]
      .filter((guild) => guild.members.has(userId))
      .map((guild) => guildView(state, guild, userId, online)),
    bot: {
      id: state.bot_id,
      name: state.application.name,
      avatar_url: avatarUrl(state.bot_id, bot?.avatar ?? null),
      online,
    },
  };
}

function sendGuild(
  state: State,
  gateway: Gateway,
  window: Window,
  id: Snowflake,
  send: (window: Window, frame: ClientFrame) => void,
): void {
  const guild = state.guilds.get(id);
  if (guild?.members.has(window.userId)) {
    window.guilds.add(id);
    send(window, { t: 'guild', d: guildView(state, guild, window.userId, gateway.isOnline()) });
  } else if (window.guilds.delete(id)) send(window, { t: 'guild-removed', d: { id } });
}

/** What one event says to one person, if it says anything and they may know. */
function frameFor(state: State, event: StateEvent, userId: Snowflake): ClientFrame | null {
  const isMessage = event.t.startsWith('MESSAGE_');
  if (!isMessage && event.t !== 'TYPING_START') return null;
  const channel = state.channels.get(event.channel_id ?? '');
  if (!channel || !canView(state, channel, userId)) return null;
  if (event.t === 'TYPING_START') {
    const guild = state.guilds.get(event.guild_id ?? '');
    const name = displayName(state, guild, event.user_id!);
    return { t: 'typing', d: { channel_id: channel.id, user_id: event.user_id!, name } };
  }
  const where = { channel_id: channel.id, guild_id: event.guild_id };
  if (event.t === 'MESSAGE_DELETE')
    return { t: 'message-removed', d: { id: (event.d as { id: string }).id, ...where } };
  if (event.t === 'MESSAGE_DELETE_BULK') {
    return { t: 'messages-removed', d: { ids: (event.d as { ids: string[] }).ids, ...where } };
  }
  if (!event.message) return null;
  const view = messageView(state, event.message, userId);
  return { t: MESSAGE_CHANGES.test(event.t) ? 'message-updated' : 'message', d: view };
}
