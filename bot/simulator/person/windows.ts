import type { WebSocket } from 'ws';
import type { Gateway } from '../gateway/gateway.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { ClientFrame, PersonView, Snapshot, Snowflake } from '../protocol.ts';
import { canView } from '../state/permissions.ts';
import type { World, WorldEvent } from '../state/world.ts';
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
export function createWindows(world: World, gateway: Gateway, interactions: Interactions): Windows {
  const windows = new Set<Window>();
  const stale = new Set<Snowflake>();
  let isPlanned = false;

  const send = (window: Window, frame: ClientFrame) => window.socket.send(JSON.stringify(frame));
  /** Several changes in one turn are one view. */
  const refresh = (guildId: Snowflake | null) => {
    for (const id of guildId ? [guildId] : world.guilds.keys()) stale.add(id);
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      const ids = [...stale];
      stale.clear();
      for (const window of windows) for (const id of ids) sendGuild(world, gateway, window, id, send);
    });
  };

  const hear = (event: WorldEvent) => {
    if (STRUCTURE.test(event.t)) refresh(event.guild_id);
    for (const window of windows) {
      const frame = frameFor(world, event, window.userId);
      if (frame) send(window, frame);
    }
  };
  world.listeners.add(hear);
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
      const snapshot = snapshotFor(world, gateway, userId);
      window.guilds = new Set(snapshot.guilds.map(({ id }) => id));
      send(window, { t: 'snapshot', d: snapshot });
      for (const shown of interactions.ephemerals.values()) {
        if (shown.user_id === userId)
          send(window, { t: 'ephemeral', d: messageView(world, shown.message, userId) });
      }
    },
    stop() {
      world.listeners.delete(hear);
      for (const { socket } of windows) socket.terminate();
    },
  };
}

export function peopleOf(world: World): PersonView[] {
  return [...world.users.values()].flatMap((user) => (user.part ? [personView(world, user.id)] : []));
}

function personView(world: World, id: Snowflake): PersonView {
  const user = world.users.get(id)!;
  const name = displayName(world, undefined, id);
  return {
    id,
    username: user.username,
    name,
    part: user.part ?? 'requester',
    avatar_url: avatarUrl(id, user.avatar),
  };
}

function snapshotFor(world: World, gateway: Gateway, userId: Snowflake): Snapshot {
  const online = gateway.isOnline();
  const bot = world.users.get(world.bot_id);
  return {
    me: personView(world, userId),
    people: peopleOf(world),
    guilds: [...world.guilds.values()]
      .filter((guild) => guild.members.has(userId))
      .map((guild) => guildView(world, guild, userId, online)),
    bot: {
      id: world.bot_id,
      name: world.application.name,
      avatar_url: avatarUrl(world.bot_id, bot?.avatar ?? null),
      online,
    },
  };
}

function sendGuild(
  world: World,
  gateway: Gateway,
  window: Window,
  id: Snowflake,
  send: (window: Window, frame: ClientFrame) => void,
): void {
  const guild = world.guilds.get(id);
  if (guild?.members.has(window.userId)) {
    window.guilds.add(id);
    send(window, { t: 'guild', d: guildView(world, guild, window.userId, gateway.isOnline()) });
  } else if (window.guilds.delete(id)) send(window, { t: 'guild-removed', d: { id } });
}

/** What one event says to one person, if it says anything and he may know. */
function frameFor(world: World, event: WorldEvent, userId: Snowflake): ClientFrame | null {
  const isMessage = event.t.startsWith('MESSAGE_');
  if (!isMessage && event.t !== 'TYPING_START') return null;
  const channel = world.channels.get(event.channel_id ?? '');
  if (!channel || !canView(world, channel, userId)) return null;
  if (event.t === 'TYPING_START') {
    const guild = world.guilds.get(event.guild_id ?? '');
    const name = displayName(world, guild, event.user_id!);
    return { t: 'typing', d: { channel_id: channel.id, user_id: event.user_id!, name } };
  }
  const where = { channel_id: channel.id, guild_id: event.guild_id };
  if (event.t === 'MESSAGE_DELETE')
    return { t: 'message-removed', d: { id: (event.d as { id: string }).id, ...where } };
  if (event.t === 'MESSAGE_DELETE_BULK') {
    return { t: 'messages-removed', d: { ids: (event.d as { ids: string[] }).ids, ...where } };
  }
  if (!event.message) return null;
  const view = messageView(world, event.message, userId);
  return { t: MESSAGE_CHANGES.test(event.t) ? 'message-updated' : 'message', d: view };
}
