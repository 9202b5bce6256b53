import { addMember, publishMember } from '../state/members.ts';
import { channelPermissions } from '../state/permissions.ts';
import { messageView } from './message-view.ts';
import { channelView, roleView } from './guild-view.ts';
import { autocomplete, submitModal, useCommand, useComponent, useContextMenu } from './interact.ts';
import { peopleOf } from './windows.ts';
import { refuse } from '../rest/refusal.ts';
import type { Call, Route } from '../rest/route.ts';
import { createChannel, deleteChannel, modifyChannel } from '../rest/routes/channels.ts';
import { giveRole, kick, modifyMember, takeRole } from '../rest/routes/members.ts';
import { deleteMessage, editMessage, findMessages, startTyping } from '../rest/routes/messages.ts';
import { pin, pinnedMessages, unpin } from '../rest/routes/pins.ts';
import { react, unreact } from '../rest/routes/reactions.ts';
import { createRole, deleteRole, modifyRole } from '../rest/routes/roles.ts';
import {
  addMember as addToThread,
  removeMember as removeFromThread,
  startThread,
} from '../rest/routes/threads.ts';
import { requireChannel, requireMessage } from '../rest/require.ts';
import { sendMessage } from '../rest/send-message.ts';
import { toMember } from '../scenario.ts';
import { requireSlowmode } from './slowmode.ts';

/*
 * What a person does: the bot's own acts with another actor, so that both obey the same rules. `auth` plays no part here.
 */

type Verb = [method: Route['method'], path: string, act: Route['act']];

const verbs: Verb[] = [
  ['GET', '/people', (call) => peopleOf(call.state)],
  [
    'GET',
    '/channels/:channel/messages',
    (call) => findMessages(call).map((message) => messageView(call.state, message, call.actor)),
  ],
  [
    'GET',
    '/channels/:channel/pins',
    (call) => pinnedMessages(call).map((message) => messageView(call.state, message, call.actor)),
  ],
  ['POST', '/channels/:channel/messages', say],
  ['PATCH', '/channels/:channel/messages/:message', edit],
  ['DELETE', '/channels/:channel/messages/:message', deleteMessage],
  ['PUT', '/channels/:channel/messages/:message/reactions/:emoji', react],
  ['DELETE', '/channels/:channel/messages/:message/reactions/:emoji', (call) => unreact(call, call.actor)],
  ['PUT', '/channels/:channel/pins/:message', pin],
  ['DELETE', '/channels/:channel/pins/:message', unpin],
  ['POST', '/channels/:channel/typing', startTyping],
  ['GET', '/channels/:channel', viewChannel],
  ['PATCH', '/channels/:channel', (call) => (modifyChannel(call), viewChannel(call))],
  ['DELETE', '/channels/:channel', (call) => void deleteChannel(call)],
  ['POST', '/guilds/:guild/channels', (call) => viewNew(call, createChannel(call).id)],
  ['POST', '/channels/:channel/threads', (call) => viewNew(call, startThread(call).id)],
  ['PUT', '/channels/:channel/thread-members/:user', addToThread],
  ['DELETE', '/channels/:channel/thread-members/:user', removeFromThread],
  ['POST', '/interactions/component', useComponent],
  ['POST', '/interactions/command', useCommand],
  ['POST', '/interactions/autocomplete', autocomplete],
  ['POST', '/interactions/context', useContextMenu],
  ['POST', '/interactions/modal', submitModal],
  ['GET', '/modals', (call) => openModals(call)],
  ['GET', '/ephemerals', (call) => shownEphemerals(call)],
  ['DELETE', '/ephemeral/:message', dismiss],
  ['PUT', '/guilds/:guild/members/:user/roles/:role', giveRole],
  ['DELETE', '/guilds/:guild/members/:user/roles/:role', takeRole],
  ['PUT', '/guilds/:guild/members/:user', join],
  ['PATCH', '/guilds/:guild/members/:user', (call) => void modifyMember(call)],
  ['DELETE', '/guilds/:guild/members/:user', kick],
  ['POST', '/guilds/:guild/roles', (call) => viewRole(call, createRole(call).id)],
  ['PATCH', '/guilds/:guild/roles/:role', (call) => viewRole(call, modifyRole(call).id)],
  ['DELETE', '/guilds/:guild/roles/:role', deleteRole],
];

export const personRoutes: Route[] = verbs.map(([method, path, act]) => ({
  method,
  path,
  act,
  auth: 'none',
}));

function say(call: Call) {
  const { state, actor, body } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  requireSlowmode(state, channel, actor);
  const message_reference = body.reply_to ? { message_id: body.reply_to } : undefined;
  const { nonce, content } = body;
  const { message } = sendMessage(state, actor, channel, { content, nonce, message_reference }, call.files);
  return { ...messageView(state, message, actor), nonce };
}

function edit(call: Call) {
  editMessage({ ...call, body: { content: call.body.content } });
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  return messageView(call.state, requireMessage(call.state, channel, call.params.message), call.actor);
}

function viewChannel(call: Call) {
  return viewNew(call, call.params.channel!);
}

function viewNew(call: Call, id: string) {
  const channel = requireChannel(call.state, id, call.actor);
  return channelView(channel, channelPermissions(call.state, channel, call.actor), call.actor);
}

function viewRole(call: Call, id: string) {
  const guild = call.state.guilds.get(call.params.guild!)!;
  return roleView(guild, guild.roles.get(id)!, call.actor);
}

/** One joins by oneself, as by an invitation. A pending member who joins again has agreed to the rules. */
function join(call: Call): void {
  const { state, actor } = call;
  const guild = state.guilds.get(call.params.guild!);
  if (!guild) throw refuse(10004);
  if (call.params.user !== actor && call.params.user !== '@me') throw refuse(50013);
  const member = guild.members.get(actor);
  if (!member) return addMember(state, guild, toMember({ id: actor }, new Date().toISOString()));
  if (!member.pending) return;
  member.pending = false;
  publishMember(state, guild, member);
}

function openModals(call: Call) {
  return [...call.interactions.modals.values()]
    .filter(({ interaction }) => interaction.user_id === call.actor)
    .map(({ interaction }) => interaction.modal);
}

function shownEphemerals(call: Call) {
  return [...call.interactions.ephemerals.values()]
    .filter((shown) => shown.user_id === call.actor)
    .map((shown) => messageView(call.state, shown.message, call.actor));
}

function dismiss(call: Call): void {
  const shown = call.interactions.ephemerals.get(call.params.message!);
  if (shown?.user_id !== call.actor) throw refuse(10008);
  call.interactions.removeEphemeral(call.params.message!);
}
