import Bell from '@lucide/svelte/icons/bell';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import Fingerprint from '@lucide/svelte/icons/fingerprint-pattern';
import LogOut from '@lucide/svelte/icons/log-out';
import Trash from '@lucide/svelte/icons/trash-2';
import type { ChannelView, GuildView } from '../../../protocol.ts';
import type { MenuItem } from '../session/Screen.svelte.ts';
import type { Session } from '../session/Session.svelte.ts';

/** What can be done with a whole guild from its name. */
export function guildMenu(session: Session, guild: GuildView): MenuItem[] {
  const items: MenuItem[] = [];
  if (guild.canManageChannels) {
    items.push({
      label: 'Create channel',
      icon: CirclePlus,
      act: () => (session.screen.dialog = { is: 'create-channel', guild: guild.id, parent: null }),
    });
  }
  items.push({
    label: 'Copy server id',
    icon: Fingerprint,
    act: () => void navigator.clipboard?.writeText(guild.id),
  });
  if (guild.owner_id !== session.person) {
    items.push('line', {
      label: 'Leave server',
      icon: LogOut,
      danger: true,
      act: () => (session.screen.dialog = { is: 'leave-guild', guild: guild.id, name: guild.name }),
    });
  }
  return items;
}

/** What can be done with a channel or thread from the list. */
export function channelMenu(session: Session, channel: ChannelView): MenuItem[] {
  const items: MenuItem[] = [
    { label: 'Mark as read', act: () => session.unread.markRead(channel.id, channel.last_message_id) },
    {
      label: session.unread.isMuted(channel.id) ? 'Unmute channel' : 'Mute channel',
      icon: Bell,
      act: () => session.unread.toggleMuted(channel.id),
    },
    {
      label: 'Copy channel id',
      icon: Fingerprint,
      act: () => void navigator.clipboard?.writeText(channel.id),
    },
  ];
  if (channel.thread?.joined) {
    items.push({
      label: 'Leave thread',
      icon: LogOut,
      act: () =>
        void session.ask('DELETE', `/client/channels/${channel.id}/thread-members/@me`, undefined, 'loud'),
    });
  }
  if (channel.thread && channel.canManageThreads) {
    items.push({
      label: 'Close thread',
      act: () => void session.ask('PATCH', `/client/channels/${channel.id}`, { archived: true }, 'loud'),
    });
  }
  if (channel.thread ? channel.canManageThreads : channel.canManageChannel) {
    items.push('line', {
      label: channel.thread ? 'Delete thread' : 'Delete channel',
      icon: Trash,
      danger: true,
      act: () => (session.screen.dialog = { is: 'delete-channel', channel: channel.id, name: channel.name }),
    });
  }
  return items;
}
