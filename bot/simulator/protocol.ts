/**
 * What the simulator and the window of a person (the web client, or a test) say to each other.
 *
 * Discord's own objects keep Discord's shape and names (`discord-api-types`); the views made for a window are
 * whole and already resolved (display names, colours, addresses, abilities), so a window computes nothing.
 *
 * - `WS /client?as=<userId>`: the server speaks, as `ClientFrame`s; the window says nothing.
 * - HTTP under `/client/…?as=<userId>` (or the header `x-as`): what the person does; the table is at the end.
 *   A refusal has Discord's body, `ClientRefusal`, and Discord's HTTP status.
 */
import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackComponent,
  APIUser,
} from 'discord-api-types/v10';

export type Snowflake = string;

/** What a demo person is in the story; nothing in the simulator depends on it. */
export type DemoPart = 'requester' | 'agent' | 'manager' | 'admin';

export interface PersonView {
  id: Snowflake;
  username: string;
  /** Display name; a nickname is in `MemberView.name`. */
  name: string;
  part: DemoPart;
  /** Path on this origin. */
  avatar_url: string;
}

export type PresenceStatus = 'online' | 'idle' | 'dnd' | 'offline';

export interface MemberView {
  id: Snowflake;
  username: string;
  /** Nickname, else display name, else user name. */
  name: string;
  nick: string | null;
  avatar_url: string;
  bot: boolean;
  /** Role ids, without @everyone, highest first. */
  roles: Snowflake[];
  /** '#rrggbb' of the highest role with a colour, or null. */
  color: string | null;
  /** The hoisted role this member is listed under, or null for "Online" / "Offline". */
  hoist_role_id: Snowflake | null;
  presence: PresenceStatus;
  /** Line under the name, such as "Answering tickets". */
  activity: string | null;
  /** Voice channel the member sits in. */
  voice_channel_id: Snowflake | null;
  joined_at: string;
  pending: boolean;
  /** May the viewer kick this member? */
  canKick: boolean;
}

export interface RoleView {
  id: Snowflake;
  name: string;
  color: string | null;
  hoist: boolean;
  position: number;
  managed: boolean;
  mentionable: boolean;
  permissions: string;
  /** May the viewer give and take this role (Manage Roles and a higher role)? Never true for @everyone and managed roles. */
  canAssign: boolean;
}

/** What the viewer may do in one channel. */
export interface ChannelAbilities {
  canSend: boolean;
  canAttach: boolean;
  canEmbed: boolean;
  canReact: boolean;
  canReadHistory: boolean;
  /** Delete others' messages. */
  canManageMessages: boolean;
  canPin: boolean;
  canManageChannel: boolean;
  canManageThreads: boolean;
  canUseCommands: boolean;
  canMentionEveryone: boolean;
}

export interface ChannelView extends ChannelAbilities {
  id: Snowflake;
  guild_id: Snowflake;
  /** 0 text, 2 voice, 4 category, 5 announcement, 10–12 threads (12 private), 15 forum. */
  type: number;
  name: string;
  topic: string | null;
  /** Category, or for a thread its channel. */
  parent_id: Snowflake | null;
  position: number;
  last_message_id: Snowflake | null;
  /** Seconds of slow mode. */
  rate_limit_per_user: number;
  /** Viewer's computed permissions here, a bit field as a decimal string. */
  permissions: string;
  /** Only for threads. */
  thread: ThreadView | null;
}

export interface ThreadView {
  archived: boolean;
  locked: boolean;
  owner_id: Snowflake;
  /** Is the viewer a member of the thread? */
  joined: boolean;
  member_ids: Snowflake[];
}

export interface GuildAbilities {
  canManageGuild: boolean;
  canManageRoles: boolean;
  canManageChannels: boolean;
  canKickMembers: boolean;
}

