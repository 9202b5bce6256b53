import type { Content, Version } from './frames.ts';
import { encodeBroadcast } from './frames.ts';
import { trackPresence, type Diff, type Presence } from './presence.ts';

/** A joined channel, as the others of its topic know it. */
export type Member = {
  version: Version;
  canRead: () => { broadcast: boolean; presence: boolean };
  send: (data: string | Buffer) => void;
  sendPresence: (diff: Diff) => void;
  /** Whether it has had this stored broadcast already, by replay. */
  hasReplayed: (id: string) => boolean;
};

export type Broadcast = { topic: string; isPrivate: boolean; event: string; content: Content; id?: string };

type Room = { members: Set<Member>; presence: Presence };

/** Who listens to what. Public and private channels of one name are different rooms. */
export type Hub = {
  join: (topic: string, isPrivate: boolean, member: Member) => Presence;
  leave: (topic: string, isPrivate: boolean, member: Member) => void;
  /** Hands a broadcast to everybody in the room who may read, but not to its sender when they want no echo. */
  publish: (broadcast: Broadcast, except?: Member) => void;
  publishPresence: (topic: string, isPrivate: boolean, diff: Diff) => void;
};

export function openHub(): Hub {
  const rooms = new Map<string, Room>();
  const nameOf = (topic: string, isPrivate: boolean) => `${isPrivate ? 'private' : 'public'}:${topic}`;

  const hub: Hub = {
    join: (topic, isPrivate, member) => {
      const name = nameOf(topic, isPrivate);
      const room = rooms.get(name) ?? { members: new Set(), presence: trackPresence() };
      rooms.set(name, room);
      room.members.add(member);
      return room.presence;
    },
    leave: (topic, isPrivate, member) => {
      const name = nameOf(topic, isPrivate);
      const room = rooms.get(name);
      if (!room?.members.delete(member)) return;
      const diff = room.presence.untrack(member);
      if (diff) hub.publishPresence(topic, isPrivate, diff);
      if (room.members.size === 0) rooms.delete(name);
    },
    publish: ({ topic, isPrivate, event, content, id }, except) => {
      // Every member of a version gets the same bytes, so they are made once.
      const encoded = new Map<Version, string | Buffer | undefined>();
      const meta = id ? { id } : undefined;
      for (const member of rooms.get(nameOf(topic, isPrivate))?.members ?? []) {
        if (member === except || !member.canRead().broadcast || (id && member.hasReplayed(id))) continue;
        if (!encoded.has(member.version)) {
          encoded.set(
            member.version,
            encodeBroadcast(`realtime:${topic}`, event, content, meta, member.version),
          );
        }
        const data = encoded.get(member.version);
        if (data !== undefined) member.send(data);
      }
    },
    publishPresence: (topic, isPrivate, diff) => {
      for (const member of rooms.get(nameOf(topic, isPrivate))?.members ?? []) {
        if (member.canRead().presence) member.sendPresence(diff);
      }
    },
  };
  return hub;
}
