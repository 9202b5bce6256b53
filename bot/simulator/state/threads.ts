import type { Snowflake } from '../protocol.ts';
import { channelObject, memberWithUser, threadMember } from './objects.ts';
import type { Channel, World } from './world.ts';

/** Announces a thread, to be shown to each listener as its own viewer. */
export function publishThread(
  world: World,
  t: 'THREAD_CREATE' | 'THREAD_UPDATE',
  thread: Channel,
  isNew = false,
): void {
  world.onChange('structure');
  const d = { ...channelObject(world, thread, world.bot_id), ...(isNew ? { newly_created: true } : {}) };
  world.publish({ t, d, guild_id: thread.guild_id, channel_id: thread.id });
}

/** A message or a change wakes an archived thread (topics/threads). */
export function unarchive(world: World, thread: Channel): void {
  if (!thread.thread?.archived) return;
  thread.thread.archived = false;
  thread.thread.archive_timestamp = new Date().toISOString();
  publishThread(world, 'THREAD_UPDATE', thread);
}

/** Someone comes into a thread. The bot, when it is the one, also hears THREAD_CREATE (it could not see it before). */
export function joinThread(world: World, thread: Channel, userId: Snowflake): void {
  const members = thread.thread!.members;
  if (members.has(userId)) return;
  members.set(userId, new Date().toISOString());
  if (userId === world.bot_id && thread.type === 12) publishThread(world, 'THREAD_CREATE', thread);
  publishMembers(world, thread, [userId], []);
}

/** Someone leaves, or is taken out of, a thread. */
export function leaveThread(world: World, thread: Channel, userId: Snowflake): void {
  if (!thread.thread!.members.delete(userId)) return;
  publishMembers(world, thread, [], [userId]);
}

function publishMembers(world: World, thread: Channel, added: Snowflake[], removed: Snowflake[]): void {
  world.onChange('structure');
  const guild = world.guilds.get(thread.guild_id ?? '');
  const addedMembers = added.map((id) => {
    const member = guild?.members.get(id);
    return {
      ...threadMember(thread.id, id, thread.thread!.members.get(id)!),
      member: member ? memberWithUser(world, member) : undefined,
      presence: null,
    };
  });
  world.publish({
    t: 'THREAD_MEMBERS_UPDATE',
    d: {
      id: thread.id,
      guild_id: thread.guild_id,
      member_count: Math.min(50, thread.thread!.members.size),
      added_members: addedMembers.length > 0 ? addedMembers : undefined,
      removed_member_ids: removed.length > 0 ? removed : undefined,
    },
    guild_id: thread.guild_id,
    channel_id: thread.id,
    user_id: added[0] ?? removed[0],
  });
}
