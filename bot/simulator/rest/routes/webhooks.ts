import { createHash, randomBytes } from 'node:crypto';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { addMessage, blankMessage, changeMessage, removeMessages } from '../../state/messages.ts';
import { messageObject } from '../../state/message-object.ts';
import { webhookObject } from '../../state/objects.ts';
import { unarchive } from '../../state/threads.ts';
import type { Channel, Message, Webhook, State } from '../../state/state.ts';
import type { Interaction } from '../../interactions/interactions.ts';
import { refuse, refuseForm } from '../refusal.ts';
import { guildOf, requireChannel, requireGuild, requireIn, requireInGuild } from '../require.ts';
import type { Call, Route } from '../route.ts';
import { readDraft, readEdit } from '../validate/draft.ts';
import { asText, createForm } from '../validate/form.ts';
import { getAnswer, patchAnswer, postFollowUp, removeAnswer } from './interactions.ts';

/** Webhooks of one channel and of one guild (JSON error codes 30007, 30058). */
const [PER_CHANNEL, PER_GUILD] = [15, 1000];

const MESSAGE = '/webhooks/:webhook/:token/messages/:message';

export const webhookRoutes: Route[] = [
  { method: 'POST', path: '/channels/:channel/webhooks', auth: 'bot', act: createWebhook },
  { method: 'GET', path: '/channels/:channel/webhooks', auth: 'bot', act: listOfChannel },
  { method: 'GET', path: '/guilds/:guild/webhooks', auth: 'bot', act: listOfGuild },
  {
    method: 'GET',
    path: '/webhooks/:webhook',
    auth: 'bot',
    act: (call) => webhookObject(call.state, requireManaged(call)),
  },
  {
    method: 'PATCH',
    path: '/webhooks/:webhook',
    auth: 'bot',
    act: (call) => modify(call, requireManaged(call)),
  },
  {
    method: 'DELETE',
    path: '/webhooks/:webhook',
    auth: 'bot',
    act: (call) => remove(call, requireManaged(call)),
  },
  { method: 'GET', path: '/webhooks/:webhook/:token', auth: 'none', act: getByToken },
  {
    method: 'PATCH',
    path: '/webhooks/:webhook/:token',
    auth: 'none',
    act: (call) => modify(call, requireByToken(call)),
  },
  {
    method: 'DELETE',
    path: '/webhooks/:webhook/:token',
    auth: 'none',
    act: (call) => remove(call, requireByToken(call)),
  },
  {
    method: 'POST',
    path: '/webhooks/:webhook/:token',
    auth: 'none',
    bucket: 'webhook-execute',
    act: either(postFollowUp, execute),
  },
  { method: 'GET', path: MESSAGE, auth: 'none', act: either(getAnswer, getMessage) },
  { method: 'PATCH', path: MESSAGE, auth: 'none', act: either(patchAnswer, editMessage) },
  { method: 'DELETE', path: MESSAGE, auth: 'none', act: either(removeAnswer, deleteMessage) },
];

/** The same address serves an interaction's answers when the id is the application's. */
function either(
  ofInteraction: (call: Call, interaction: Interaction) => unknown,
  ofWebhook: (call: Call) => unknown,
) {
  return (call: Call) => {
    if (call.params.webhook !== call.state.application.id) return ofWebhook(call);
    const interaction = call.interactions.ofToken(call.params.token!);
    if (!interaction) throw refuse(50027);
    return ofInteraction(call, interaction);
  };
}

function createWebhook(call: Call) {
  const { state, actor } = call;
  const channel = requireChannel(state, call.params.channel, actor);
  requireIn(state, channel, actor, P.ManageWebhooks);
  if (![0, 2, 5, 13, 15].includes(channel.type)) throw refuse(50024);
  checkName(call, true);
  const guild = guildOf(state, channel);
  const all = [...state.webhooks.values()].filter((webhook) => webhook.guild_id === guild.id);
  if (all.filter((webhook) => webhook.channel_id === channel.id).length >= PER_CHANNEL) throw refuse(30007);
  if (all.length >= PER_GUILD) throw refuse(30058);
  const webhook: Webhook = {
    id: state.nextId(),
    type: 1,
    guild_id: guild.id,
    channel_id: channel.id,
    name: asText(call.body.name)!,
    avatar: null,
    token: randomBytes(51).toString('base64url'),
    user_id: actor,
    application_id: actor === state.bot_id ? state.application.id : null,
  };
  state.webhooks.set(webhook.id, webhook);
  announce(state, webhook.channel_id, guild.id);
  return webhookObject(state, webhook);
}

function listOfChannel(call: Call) {
  const channel = requireChannel(call.state, call.params.channel, call.actor);
  requireIn(call.state, channel, call.actor, P.ManageWebhooks);
  return listed(call.state, (webhook) => webhook.channel_id === channel.id);
}

function listOfGuild(call: Call) {
  const guild = requireGuild(call.state, call.params.guild, call.actor);
  requireInGuild(guild, call.actor, P.ManageWebhooks);
  return listed(call.state, (webhook) => webhook.guild_id === guild.id);
}

