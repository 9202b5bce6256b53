import AppWindow from '@lucide/svelte/icons/app-window';
import Fingerprint from '@lucide/svelte/icons/fingerprint-pattern';
import UserX from '@lucide/svelte/icons/user-x';
import type { ChannelView, GuildView, MemberView } from '../../../protocol.ts';
import type { MenuItem, Point } from '../session/Screen.svelte.ts';
import type { Session } from '../session/Session.svelte.ts';

/** What can be done with a member: see, run the bot's user commands (type 2), kick. */
export function memberMenu(
  session: Session,
  guild: GuildView,
  channel: ChannelView | undefined,
  member: MemberView,
  at: Point,
): MenuItem[] {
  const items: MenuItem[] = [
    { label: 'Profile and roles', act: () => session.screen.openCard(at, member.id) },
  ];
  const commands = guild.commands.filter((command) => Number(command.type) === 2);
  if (channel?.canUseCommands && commands.length > 0) {
    items.push('line', { heading: 'Apps' });
    for (const command of commands) {
      const body = { guild_id: guild.id, channel_id: channel.id, name: command.name, target_id: member.id };
      items.push({ label: command.name, icon: AppWindow, act: () => void session.interact('context', body) });
    }
  }
  items.push('line', {
    label: 'Copy user id',
    icon: Fingerprint,
    act: () => void navigator.clipboard?.writeText(member.id),
  });
  if (member.canKick && member.id !== session.person) {
    items.push({
      label: `Kick ${member.name}`,
      icon: UserX,
      danger: true,
      act: () =>
        void session.ask('DELETE', `/client/guilds/${guild.id}/members/${member.id}`, undefined, 'loud'),
    });
  }
  return items;
}
