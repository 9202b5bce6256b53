import { Routes, type APIMessage, type Client, type RouteLike } from 'discord.js';
import type { Pace } from './pace.ts';
import { byAge } from './snowflake.ts';

/** Messages of one page (https://discord.com/developers/docs/resources/message#get-channel-messages). */
export const page = 100;

/** Reads from Discord what nobody waits for. Throws what REST throws. */
export type ReadDiscord = <T>(route: RouteLike, query?: Record<string, string>) => Promise<T>;

/** Takes spare turns only: what is read must not hold up replies. discord.js waits for the channels' own limits. */
export function createReader(client: Client, { spare }: Pace): ReadDiscord {
  return async <T>(route: RouteLike, query?: Record<string, string>) => {
    await spare();
    return (await client.rest.get(route, query && { query: new URLSearchParams(query) })) as T;
  };
}

/** A page of a channel, oldest first: the newest, or what follows a message. */
export async function readPage(read: ReadDiscord, channelId: string, after?: string): Promise<APIMessage[]> {
  const query = { limit: String(page), ...(after ? { after } : {}) };
  const messages = await read<APIMessage[]>(Routes.channelMessages(channelId), query);
  return messages.sort((a, b) => byAge(a.id, b.id));
}