function listed(state: State, isMeant: (webhook: Webhook) => boolean) {
  return [...state.webhooks.values()].filter(isMeant).map((webhook) => webhookObject(state, webhook));
}

function requireManaged(call: Call): Webhook {
  const webhook = call.state.webhooks.get(call.params.webhook!);
  if (!webhook) throw refuse(10015);
  const channel = call.state.channels.get(webhook.channel_id);
  if (channel) requireIn(call.state, channel, call.actor, P.ManageWebhooks);
  return webhook;
}

function requireByToken(call: Call): Webhook {
  const webhook = call.state.webhooks.get(call.params.webhook!);
  if (!webhook) throw refuse(10015);
  if (webhook.token !== call.params.token) throw refuse(50027);
  return webhook;
}

function getByToken(call: Call) {
  const { user: _, ...shown } = webhookObject(call.state, requireByToken(call));
  return shown;
}

function modify(call: Call, webhook: Webhook) {
  checkName(call, false);
  if (asText(call.body.name)) webhook.name = asText(call.body.name)!;
  if (typeof call.body.channel_id === 'string') webhook.channel_id = call.body.channel_id;
  announce(call.state, webhook.channel_id, webhook.guild_id);
  return webhookObject(call.state, webhook);
}

function remove(call: Call, webhook: Webhook): void {
  call.state.webhooks.delete(webhook.id);
  announce(call.state, webhook.channel_id, webhook.guild_id);
}

/** Execute Webhook: 204, or with `wait=true` the message. There is no nonce and no reply here (resources/webhook). */
function execute(call: Call) {
  const { state, body } = call;
  const webhook = requireByToken(call);
  const channel = target(call, webhook);
  const form = createForm();
  form.text(['username'], body.username, 1, 80);
  form.check();
  const { nonce: _n, message_reference: _r, ...allowed } = body;
  const draft = readDraft(state, allowed, call.files, { guildId: webhook.guild_id, mayMentionAll: true });
  // Components of a webhook that no application owns are dropped, unless asked for (resources/webhook).
  if (!webhook.application_id && call.query.get('with_components') !== 'true') draft.components = [];
  const message = blankMessage({
    ...draft,
    flags: draft.flags & ~64,
    id: state.nextId(),
    channel_id: channel.id,
    author_id: webhook.id,
    webhook: {
      id: webhook.id,
      name: asText(body.username) ?? webhook.name,
      avatar: face(state, asText(body.avatar_url)) ?? webhook.avatar,
      application_id: webhook.application_id,
    },
  });
  if (channel.thread) unarchive(state, channel);
  addMessage(state, channel, message);
  return call.query.get('wait') === 'true' ? messageObject(state, message) : undefined;
}

function getMessage(call: Call) {
  return messageObject(call.state, find(call).message);
}

function editMessage(call: Call) {
  const { channel, message, webhook } = find(call);
  if (channel.thread?.archived) throw refuse(50083);
  Object.assign(
    message,
    readEdit(call.state, call.body, call.files, message, { guildId: webhook.guild_id, mayMentionAll: true }),
  );
  message.edited_timestamp = new Date().toISOString();
  changeMessage(call.state, message);
  return messageObject(call.state, message);
}

function deleteMessage(call: Call): void {
  const { channel, message } = find(call);
  if (channel.thread?.archived) throw refuse(50083);
  removeMessages(call.state, channel, [message.id]);
}

function find(call: Call): { webhook: Webhook; channel: Channel; message: Message } {
  const webhook = requireByToken(call);
  const channel = target(call, webhook);
  const message = call.state.messages.get(channel.id)?.byId.get(call.params.message!);
  if (!message || message.webhook?.id !== webhook.id) throw refuse(10008);
  return { webhook, channel, message };
}

/** The webhook's channel, or with `thread_id` one of its threads. */
function target(call: Call, webhook: Webhook): Channel {
  const threadId = call.query.get('thread_id');
  const channel = call.state.channels.get(threadId ?? webhook.channel_id);
  if (!channel || (threadId && channel.parent_id !== webhook.channel_id)) throw refuse(10003);
  return channel;
}

/** A picture's address becomes a hash, as Discord makes of it; the CDN knows the way back. */
function face(state: State, url: string | null): string | null {
  if (!url) return null;
  const hash = createHash('md5').update(url).digest('hex');
  state.avatars.set(hash, url);
  return hash;
}

function checkName(call: Call, isRequired: boolean): void {
  const form = createForm();
  form.text(['name'], call.body.name, 1, 80, isRequired);
  form.check();
  const name = asText(call.body.name) ?? '';
  if (/clyde|discord/i.test(name)) {
    const word = /clyde/i.test(name) ? 'clyde' : 'discord';
    const message = `Username cannot contain "${word}"`;
    throw refuseForm([{ path: ['name'], code: 'USERNAME_INVALID_CONTAINS', message }]);
  }
}

function announce(state: State, channelId: string, guildId: string): void {
  state.onChange('structure');
  state.publish({
    t: 'WEBHOOKS_UPDATE',
    d: { guild_id: guildId, channel_id: channelId },
    guild_id: guildId,
    channel_id: channelId,
  });
}
