import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { threadsOf } from '../../state/channels.ts';
import { addMessage, blankMessage, changeMessage } from '../../state/messages.ts';
import { channelObject, memberWithUser, threadMember } from '../../state/objects.ts';
import { canView, channelPermissions } from '../../state/permissions.ts';
import { joinThread, leaveThread, publishThread } from '../../state/threads.ts';
import type { Channel, Guild } from '../../state/state.ts';
import { refuse, refuseForm } from '../refusal.ts';
import { guildOf, requireChannel, requireGuild, requireIn, requireMessage } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { checkChannel } from '../validate/channel.ts';
import { asText, createForm } from '../validate/form.ts';

/** Members of one thread (JSON error code 30033). */
const MAX_MEMBERS = 1000;
/** Which threads a channel can have: announcements public ones of their own kind alone (topics/threads: Thread Channels). */
const THREADS_OF: Record<number, number[]> = { 0: [11, 12], 5: [10] };
const DURATIONS = new Set([60, 1440, 4320, 10080]);

export const threadRoutes: Route[] = [
  { method: 'POST', path: '/channels/:channel/threads', auth: 'bot', act: startThread },
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    auth: 'bot',
    act: startFromMessage,
  },
  { method: 'GET', path: '/channels/:channel/thread-members', auth: 'bot', act: listMembers },
  { method: 'GET', path: '/channels/:channel/thread-members/:user', auth: 'bot', act: getMember },
  { method: 'PUT', path: '/channels/:channel/thread-members/:user', auth: 'bot', act: addMember },
  { method: 'DELETE', path: '/channels/:channel/thread-members/:user', auth: 'bot', act: removeMember },
  { method: 'GET', path: '/guilds/:guild/threads/active', auth: 'bot', act: listActive },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    auth: 'bot',
    act: (call) => listArchived(call, [10, 11]),
  },
  {
    method: 'GET',
    path: '/channels/:channel/threads/archived/private',
    auth: 'bot',
    act: (call) => listArchived(call, [12]),
  },
  {
    method: 'GET',
    path: '/channels/:channel/users/@me/threads/archived/private',
    auth: 'bot',
    act: (call) => listArchived(call, [12], true),
  },
];

/** Start Thread without Message: type 12 unless told otherwise (resources/channel). */
export function startThread(call: Call) {
  const parent = requireChannel(call.state, call.params.channel, call.actor);
  if (parent.type !== 0 && parent.type !== 5) throw refuse(50024);
  const type = Number(call.body.type ?? 12);
  if (!THREADS_OF[parent.type]!.includes(type)) throw refuse(50024);
  requireIn(call.state, parent, call.actor, type === 12 ? P.CreatePrivateThreads : P.CreatePublicThreads);
  const thread = openThread(call, parent, type, call.state.nextId());
  return channelObject(call.state, thread, call.actor);
}

function startFromMessage(call: Call) {
  const parent = requireChannel(call.state, call.params.channel, call.actor);
  requireIn(call.state, parent, call.actor, P.CreatePublicThreads);
  const message = requireMessage(call.state, parent, call.params.message);
  if (message.thread_id) throw refuse(160004);
  const thread = openThread(call, parent, parent.type === 5 ? 10 : 11, message.id);
  message.thread_id = thread.id;
  changeMessage(call.state, message);
  return channelObject(call.state, thread, call.actor);
}

function openThread(call: Call, parent: Channel, type: number, id: string): Channel {
  const { state, actor, body } = call;
  const guild = guildOf(state, parent);
  const form = createForm();
  checkChannel(form, body, true);
  const duration = Number(body.auto_archive_duration ?? 4320);
  if (!DURATIONS.has(duration)) {
    form.complain(
      ['auto_archive_duration'],
      'BASE_TYPE_CHOICES',
      'Value must be one of {60, 1440, 4320, 10080}.',
    );
  }
  form.check();
  const active = threadsOf(state, guild).filter((thread) => !thread.thread!.archived).length;
  if (active >= state.settings.activeThreads) throw refuse(160006);
  const now = new Date().toISOString();
  const thread: Channel = {
    id,
    guild_id: guild.id,
    type,
    name: asText(body.name)!,
    topic: null,
    parent_id: parent.id,
    position: 0,
    overwrites: [],
    nsfw: parent.nsfw,
    rate_limit_per_user: Number(body.rate_limit_per_user ?? 0),
    last_message_id: null,
    last_pin_timestamp: null,
    recipient_ids: [],
    thread: {
      owner_id: actor,
      archived: false,
      locked: false,
      invitable: body.invitable !== false,
      auto_archive_duration: duration,
      archive_timestamp: now,
      create_timestamp: now,
      message_count: 0,
      total_message_sent: 0,
      members: new Map([[actor, now]]),
    },
  };
  state.channels.set(thread.id, thread);
  guild.thread_ids.add(thread.id);
  publishThread(state, 'THREAD_CREATE', thread, true);
  return thread;
}

