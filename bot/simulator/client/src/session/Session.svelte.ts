/* eslint-disable svelte/prefer-svelte-reactivity -- plain maps on purpose: nothing on the screen is drawn from them */
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type {
  APIMessage,
  BotView,
  ChannelView,
  ClientFrame,
  GuildView,
  InteractionView,
  MemberView,
  MessageView,
  PersonView,
  Snapshot,
  Snowflake,
} from '../../../protocol.ts';
import { ask, type Answer } from './ask.ts';
import { follow, type Connection } from './follow.ts';
import { MessageLog } from './MessageLog.svelte.ts';
import { Outgoing } from './Outgoing.svelte.ts';
import { Screen } from './Screen.svelte.ts';
import { Typing } from './Typing.svelte.ts';
import { Unread } from './Unread.svelte.ts';

export const [getSession, setSession] = createContext<Session>();

type Choice = { name: string; value: string | number };

/** One person's window: everything the simulator has told it, and the way to ask for more. */
export class Session {
  readonly person: Snowflake;
  connection: Connection = $state.raw({ state: 'connecting' });
  me: PersonView | null = $state.raw(null);
  people: PersonView[] = $state.raw([]);
  bot: BotView | null = $state.raw(null);
  guilds = new SvelteMap<Snowflake, GuildView>();
  /** Interactions that were made here, by id: what became of them. */
  interactions = new SvelteMap<Snowflake, InteractionView>();
  choices = new SvelteMap<Snowflake, Choice[]>();
  /** The channel on the screen; its messages count as read while the window is looked at. */
  open: Snowflake | null = $state(null);
  readonly screen = new Screen();
  readonly typing = new Typing();
  readonly unread: Unread;
  readonly outgoing: Outgoing;
  #logs = new Map<Snowflake, MessageLog>();
  #line: { retry(): void; stop(): void };