/** A guild as one person sees it: only what this person may see. */
export interface GuildView extends GuildAbilities {
  id: Snowflake;
  name: string;
  /** Two letters for the rail, used when there is no icon. */
  initials: string;
  icon_url: string | null;
  owner_id: Snowflake;
  roles: RoleView[];
  members: MemberView[];
  /** Visible channels, categories and active threads (a thread has `parent_id` and `thread`). */
  channels: ChannelView[];
  /** Slash commands (type 1), and those of the context menus: user (2) and message (3), that the viewer may use. */
  commands: APIApplicationCommand[];
  emojis: { id: Snowflake; name: string; animated: boolean; url: string }[];
  /** Is the bot a member, and connected? */
  bot_member: boolean;
}

/**
 * A message as Discord has it. `author.id` is a member's id or, with `webhook_id`, the webhook's. Addresses of attachments are signed and
 * expire; `GET …/messages` renews them. `flags & 64` is an ephemeral message, `flags & 128` "is thinking…".
 */
export type MessageView = APIMessage & {
  guild_id?: Snowflake;
  /** Path of the author's picture on this origin. */
  author_avatar_url: string;
  /** Author's display name here (nickname, or the webhook's name). */
  author_name: string;
  /** '#rrggbb' or null. */
  author_color: string | null;
  /** Name and picture of the one who used a command, for the line above the answer. */
  interaction_user: { id: Snowflake; name: string; avatar_url: string; command: string } | null;
};

export interface ModalView {
  /** Pass it back to `POST /client/interactions/modal`. */
  interaction_id: Snowflake;
  custom_id: string;
  title: string;
  components: APIModalInteractionResponseCallbackComponent[];
  /** Where the interaction was made. */
  guild_id: Snowflake | null;
  channel_id: Snowflake;
  application: { id: Snowflake; name: string; avatar_url: string };
}

/** What came of an interaction, for those who ask with `?wait=1`: the first answer of the bot. */
export interface InteractionOutcome extends InteractionView {
  modal: ModalView | null;
  /** The answering message (perhaps still "thinking"), or the message that the answer changed. */
  reply: MessageView | null;
  choices: APIApplicationCommandOptionChoice[] | null;
}

/** `sent`: waits for the bot (at most 3 s); then one of the others, once. */
export interface InteractionView {
  id: Snowflake;
  state: 'sent' | 'acknowledged' | 'failed';
  /** Words, when failed: "This interaction failed" or "The application did not respond". */
  reason: string | null;
  kind: 'component' | 'command' | 'context' | 'modal' | 'autocomplete';
  channel_id: Snowflake;
  message_id: Snowflake | null;
  custom_id: string | null;
}

export interface Snapshot {
  me: PersonView;
  /** Everybody a window can be. */
  people: PersonView[];
  guilds: GuildView[];
  bot: BotView;
}

export interface BotView {
  id: Snowflake;
  name: string;
  avatar_url: string;
  online: boolean;
}

/** Everything the server says to a window. */
export type ClientFrame =
  /** First frame of every connection: forget what you had. */
  | { t: 'snapshot'; d: Snapshot }
  /** The guild again, whole: channels, roles, members, commands or the viewer's rights have changed, or it is new. */
  | { t: 'guild'; d: GuildView }
  | { t: 'guild-removed'; d: { id: Snowflake } }
  | { t: 'message'; d: MessageView }
  /** The whole message again: edited, reacted to, pinned, or unfurled. */
  | { t: 'message-updated'; d: MessageView }
  | { t: 'message-removed'; d: { id: Snowflake; channel_id: Snowflake; guild_id: Snowflake | null } }
  /** Several at once (bulk deletion). */
  | { t: 'messages-removed'; d: { ids: Snowflake[]; channel_id: Snowflake; guild_id: Snowflake | null } }
  /** Lasts 10 s, or until this user's next message in the channel. */
  | { t: 'typing'; d: { channel_id: Snowflake; user_id: Snowflake; name: string } }
  | { t: 'modal'; d: ModalView }
  /** Only this person sees it; the same id again replaces it. */
  | { t: 'ephemeral'; d: MessageView }
  | { t: 'ephemeral-removed'; d: { id: Snowflake; channel_id: Snowflake } }
  | { t: 'interaction'; d: InteractionView }
  | { t: 'autocomplete'; d: { interaction_id: Snowflake; choices: APIApplicationCommandOptionChoice[] } }
  | { t: 'bot'; d: { online: boolean } };

