import AppWindow from '@lucide/svelte/icons/app-window';
import Copy from '@lucide/svelte/icons/copy';
import Fingerprint from '@lucide/svelte/icons/fingerprint-pattern';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import Reply from '@lucide/svelte/icons/reply';
import Trash from '@lucide/svelte/icons/trash-2';
import type { ChannelView, MessageView } from '../../../protocol.ts';
import type { MenuItem, Point } from '../session/Screen.svelte.ts';
import { isEphemeral } from '../session/MessageLog.svelte.ts';
import type { Session } from '../session/Session.svelte.ts';
import { isWritten } from './group-messages.ts';

/** What this person may do with a message; an act that is not allowed is absent. */
export type MessageActs = {
  edit?: () => void;
  reply?: () => void;
  /** Asks first, unless Shift is held. */
  remove?: (event: { shiftKey: boolean }) => void;
  react?: (emoji: string) => void;
  openMenu(at: Point): void;
};

export const QUICK_REACTIONS = ['👍', '❤️', '😂'];

export function messageActs(session: Session, message: MessageView, channel: ChannelView): MessageActs {
  const path = `/client/channels/${message.channel_id}/messages/${message.id}`;
  const isMine = message.author.id === session.person && message.webhook_id === undefined;
  const isLasting = !isEphemeral(message);
  const remove = (event: { shiftKey: boolean }) => {
    if (event.shiftKey) void session.ask('DELETE', path, undefined, 'loud');
    else session.screen.dialog = { is: 'delete-message', message };
  };
  const acts: MessageActs = {
    edit: isMine && isLasting && isWritten(message) ? () => (session.screen.editing = message.id) : undefined,
    reply: isLasting && channel.canSend ? () => (session.screen.replyingTo = message) : undefined,
    remove: isLasting && (isMine || channel.canManageMessages) ? remove : undefined,
    react:
      isLasting && channel.canReact
        ? (emoji) =>
            void session.ask('PUT', `${path}/reactions/${encodeURIComponent(emoji)}`, undefined, 'loud')
        : undefined,
    openMenu: (at) => session.screen.openMenu(at, 'Message', menu(session, message, channel, acts)),
  };
  return acts;
}

function menu(session: Session, message: MessageView, channel: ChannelView, acts: MessageActs): MenuItem[] {
  const { react, reply, edit, remove } = acts;
  const items: MenuItem[] = [];
  if (react)
    items.push(
      ...QUICK_REACTIONS.map((emoji): MenuItem => ({
        label: `React with ${emoji}`,
        act: () => react(emoji),
      })),
      'line',
    );
  if (reply) items.push({ label: 'Reply', icon: Reply, act: reply });
  if (edit) items.push({ label: 'Edit message', icon: Pencil, act: edit });
  if (channel.canPin && !isEphemeral(message)) {
    const method = message.pinned ? 'DELETE' : 'PUT';
    const path = `/client/channels/${channel.id}/pins/${message.id}`;
    items.push({
      label: message.pinned ? 'Unpin message' : 'Pin message',
      icon: Pin,
      act: () => void session.ask(method, path, undefined, 'loud'),
    });
  }
  items.push(...appItems(session, message, channel));
  if (items.length > 0) items.push('line');
  if (message.content) items.push({ label: 'Copy text', icon: Copy, act: () => copy(message.content) });
  items.push({ label: 'Copy message id', icon: Fingerprint, act: () => copy(message.id) });
  if (remove) {
    items.push('line', {
      label: 'Delete message',
      icon: Trash,
      danger: true,
      act: () => remove({ shiftKey: false }),
    });
  }
  return items;
}

/** The bot's context-menu commands for messages (command type 3). */
function appItems(session: Session, message: MessageView, channel: ChannelView): MenuItem[] {
  const commands =
    session.guilds.get(channel.guild_id)?.commands.filter((command) => Number(command.type) === 3) ?? [];
  if (commands.length === 0 || isEphemeral(message) || !channel.canUseCommands) return [];
  return [
    'line',
    { heading: 'Apps' },
    ...commands.map((command): MenuItem => ({
      label: command.name,
      icon: AppWindow,
      act: () =>
        void session.interact('context', {
          guild_id: channel.guild_id,
          channel_id: channel.id,
          name: command.name,
          target_id: message.id,
        }),
    })),
  ];
}

function copy(text: string): void {
  void navigator.clipboard?.writeText(text);
}
