import { OverwriteType, PermissionFlagsBits as P, type APIOverwrite, type Guild } from 'discord.js';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';

const reading = P.ViewChannel | P.ReadMessageHistory;
const writing = P.SendMessages | P.EmbedLinks | P.AttachFiles | P.AddReactions | P.UseApplicationCommands;
const running = P.ManageChannels | P.ManageMessages | P.ManageWebhooks;

/** What may be given: Discord refuses an overwrite with a permission that the bot itself lacks. */
function possible(guild: Guild | undefined, permissions: bigint): bigint {
  const own = guild?.members.me?.permissions;
  return own ? permissions & own.bitfield : permissions;
}

const overwrite = (id: string, type: OverwriteType, allow: bigint, deny = 0n): APIOverwrite => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});

/**
 * Who may see and write in a ticket's channel: its requester, the category's staff, people let in by name, and the bot. The
 * requester goes on reading a closed ticket, and writes in an open one.
 */
export function ticketOverwrites(
  guild: Guild | undefined,
  guildId: string,
  botId: string,
  ticket: OutboxTicket,
): APIOverwrite[] {
  const { Role, Member } = OverwriteType;
  const member = possible(guild, reading | writing);
  // A role that was deleted a moment ago would make Discord refuse the whole channel.
  const roles = ticket.staff_role_ids.filter((id) => id !== guildId && (!guild || guild.roles.cache.has(id)));
  const named = ticket.member_ids.filter((id) => id !== ticket.requester_id && id !== botId);
  return [
    overwrite(guildId, Role, 0n, possible(guild, P.ViewChannel)),
    overwrite(botId, Member, possible(guild, reading | writing | running)),
    requesterOverwrite(guild, ticket, ticket.status !== 'closed'),
    ...roles.map((id) => overwrite(id, Role, member)),
    ...named.map((id) => overwrite(id, Member, member)),
  ];
}

/** The requester's part. */
export function requesterOverwrite(
  guild: Guild | undefined,
  ticket: OutboxTicket,
  isOpen: boolean,
): APIOverwrite {
  const open = possible(guild, reading | writing);
  const closed = possible(guild, P.SendMessages | P.SendMessagesInThreads | P.AddReactions);
  if (isOpen) return overwrite(ticket.requester_id, OverwriteType.Member, open);
  return overwrite(ticket.requester_id, OverwriteType.Member, possible(guild, reading), closed);
}