/** Discord's error body. `errors` is the tree of 50035. */
export interface ClientRefusal {
  code: number;
  message: string;
  errors?: unknown;
}

/*
 * HTTP, all under /client, JSON in and out. 204 has no body.
 *
 * GET    people                                             → PersonView[]            (needs no `as`)
 * GET    channels/:c/messages?before&after&around&limit=50  → MessageView[] newest first
 * GET    channels/:c/pins                                   → MessageView[]
 * POST   channels/:c/messages            SendBody, or multipart `payload_json` + `files[n]` → MessageView
 * PATCH  channels/:c/messages/:m         { content }        → MessageView
 * DELETE channels/:c/messages/:m                            → 204
 * PUT|DELETE channels/:c/messages/:m/reactions/:emoji       → 204   (emoji url-encoded; `name:id` for a guild's own)
 * PUT|DELETE channels/:c/pins/:m                            → 204
 * POST   channels/:c/typing                                 → 204
 * PATCH  channels/:c                     { name?, topic?, parent_id?, archived?, locked? } → ChannelView
 * DELETE channels/:c                                        → 204
 * POST   guilds/:g/channels              { name, type?, parent_id?, topic? } → ChannelView
 * PUT|DELETE channels/:c/thread-members/:u                  → 204   (`@me` joins and leaves)
 * POST   interactions/component          ComponentBody      → InteractionView
 * POST   interactions/command            CommandBody        → InteractionView
 * POST   interactions/autocomplete       CommandBody with `focused` → InteractionView, then an `autocomplete` frame
 * POST   interactions/context            ContextBody        → InteractionView
 * POST   interactions/modal              ModalBody, or multipart `payload_json` + a part per file, named by custom_id → InteractionView
 * PUT|DELETE guilds/:g/members/:u/roles/:r                  → 204
 * PUT    guilds/:g/members/:u            (join: only oneself) → 204
 * DELETE guilds/:g/members/:u            (oneself: leave; another: kick) → 204
 * PATCH  guilds/:g/members/:u            { nick }           → 204
 * POST   guilds/:g/roles                 { name, color?, hoist?, permissions? } → RoleView
 * PATCH  guilds/:g/roles/:r              { name?, color?, hoist?, permissions? } → RoleView
 * DELETE guilds/:g/roles/:r                                 → 204
 * DELETE ephemeral/:m                    (dismiss)          → 204
 *
 * Every `POST interactions/…` takes `?wait=1` and then answers an InteractionOutcome once the bot has answered or failed to.
 *
 * GET    modals                          (those open)       → ModalView[]
 * GET    ephemerals                      (those shown)      → MessageView[]
 *
 * Of use to a window, under /control: POST gateway/drop → 204 (the bot's connections are cut without a close frame).
 */
export interface SendBody {
  content?: string;
  reply_to?: Snowflake;
  /** Echoed in the `message` frame, so that a window recognises its own. */
  nonce?: string;
}

export interface ComponentBody {
  channel_id: Snowflake;
  message_id: Snowflake;
  custom_id: string;
  /** Of a select. */
  values?: string[];
}

export interface CommandBody {
  guild_id: Snowflake;
  channel_id: Snowflake;
  /** 'ticket', or with subcommands 'ticket close'. */
  name: string;
  options?: Record<string, string | number | boolean>;
  focused?: string;
}

export interface ContextBody {
  guild_id: Snowflake;
  channel_id: Snowflake;
  name: string;
  /** Message or user that was clicked. */
  target_id: Snowflake;
}

export interface ModalBody {
  interaction_id: Snowflake;
  /** By custom_id: text; chosen values of a select, a radio or checkbox group; a checkbox's state. */
  values: Record<string, string | string[] | boolean>;
}

export type {
  APIMessage,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackComponent,
  APIUser,
};
