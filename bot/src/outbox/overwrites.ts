import { OverwriteType, PermissionFlagsBits as P, type Guild } from 'discord.js';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { fitOverwrites, type Overwrite, type Overwrites, type Place } from './fit-overwrites.ts';

const reading = P.ViewChannel | P.ReadMessageHistory;
const writing = P.SendMessages | P.EmbedLinks | P.AttachFiles | P.AddReactions | P.UseApplicationCommands;
const running = P.ManageChannels | P.ManageMessages | P.ManageWebhooks;
const answering = P.SendMessages | P.SendMessagesInThreads | P.AddReactions;

type Entry = { guild_id: string; ticket: OutboxTicket };

type Given = { guild: (id: string) => Guild | undefined; applicationId: string };

/**
 * Who may see and write in a ticket's channel: its requester, the category's staff, people let in by name, and the bot. The
 * requester goes on reading a closed ticket, and writes in an open one.
 */
export function ticketOverwrites(given: Given, entry: Entry, channelId: string | null): Overwrites {
  const { guild_id: guildId, ticket } = entry;
  const { Role, Member } = OverwriteType;
  const botId = given.applicationId;
  const place = placeOf(given, entry, channelId);
  const isIn = { allow: reading | writing, deny: 0n };
  // A role that was deleted a moment ago would make Discord refuse the whole channel.
  const roles = ticket.staff_role_ids.filter(
    (id) => id !== guildId && (!place.guild || place.guild.roles.cache.has(id)),
  );
  const named = ticket.member_ids.filter((id) => id !== ticket.requester_id && id !== botId);
  return fitOverwrites(place, [
    { id: guildId, type: Role, allow: 0n, deny: P.ViewChannel },
    { id: botId, type: Member, allow: reading | writing | running, deny: 0n },
    requester(ticket, ticket.status !== 'closed'),
    ...roles.map((id) => ({ id, type: Role, ...isIn })),
    ...named.map((id) => ({ id, type: Member, ...isIn })),
  ]);
}

/** The requester's part, once the ticket is closed. */
export function closedOverwrite(given: Given, entry: Entry, channelId: string): Overwrites {
  return fitOverwrites(placeOf(given, entry, channelId), [requester(entry.ticket, false)]);
}

function requester({ requester_id: id }: OutboxTicket, isOpen: boolean): Overwrite {
  const rights = isOpen ? { allow: reading | writing, deny: 0n } : { allow: reading, deny: answering };
  return { id, type: OverwriteType.Member, ...rights };
}

function placeOf({ guild }: Given, { guild_id, ticket }: Entry, channelId: string | null): Place {
  return { guild: guild(guild_id), channelId, parentId: ticket.category.channel_parent_id };
}
