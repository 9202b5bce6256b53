import { RESTJSONErrorCodes, Routes, type REST } from 'discord.js';
import { isRefusal } from '../discord/is-refusal.ts';

/**
 * Does something in a thread. Discord archives a thread that nobody wrote in for a week, and then refuses what is done to its
 * members and messages: it is woken for that, and that of a closed ticket is put back. Throws what REST throws.
 */
export async function wakeThread<T>(
  rest: REST,
  threadId: string,
  isClosed: boolean,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isRefusal(error, RESTJSONErrorCodes.InvalidActionOnArchivedThread)) throw error;
  }
  const route = Routes.channel(threadId);
  await rest.patch(route, { body: { archived: false } });
  try {
    return await act();
  } finally {
    if (isClosed) await rest.patch(route, { body: { archived: true } });
  }
}
