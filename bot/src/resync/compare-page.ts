import { isDeepStrictEqual } from 'node:util';
import type { APIMessage } from 'discord.js';
import type { Embed, Reaction } from '@ticketflow/supabase/contracts/discord-message.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { page } from '../discord/read-discord.ts';
import { byAge } from '../discord/snowflake.ts';
import { toEmbeds, toReactions } from '../discord/to-discord-message.ts';
import { recordDeletions } from '../tickets/record-deletions.ts';

type Known = {
  id: string;
  edited_at: Date | null;
  embeds: Embed[];
  reactions: Reaction[];
  is_deleted: boolean;
  /** Nothing that Discord says of its words is news. */
  is_over: boolean;
};

/** Those of a page that tell something new: not known yet, edited, with other embeds (a link's preview comes without an edit's time) or reactions. */
export async function changedOnly(sql: Database, messages: APIMessage[]): Promise<APIMessage[]> {
  if (messages.length === 0) return [];
  const ids = messages.map((message) => message.id);
  const rows = (await call(sql, 'known_messages', { ids })) as Known[];
  const known = new Map(rows.map((row) => [row.id, row]));
  return messages.filter((message) => isNews(message, known.get(message.id)));
}

function isNews(message: APIMessage, row: Known | undefined): boolean {
  if (!row) return true;
  if (row.is_deleted) return false;
  if (!isDeepStrictEqual(toReactions(message.reactions), row.reactions)) return true;
  if (row.is_over) return false;
  const editedAt = message.edited_timestamp ? Date.parse(message.edited_timestamp) : null;
  return editedAt !== (row.edited_at?.getTime() ?? null) || !isDeepStrictEqual(toEmbeds(message), row.embeds);
}

/** Of the stretch that was read, what the database has and Discord has not. */
export async function recordVanished(
  sql: Database,
  guildId: string,
  ticket: { ticket_id: string; channel_id: string; newest_id: string | null },
  messages: APIMessage[],
): Promise<void> {
  const from = messages.length === page ? messages[0]!.id : '0';
  const ends = [messages.at(-1)?.id, ticket.newest_id]
    .filter((id) => id !== null && id !== undefined)
    .sort(byAge);
  const to = ends.at(-1);
  if (!to) return;
  const ids = await call(sql, 'present_ids', { ticket: ticket.ticket_id, from, to });
  const present = new Set(messages.map((message) => message.id));
  const gone = ids.filter((id) => !present.has(id));
  if (gone.length) await recordDeletions(sql, guildId, ticket.channel_id, gone);
}
