import { RESTJSONErrorCodes as Code, Routes, type APIThreadMember, type REST } from 'discord.js';
import { z } from 'zod';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import { wakeThread } from './wake-thread.ts';

type Given = { sql: Database; rest: REST; applicationId: string };

const Difference = z.object({ add: z.array(z.string()), remove: z.array(z.string()) });

/**
 * Brings those who are in a ticket's private thread in line with those who belong there (`private.compare_thread`): a role lets
 * nobody into a thread. Of a thread that was made just now nothing needs to be read. Throws what REST throws.
 */
export async function compareThread(
  given: Given,
  ticket: OutboxTicket,
  threadId: string,
  isNew = false,
): Promise<void> {
  const present = isNew ? [] : await readMembers(given, threadId);
  const difference = await call(given.sql, 'compare_thread', { ticket: ticket.id, present });
  const { add, remove } = Difference.parse(difference);
  for (const id of add) await addMember(given.rest, ticket, threadId, id);
  for (const id of remove) await removeMember(given.rest, threadId, id, ticket.status === 'closed');
}

/** Who is in a thread, the bot left out. */
export async function readMembers(
  { rest, applicationId }: Omit<Given, 'sql'>,
  threadId: string,
): Promise<string[]> {
  const members = (await rest.get(Routes.threadMembers(threadId))) as APIThreadMember[];
  return members.flatMap(({ user_id }) => (user_id && user_id !== applicationId ? [user_id] : []));
}

/** Members who left the server are not added, nor are people added by name who may not see the thread's channel. */
async function addMember(rest: REST, ticket: OutboxTicket, threadId: string, id: string): Promise<void> {
  const harmless = [Code.UnknownMember, Code.UnknownUser];
  if (id !== ticket.requester_id) harmless.push(Code.MissingAccess);
  await wakeThread(rest, threadId, ticket.status === 'closed', () =>
    rest.put(Routes.threadMembers(threadId, id)),
  ).catch(unless(...harmless));
}

/** Takes somebody out of a thread. Done already for a person who is not in it, and for a thread that is gone. */
export async function removeMember(
  rest: REST,
  threadId: string,
  personId: string,
  isClosed: boolean,
): Promise<void> {
  await wakeThread(rest, threadId, isClosed, () =>
    rest.delete(Routes.threadMembers(threadId, personId)),
  ).catch(unless(Code.UnknownMember, Code.UnknownUser));
}

function unless(...harmless: Code[]): (error: unknown) => void {
  return (error) => {
    if (!isRefusal(error, ...harmless)) throw error;
  };
}