/** Archiving, locking and the rest of a thread (resources/channel: Modify Channel, thread). */
export function modifyThread(call: Call, channel: Channel) {
  const { state, actor, body } = call;
  const thread = channel.thread!;
  const permissions = channelPermissions(state, channel, actor);
  const mayManage = (permissions & P.ManageThreads) !== 0n;
  const isOwner = thread.owner_id === actor;
  const onlyWakes = Object.keys(body).length === 1 && body.archived === false && !thread.locked;
  if (!mayManage && !isOwner && !(onlyWakes && permissions & P.SendMessagesInThreads)) throw refuse(50013);
  if (!mayManage && ('locked' in body || 'rate_limit_per_user' in body || thread.locked)) throw refuse(50013);
  if (
    thread.archived &&
    body.archived !== false &&
    Object.keys(body).some((key) => key !== 'archived' && key !== 'locked')
  ) {
    throw refuse(50083);
  }
  const form = createForm();
  checkChannel(form, body, false);
  form.check();
  if (asText(body.name) !== null) channel.name = asText(body.name)!;
  if (typeof body.rate_limit_per_user === 'number') channel.rate_limit_per_user = body.rate_limit_per_user;
  if (typeof body.locked === 'boolean') thread.locked = body.locked;
  if (typeof body.invitable === 'boolean') thread.invitable = body.invitable;
  if (DURATIONS.has(Number(body.auto_archive_duration)))
    thread.auto_archive_duration = Number(body.auto_archive_duration);
  if (typeof body.archived === 'boolean' && body.archived !== thread.archived) {
    thread.archived = body.archived;
    thread.archive_timestamp = new Date().toISOString();
  }
  publishThread(state, 'THREAD_UPDATE', channel);
  return channelObject(state, channel, actor);
}

/** `@me` joins; adding another needs to be inside and to write there (resources/channel: Add Thread Member). */
export function addMember(call: Call): void {
  const { state, actor } = call;
  const { thread, guild, user } = findThread(call);
  if (thread.thread!.archived) throw refuse(50083);
  if (user !== actor) {
    requireIn(state, thread, actor, P.SendMessagesInThreads);
    const mayInvite =
      thread.thread!.invitable || (channelPermissions(state, thread, actor) & P.ManageThreads) !== 0n;
    if (thread.type === 12 && !mayInvite) throw refuse(50013);
  }
  if (!guild.members.has(user)) throw refuse(10007);
  const parent = state.channels.get(thread.parent_id!)!;
  if (!canView(state, parent, user)) throw refuse(50001);
  if (thread.thread!.members.has(user)) return;
  if (thread.thread!.members.size >= MAX_MEMBERS) throw refuse(30033);
  joinThread(state, thread, user);
  if (user !== actor) {
    const notice = { id: state.nextId(), channel_id: thread.id, author_id: actor, type: 1, mentions: [user] };
    addMessage(state, thread, blankMessage(notice));
  }
}

export function removeMember(call: Call): void {
  const { thread, user } = findThread(call);
  if (thread.thread!.archived) throw refuse(50083);
  const isPrivateOwner = thread.type === 12 && thread.thread!.owner_id === call.actor;
  if (user !== call.actor && !isPrivateOwner) requireIn(call.state, thread, call.actor, P.ManageThreads);
  if (!thread.thread!.members.has(user)) throw refuse(10007);
  leaveThread(call.state, thread, user);
}

function listMembers(call: Call) {
  const { thread, guild } = findThread(call);
  const withMember = call.query.get('with_member') === 'true';
  return [...thread.thread!.members].map(([id, joined]) => {
    const member = guild.members.get(id);
    return {
      ...threadMember(thread.id, id, joined),
      member: withMember && member ? memberWithUser(call.state, member) : undefined,
    };
  });
}

function getMember(call: Call) {
  const { thread, user } = findThread(call);
  const joined = thread.thread!.members.get(user);
  if (!joined) throw refuse(10007);
  return threadMember(thread.id, user, joined);
}

function listActive(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  const threads = threadsOf(call.state, guild).filter(
    (thread) => !thread.thread!.archived && canView(call.state, thread, call.actor),
  );
  return {
    threads: threads.map((thread) => channelObject(call.state, thread, call.actor)),
    members: ownMemberships(call, threads),
  };
}

/** Archived threads, the last archived first; of the private ones those the actor is in, or with Manage Threads all. */
function listArchived(call: Call, types: number[], onlyJoined = false) {
  const parent = requireChannel(call.state, call.params.channel, call.actor);
  const needsAll = types[0] === 12 && !onlyJoined;
  requireIn(
    call.state,
    parent,
    call.actor,
    needsAll ? P.ManageThreads | P.ReadMessageHistory : P.ReadMessageHistory,
  );
  const limit = Math.min(100, Number(call.query.get('limit') ?? 50));
  const before = call.query.get('before');
  if (before !== null && Number.isNaN(Date.parse(before))) {
    throw refuseForm([{ path: ['before'], code: 'DATE_TIME_TYPE_PARSE', message: 'Could not parse date.' }]);
  }
  const all = threadsOf(call.state, guildOf(call.state, parent))
    .filter((thread) => !onlyJoined || thread.thread!.members.has(call.actor))
    .filter(
      (thread) => thread.parent_id === parent.id && thread.thread!.archived && types.includes(thread.type),
    )
    .filter((thread) => before === null || thread.thread!.archive_timestamp < new Date(before).toISOString())
    .sort((a, b) => (a.thread!.archive_timestamp < b.thread!.archive_timestamp ? 1 : -1));
  const page = all.slice(0, limit);
  return {
    threads: page.map((thread) => channelObject(call.state, thread, call.actor)),
    members: ownMemberships(call, page),
    has_more: all.length > limit,
  };
}

function ownMemberships(call: Call, threads: Channel[]) {
  return threads.flatMap((thread) => {
    const joined = thread.thread!.members.get(call.actor);
    return joined ? [threadMember(thread.id, call.actor, joined)] : [];
  });
}

function findThread(call: Call): { thread: Channel; guild: Guild; user: string } {
  const thread = requireChannel(call.state, call.params.channel, call.actor);
  if (!thread.thread) throw refuse(50024);
  const user = call.params.user === '@me' ? call.actor : (call.params.user ?? '');
  return { thread, guild: guildOf(call.state, thread), user };
}
