import { randomBytes } from 'node:crypto';
import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import type { ClientFrame, InteractionView, ModalView, Snowflake } from '../protocol.ts';
import { refuse } from '../rest/refusal.ts';
import { messageObject } from '../state/message-object.ts';
import { interactionChannel, memberObject, userById } from '../state/objects.ts';
import { channelPermissions } from '../state/permissions.ts';
import type { Channel, Message, State } from '../state/state.ts';
import { messageView } from '../person/message-view.ts';

/** What a person did, and how far the bot's answer is. */
export interface Interaction {
  id: Snowflake;
  token: string;
  /** 2 command, 3 component, 4 autocomplete, 5 modal (interactions/receiving-and-responding). */
  type: 2 | 3 | 4 | 5;
  kind: InteractionView['kind'];
  user_id: Snowflake;
  channel: Channel;
  /** Where the button was, or for a modal where its opener's button was. */
  source: Message | null;
  isSourceEphemeral: boolean;
  custom_id: string | null;
  command: string | null;
  at: number;
  state: InteractionView['state'];
  reason: string | null;
  /** Kind of the first answer. */
  answeredWith: number | null;
  /** "@original": the answer, or the message that the answer updates. */
  original: Message | null;
  /** A type 5 waits for its text: the next follow-up is it. */
  isThinking: boolean;
  modal: ModalView | null;
  choices: APIApplicationCommandOptionChoice[] | null;
  settled: Promise<void>;
  settle(): void;
}

export interface Interactions {
  byId: Map<Snowflake, Interaction>;
  byToken: Map<string, Interaction>;
  /** Messages that one person sees. */
  ephemerals: Map<Snowflake, { message: Message; user_id: Snowflake; interaction: Interaction }>;
  /** Modals on somebody's screen, by the interaction that opened them. */
  modals: Map<Snowflake, { interaction: Interaction; data: APIModalInteractionResponseCallbackData }>;
  start(what: StartedInteraction): Interaction;
  /** The interaction of a token, while it lives: else 50027 (or null when the token was never one). */
  ofToken(token: string): Interaction | null;
  acknowledge(interaction: Interaction, answeredWith: number): void;
  /** Says it to the person. */
  tell(userId: Snowflake, frame: ClientFrame): void;
  showEphemeral(interaction: Interaction, message: Message): void;
  removeEphemeral(id: Snowflake): boolean;
  showModal(interaction: Interaction, data: APIModalInteractionResponseCallbackData): void;
  showChoices(interaction: Interaction, choices: APIApplicationCommandOptionChoice[]): void;
  onFrame: ((userId: Snowflake, frame: ClientFrame) => void)[];
  stop(): void;
}

export interface StartedInteraction {
  type: Interaction['type'];
  kind: Interaction['kind'];
  user_id: Snowflake;
  channel: Channel;
  data: Record<string, unknown>;
  source?: Message | null;
  custom_id?: string | null;
  command?: string | null;
}

/** Keeps what people do and what the bot answers, with Discord's two deadlines on the real clock. */
export function createInteractions(state: State): Interactions {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, act: () => void) => {
    const timer = setTimeout(() => (timers.delete(timer), act()), ms);
    timers.add(timer);
  };
  const store: Interactions = {
    byId: new Map(),
    byToken: new Map(),
    ephemerals: new Map(),
    modals: new Map(),
    onFrame: [],
    start(what) {
      const interaction = begin(state, store, what);
      store.byId.set(interaction.id, interaction);
      store.byToken.set(interaction.token, interaction);
      store.tell(what.user_id, { t: 'interaction', d: viewOf(interaction) });
      later(state.settings.interactions.acknowledgeMs, () => fail(store, interaction));
      later(state.settings.interactions.tokenMs + 60_000, () => forget(store, interaction));
      publish(state, interaction, what.data);
      return interaction;
    },
    ofToken(token) {
      const interaction = store.byToken.get(token);
      if (!interaction) return null;
      if (Date.now() - interaction.at > state.settings.interactions.tokenMs) throw refuse(50027);
      return interaction;
    },
    acknowledge(interaction, answeredWith) {
      interaction.state = 'acknowledged';
      interaction.answeredWith = answeredWith;
      if (interaction.type === 5 && interaction.modal) store.modals.delete(interaction.modal.interaction_id);
      store.tell(interaction.user_id, { t: 'interaction', d: viewOf(interaction) });
      interaction.settle();
    },
    tell(userId, frame) {
      for (const listener of store.onFrame) listener(userId, frame);
    },
    showEphemeral(interaction, message) {
      store.ephemerals.set(message.id, { message, user_id: interaction.user_id, interaction });
      const view = messageView(state, message, interaction.user_id);
      store.tell(interaction.user_id, { t: 'ephemeral', d: view });
    },
    removeEphemeral(id) {
      const shown = store.ephemerals.get(id);
      if (!shown) return false;
      store.ephemerals.delete(id);
      store.tell(shown.user_id, { t: 'ephemeral-removed', d: { id, channel_id: shown.message.channel_id } });
      return true;
    },
    showModal(interaction, data) {
      interaction.modal = modalView(state, interaction, data);
      store.modals.set(interaction.id, { interaction, data });
      store.tell(interaction.user_id, { t: 'modal', d: interaction.modal });
    },
    showChoices(interaction, choices) {
      interaction.choices = choices;
      store.tell(interaction.user_id, { t: 'autocomplete', d: { interaction_id: interaction.id, choices } });
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      for (const interaction of store.byId.values()) interaction.settle();
    },
  };
  return store;
}