  constructor(person: Snowflake) {
    this.person = person;
    this.unread = new Unread(person);
    this.outgoing = new Outgoing((path, body) => this.ask<MessageView>('POST', path, body));
    this.#line = follow(person, {
      frame: (frame) => this.#hear(frame),
      connection: (connection) => (this.connection = connection),
    });
  }

  /** Asks the simulator in this person's name; a refusal is also said on the screen when `loud`. */
  async ask<Value = undefined>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    how: 'loud' | 'quiet' = 'quiet',
  ): Promise<Answer<Value>> {
    const answer = await ask<Value>(this.person, method, path, body);
    if (!answer.ok && how === 'loud') this.screen.say(answer.reason, 'bad');
    return answer;
  }

  log(channel: Snowflake): MessageLog {
    let log = this.#logs.get(channel);
    if (log === undefined) {
      log = new MessageLog((query) => this.ask('GET', `/client/channels/${channel}/messages${query}`));
      this.#logs.set(channel, log);
    }
    return log;
  }

  channel(id: Snowflake): ChannelView | undefined {
    for (const guild of this.guilds.values()) {
      const channel = guild.channels.find((channel) => channel.id === id);
      if (channel !== undefined) return channel;
    }
    return undefined;
  }

  member(guild: Snowflake | null, user: Snowflake): MemberView | undefined {
    return guild === null ? undefined : this.guilds.get(guild)?.members.find((member) => member.id === user);
  }

  /** Sends an interaction and remembers it, so that the button can show that it waits. */
  async interact(path: string, body: unknown): Promise<Answer<InteractionView>> {
    const answer = await this.ask<InteractionView>('POST', `/client/interactions/${path}`, body, 'loud');
    if (answer.ok && !this.interactions.has(answer.value.id))
      this.interactions.set(answer.value.id, answer.value);
    return answer;
  }

  retry(): void {
    this.#line.retry();
  }

  stop(): void {
    this.#line.stop();
    this.typing.clear();
  }

  #hear(frame: ClientFrame): void {
    switch (frame.t) {
      case 'snapshot':
        return this.#start(frame.d);
      case 'guild':
        return this.#takeGuild(frame.d);
      case 'guild-removed':
        return void this.guilds.delete(frame.d.id);
      case 'message':
        return this.#takeMessage(frame.d);
      case 'message-updated':
        return this.#logs.get(frame.d.channel_id)?.put(frame.d);
      case 'message-removed':
        return this.#logs.get(frame.d.channel_id)?.remove(frame.d.id);
      case 'messages-removed':
        for (const id of frame.d.ids) this.#logs.get(frame.d.channel_id)?.remove(id);
        return;
      case 'typing':
        if (frame.d.user_id !== this.person)
          this.typing.start(frame.d.channel_id, frame.d.user_id, frame.d.name);
        return;
      case 'modal':
        this.screen.dialog = { is: 'modal', view: frame.d };
        return;
      case 'ephemeral':
        return this.log(frame.d.channel_id).put(frame.d);
      case 'ephemeral-removed':
        return this.#logs.get(frame.d.channel_id)?.remove(frame.d.id);
      case 'interaction':
        return this.#takeInteraction(frame.d);
      case 'autocomplete':
        return void this.choices.set(frame.d.interaction_id, frame.d.choices);
      case 'bot':
        if (this.bot) this.bot = { ...this.bot, online: frame.d.online };
        return;
    }
  }

  /** A new connection is a new start: what other channels held is fetched again when they are opened. */
  #start(snapshot: Snapshot): void {
    this.me = snapshot.me;
    this.people = snapshot.people;
    this.bot = snapshot.bot;
    for (const id of [...this.guilds.keys()]) {
      if (!snapshot.guilds.some((guild) => guild.id === id)) this.guilds.delete(id);
    }
    for (const guild of snapshot.guilds) this.guilds.set(guild.id, guild);
    this.typing.clear();
    this.interactions.clear();
    for (const channel of [...this.#logs.keys()]) if (channel !== this.open) this.#logs.delete(channel);
    if (this.open !== null) void this.#logs.get(this.open)?.load();
  }

  #takeGuild(guild: GuildView): void {
    const known = this.guilds.get(guild.id);
    for (const channel of guild.channels) {
      if (known && channel.type !== 4 && !known.channels.some((old) => old.id === channel.id)) {
        this.unread.addAppeared(channel.id);
      }
    }
    this.guilds.set(guild.id, guild);
  }

  #takeMessage(message: MessageView): void {
    this.typing.stop(message.channel_id, message.author.id);
    this.#logs.get(message.channel_id)?.put(message);
    if (message.author.id === this.person && typeof message.nonce === 'string')
      this.outgoing.dismiss(message.nonce);
    const channel = this.channel(message.channel_id);
    const guild = channel && this.guilds.get(channel.guild_id);
    if (!channel || !guild) return;
    const channels = guild.channels.map((other) =>
      other.id === channel.id ? { ...other, last_message_id: message.id } : other,
    );
    this.guilds.set(guild.id, { ...guild, channels });
    const isHere = this.open === channel.id && document.visibilityState === 'visible';
    if (isHere || message.author.id === this.person) this.unread.markRead(channel.id, message.id);
    else if (this.#mentionsMe(message, guild)) this.unread.addMention(channel.id);
  }

  #mentionsMe(message: APIMessage, guild: GuildView): boolean {
    const roles = this.member(guild.id, this.person)?.roles ?? [];
    return (
      message.mention_everyone ||
      message.mentions.some((user) => user.id === this.person) ||
      message.mention_roles.some((role) => roles.includes(role))
    );
  }

  #takeInteraction(interaction: InteractionView): void {
    this.interactions.set(interaction.id, interaction);
    const isShownInPlace = interaction.kind === 'component' || interaction.kind === 'modal';
    if (interaction.state === 'failed' && !isShownInPlace && interaction.kind !== 'autocomplete') {
      this.screen.say(interaction.reason ?? 'This interaction failed', 'bad');
    }
  }
}
