import { Routes, type APIOverwrite, type APITextChannel, type Guild, type REST } from 'discord.js';
import type { Language } from '@ticketflow/supabase/contracts/languages.ts';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { wordsFor } from '../words/words-for.ts';
import { isAsMeant, namesOf, type Overwrites } from './fit-overwrites.ts';
import { ticketOverwrites } from './overwrites.ts';
import { NotPrivate } from './read-entry-failure.ts';

type Given = { rest: REST; guild: (id: string) => Guild | undefined; applicationId: string };

/** One request. Throws NotPrivate when the channel is not as it was meant after it. */
export async function writeOverwrites(
  given: Given,
  entry: { guild_id: string; language: Language; ticket: OutboxTicket },
  channelId: string,
): Promise<void> {
  const overwrites = ticketOverwrites(given, entry, channelId);
  const answer = (await given.rest.patch(Routes.channel(channelId), {
    body: { permission_overwrites: overwrites.sent },
    reason: wordsFor(entry.language).channel.auditReason(entry.ticket.number),
  })) as APITextChannel;
  assertWritten(answer.permission_overwrites, overwrites);
}

/** Throws NotPrivate when what Discord has is not what was meant. */
export function assertWritten(found: APIOverwrite[] | undefined, overwrites: Overwrites): void {
  if (isAsMeant(found, overwrites)) return;
  const permissions = namesOf(overwrites.lacking);
  throw new NotPrivate(
    overwrites.lacking ? { code: 'cannot_deny', permissions } : { code: 'access_not_set' },
  );
}