export function viewOf(interaction: Interaction): InteractionView {
  const { id, state, reason, kind, custom_id } = interaction;
  return {
    id,
    state,
    reason,
    kind,
    channel_id: interaction.channel.id,
    message_id: interaction.source?.id ?? null,
    custom_id,
  };
}

function begin(state: State, store: Interactions, what: StartedInteraction): Interaction {
  let settle = () => {};
  const settled = new Promise<void>((resolve) => (settle = resolve));
  return {
    id: state.nextId(),
    // Long enough to be like Discord's, and without what a path would have to escape.
    token: `aW50${randomBytes(96).toString('base64url')}`,
    type: what.type,
    kind: what.kind,
    user_id: what.user_id,
    channel: what.channel,
    source: what.source ?? null,
    isSourceEphemeral: what.source ? store.ephemerals.has(what.source.id) : false,
    custom_id: what.custom_id ?? null,
    command: what.command ?? null,
    at: Date.now(),
    state: 'sent',
    reason: null,
    answeredWith: null,
    original: null,
    isThinking: false,
    modal: null,
    choices: null,
    settled,
    settle,
  };
}

function fail(store: Interactions, interaction: Interaction): void {
  if (interaction.state !== 'sent') return;
  interaction.state = 'failed';
  interaction.reason = interaction.type === 2 ? 'The application did not respond' : 'This interaction failed';
  store.tell(interaction.user_id, { t: 'interaction', d: viewOf(interaction) });
  interaction.settle();
}

function forget(store: Interactions, interaction: Interaction): void {
  store.byId.delete(interaction.id);
  store.byToken.delete(interaction.token);
}

/** INTERACTION_CREATE, in full (interactions/receiving-and-responding: Interaction Structure). */
function publish(state: State, interaction: Interaction, data: Record<string, unknown>): void {
  const { channel, user_id, source } = interaction;
  const guild = state.guilds.get(channel.guild_id ?? '');
  const member = guild?.members.get(user_id);
  const user = userById(state, user_id);
  const permissions = channelPermissions(state, channel, user_id).toString();
  const appPermissions = channelPermissions(state, channel, state.bot_id).toString();
  state.publish({
    t: 'INTERACTION_CREATE',
    guild_id: guild?.id ?? null,
    channel_id: channel.id,
    d: {
      id: interaction.id,
      application_id: state.application.id,
      type: interaction.type,
      token: interaction.token,
      version: 1,
      guild_id: guild?.id,
      guild: guild ? { id: guild.id, locale: guild.preferred_locale, features: [] } : undefined,
      channel_id: channel.id,
      channel: interactionChannel(state, channel, user_id),
      member: member ? { ...memberObject(member), user, permissions } : undefined,
      user: member ? undefined : user,
      app_permissions: appPermissions,
      locale: state.users.get(user_id)?.locale ?? 'en-US',
      guild_locale: guild?.preferred_locale,
      entitlements: [],
      authorizing_integration_owners: { '0': guild?.id ?? '0' },
      context: guild ? 0 : 1,
      attachment_size_limit: state.settings.attachmentBytes,
      data,
      message: source ? messageObject(state, source) : undefined,
    },
  });
}

function modalView(
  state: State,
  interaction: Interaction,
  data: APIModalInteractionResponseCallbackData,
): ModalView {
  const bot = state.users.get(state.bot_id);
  return {
    interaction_id: interaction.id,
    custom_id: data.custom_id,
    title: data.title,
    components: data.components,
    guild_id: interaction.channel.guild_id,
    channel_id: interaction.channel.id,
    application: {
      id: state.application.id,
      name: state.application.name,
      avatar_url: `/cdn/avatars/${state.bot_id}/${bot?.avatar ?? '0'}.png`,
    },
  };
}
