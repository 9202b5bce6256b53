import { RESTJSONErrorCodes as Code, Routes, type APIThreadMember } from 'discord.js';
import { z } from 'zod';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import type { Relay } from './relay.ts';
import { wakeThread } from './wake-thread.ts';

const Difference = z.object({ add: z.array(z.string()), remove: z.array(z.string()) });

/**
 * Brings those who are in a ticket's private thread level with those who belong there (`private.compare_thread`): a role lets
 * nobody into a thread. Of a thread that was made just now nothing needs to be read. Throws what REST throws.
 */
export async function compareThread(
  relay: Relay,
  ticket: OutboxTicket,
  threadId: string,
  isNew = false,
): Promise<void> {
  const present = isNew ? [] : await readMembers(relay, threadId);
  const [row] = await relay.sql<{ difference: unknown }[]>`
    select private.compare_thread(${ticket.id}, ${present}) as difference`;
  const { add, remove } = Difference.parse(row?.difference);
  for (const id of add) await addMember(relay, ticket, threadId, id);
  for (const id of remove) await removeMember(relay, threadId, id, ticket.status === 'closed');
}

/** Who is in a thread, the bot left out. */
export async function readMembers({ rest, applicationId }: Relay, threadId: string): Promise<string[]> {
  const members = (await rest.get(Routes.threadMembers(threadId))) as APIThreadMember[];
  return members.flatMap(({ user_id }) => (user_id && user_id !== applicationId ? [user_id] : []));
}

/** Whoever left the server is not added; of those added by name, neither is who may not see the thread's channel. */
async function addMember(relay: Relay, ticket: OutboxTicket, threadId: string, id: string): Promise<void> {
  const harmless = [Code.UnknownMember, Code.UnknownUser];
  if (id !== ticket.requester_id) harmless.push(Code.MissingAccess);
  await wakeThread(relay, threadId, ticket.status === 'closed', () =>
    relay.rest.put(Routes.threadMembers(threadId, id)),
  ).catch(unless(...harmless));
}

/** Takes somebody out of a thread. Whoever is not in it, and a thread that is gone, are done already. */
export async function removeMember(
  relay: Relay,
  threadId: string,
  personId: string,
  isClosed: boolean,
): Promise<void> {
  await wakeThread(relay, threadId, isClosed, () =>
    relay.rest.delete(Routes.threadMembers(threadId, personId)),
  ).catch(unless(Code.UnknownMember, Code.UnknownUser));
}

function unless(...harmless: Code[]): (error: unknown) => void {
  return (error) => {
    if (!isRefusal(error, ...harmless)) throw error;
  };
}
