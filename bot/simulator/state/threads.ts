import type { Snowflake } from '../protocol.ts';
import { channelObject, memberWithUser, threadMember } from './objects.ts';
import type { Channel, State } from './state.ts';

/** Announces a thread, to be shown to each listener as its own viewer. */
export function publishThread(
  state: State,
  t: 'THREAD_CREATE' | 'THREAD_UPDATE',
  thread: Channel,
  isNew = false,
): void {
  state.onChange('structure');
  const d = { ...channelObject(state, thread, state.bot_id), ...(isNew ? { newly_created: true } : {}) };
  state.publish({ t, d, guild_id: thread.guild_id, channel_id: thread.id });
}

/** A message or a change wakes an archived thread (topics/threads). */
export function unarchive(state: State, thread: Channel): void {
  if (!thread.thread?.archived) return;
  thread.thread.archived = false;
  thread.thread.archive_timestamp = new Date().toISOString();
  publishThread(state, 'THREAD_UPDATE', thread);
}

/** Someone comes into a thread. The bot, when it is the one, also hears THREAD_CREATE (it could not see it before). */
export function joinThread(state: State, thread: Channel, userId: Snowflake): void {
  const members = thread.thread!.members;
  if (members.has(userId)) return;
  members.set(userId, new Date().toISOString());
  if (userId === state.bot_id && thread.type === 12) publishThread(state, 'THREAD_CREATE', thread);
  publishMembers(state, thread, [userId], []);
}

/** Someone leaves, or is taken out of, a thread. */
export function leaveThread(state: State, thread: Channel, userId: Snowflake): void {
  if (!thread.thread!.members.delete(userId)) return;
  publishMembers(state, thread, [], [userId]);
}

function publishMembers(state: State, thread: Channel, added: Snowflake[], removed: Snowflake[]): void {
  state.onChange('structure');
  const guild = state.guilds.get(thread.guild_id ?? '');
  const addedMembers = added.map((id) => {
    const member = guild?.members.get(id);
    return {
      ...threadMember(thread.id, id, thread.thread!.members.get(id)!),
      member: member ? memberWithUser(state, member) : undefined,
      presence: null,
    };
  });
  state.publish({
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
