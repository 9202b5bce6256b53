import { Routes, type APITextChannel, type APIThreadChannel, type Guild, type REST } from 'discord.js';
import type { Database } from '../database/database.ts';
import { wordsFor } from '../words/words-for.ts';
import { compareThread } from './compare-thread.ts';
import type { ChannelEntry } from './make-channel.ts';
import { closedOverwrite } from './overwrites.ts';
import { NotPrivate } from './read-entry-failure.ts';
import { assertWritten, writeOverwrites } from './write-overwrites.ts';

type Given = {
  sql: Database;
  rest: REST;
  guild: (id: string) => Guild | undefined;
  applicationId: string;
};

/** Lets the requester write, or not any more, and lets in who belongs in a channel that is open again: its grants may be others now. */
export async function setWriting(
  given: Given,
  entry: ChannelEntry,
  channelId: string,
  isOpen: boolean,
): Promise<void> {
  const { ticket } = entry;
  const reason = wordsFor(entry.language).channel.auditReason(ticket.number);
  if (ticket.channel_kind === 'thread') {
    const setLock = async () => {
      const state = { body: { archived: !isOpen, locked: !isOpen }, reason };
      const answer = (await given.rest.patch(Routes.channel(channelId), state)) as APIThreadChannel;
      if (answer.thread_metadata?.locked === !isOpen) return;
      throw new NotPrivate({ code: 'lock_not_set', is_locked: !isOpen });
    };
    if (isOpen) await setLock();
    await compareThread(given, ticket, channelId);
    if (!isOpen) await setLock();
  } else if (isOpen) {
    await writeOverwrites(given, entry, channelId);
  } else {
    const overwrites = closedOverwrite(given, entry, channelId);
    const { id, ...body } = overwrites.sent[0]!;
    await given.rest.put(Routes.channelPermission(channelId, id), { body, reason });
    // Its answer is empty.
    const { permission_overwrites } = (await given.rest.get(Routes.channel(channelId))) as APITextChannel;
    const found = permission_overwrites?.filter((overwrite) => overwrite.id === id);
    assertWritten(found, overwrites);
  }
}
