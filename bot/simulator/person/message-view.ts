import type { MessageView, Snowflake } from '../protocol.ts';
import { messageObject } from '../state/message-object.ts';
import type { Guild, Message, State } from '../state/state.ts';

/** A message as a window shows it: with the author's name, picture and colour resolved. */
export function messageView(state: State, message: Message, viewer: Snowflake): MessageView {
  const object = messageObject(state, message, viewer);
  const guild = state.guilds.get(state.channels.get(message.channel_id)?.guild_id ?? '');
  const from = message.interaction;
  return {
    ...object,
    guild_id: guild?.id,
    author_avatar_url: avatarUrl(object.author.id, object.author.avatar),
    author_name: message.webhook ? message.webhook.name : displayName(state, guild, message.author_id),
    author_color: message.webhook ? null : colorOf(guild, message.author_id),
    // A button or a form has no command that could be named.
    interaction_user: from?.name
      ? {
          id: from.user_id,
          name: displayName(state, guild, from.user_id),
          avatar_url: avatarUrl(from.user_id, state.users.get(from.user_id)?.avatar ?? null),
          command: from.name,
        }
      : null,
  };
}

export function avatarUrl(id: Snowflake, hash: string | null): string {
  return `/cdn/avatars/${id}/${hash ?? '0'}.png`;
}

/** Nickname, else display name, else user name. */
export function displayName(state: State, guild: Guild | undefined, userId: Snowflake): string {
  const user = state.users.get(userId);
  return guild?.members.get(userId)?.nick ?? user?.global_name ?? user?.username ?? 'Deleted User';
}

/** '#rrggbb' of the highest role that has a colour. */
export function colorOf(guild: Guild | undefined, userId: Snowflake): string | null {
  const roles = guild?.members.get(userId)?.roles ?? [];
  let best: { color: number; position: number } | null = null;
  for (const id of roles) {
    const role = guild!.roles.get(id);
    if (role && role.color !== 0 && (!best || role.position > best.position)) best = role;
  }
  return best ? hexColor(best.color) : null;
}

export function hexColor(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`;
}
