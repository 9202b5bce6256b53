import { RESTJSONErrorCodes, Routes, type APIMessage, type REST } from 'discord.js';
import type { OutboxFile } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import { byAge } from '../discord/snowflake.ts';
import { normalize } from './normalize.ts';
import { isSameFiles } from './same-files.ts';

/** Pages that are read before giving up: a thousand messages after the place. */
const pages = 10;

type Sought = {
  channelId: string;
  /** The newest message that was known before the first attempt. */
  after: string;
  body: string;
  files: OutboxFile[];
  /** Whether a message could be the one, whatever it says. */
  isCandidate: (message: APIMessage) => boolean;
};

/**
 * Looks in Discord for a message whose sending has an unknown outcome. `absent`: it is not there. `unsure`: something of
 * ours is there that the database does not know and that says something else, there is too much to read, or the bot may not.
 */
export async function readBack(
  { sql, rest }: { sql: Database; rest: REST },
  { channelId, after, body, files, isCandidate }: Sought,
): Promise<{ state: 'found'; id: string } | { state: 'absent' } | { state: 'unsure' }> {
  const messages = await readSince(rest, channelId, after).catch(nullIfHidden);
  if (!messages) return { state: 'unsure' };
  const candidates = messages.filter(isCandidate);
  const known = new Set(await call(sql, 'known_discord_ids', { ids: candidates.map(({ id }) => id) }));
  const strangers = candidates.filter((message) => !known.has(message.id));
  const match = strangers.find(
    ({ content, attachments }) => normalize(content) === normalize(body) && isSameFiles(attachments, files),
  );
  if (match) return { state: 'found', id: match.id };
  return strangers.length ? { state: 'unsure' } : { state: 'absent' };
}

/** The bot may not look: that says nothing about what is there. */
function nullIfHidden(error: unknown): null {
  if (isRefusal(error, RESTJSONErrorCodes.MissingPermissions, RESTJSONErrorCodes.MissingAccess)) return null;
  throw error;
}

/** Messages after a place, oldest first; null when there are too many. */
export async function readSince(rest: REST, channelId: string, after: string): Promise<APIMessage[] | null> {
  const all: APIMessage[] = [];
  for (let page = 0; page < pages; page += 1) {
    const query = new URLSearchParams({ limit: '100', after });
    const messages = (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
    all.push(...messages.sort((a, b) => byAge(a.id, b.id)));
    if (messages.length < 100) return all;
    after = all.at(-1)!.id;
  }
  return null;
}
