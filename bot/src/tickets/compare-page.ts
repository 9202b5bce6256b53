import type { APIMessage } from 'discord.js';
import type { Database } from '../database.ts';
import { byAge } from '../snowflake.ts';
import { recordDeletions } from './record-deletions.ts';

/** Messages of one page (https://discord.com/developers/docs/resources/message#get-channel-messages). */
export const page = 100;

/** Those of which the database has no row, or one of another edit; a link's preview comes without an edit's time. */
export async function changedOnly(sql: Database, messages: APIMessage[]): Promise<APIMessage[]> {
  const ids = messages.map((message) => message.id);
  const rows = await sql<{ id: string; edited_at: Date | null; embeds: number; is_over: boolean }[]>`
    select discord_message_id as id, edited_at, jsonb_array_length(embeds) as embeds,
      deleted_at is not null or kind = 'reply' as is_over
    from public.messages where discord_message_id = any (${ids})`;
  const known = new Map(rows.map((row) => [row.id, row]));
  return messages.filter((message) => {
    const row = known.get(message.id);
    if (!row) return true;
    const editedAt = message.edited_timestamp ? Date.parse(message.edited_timestamp) : null;
    return (
      !row.is_over &&
      (editedAt !== (row.edited_at?.getTime() ?? null) || row.embeds !== message.embeds.length)
    );
  });
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
  const rows = await sql<
    { id: string }[]
  >`select private.present_ids(${ticket.ticket_id}, ${from}, ${to}) as id`;
  const present = new Set(messages.map((message) => message.id));
  const gone = rows.map((row) => row.id).filter((id) => !present.has(id));
  if (gone.length) await recordDeletions(sql, guildId, ticket.channel_id, gone);
}
