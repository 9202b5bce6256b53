import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { bigGuild, type Database } from './database.ts';

type Target = {
  ticket_id: string;
  channel_id: string;
  id: string;
  username: string;
  display_name: string;
  avatar_hash: string | null;
};

// Later than any that was generated.
let id = 1_950_000_000_000_000_000n;

/** Messages of requesters in three hundred open tickets of the big guild, recorded as the bot records them, so many a second. */
export async function openWriter({ sql, superuserUrl }: Database) {
  const targets = await sql<Target[]>`
    select t.id as ticket_id, t.channel_id, p.id, p.username, p.display_name, p.avatar_hash
    from public.tickets t join public.people p on p.id = t.requester_id
    where t.guild_id = ${bigGuild} and t.status <> 'closed' and not t.is_restricted order by t.id limit 300`;
  const bot = postgres(superuserUrl, {
    max: 6,
    onnotice: () => {},
    connection: { options: '-c role=ticketflow_bot' },
  });

  async function change(n: number): Promise<void> {
    const { ticket_id: _, channel_id, ...author } = targets[(n * 7) % targets.length]!;
    const message = {
      id: String((id += 1n)),
      guild_id: bigGuild,
      channel_id,
      author: { ...author, is_bot: false },
      member: null,
      content: `change ${n}`,
      embeds: [],
      attachments: [],
      stickers: [],
      reactions: [],
      is_own: false,
      is_webhook: false,
      nonce_message_id: null,
      reply_to_id: null,
      edited_at: null,
    };
    const [row] = await bot`select private.record_message(${bot.json(message)}) as outcome`;
    if (row!.outcome !== 'recorded') throw new Error(`A message was ${row!.outcome as string}`);
  }

  return {
    /** Writes `count` changes, evenly; calls `written` as each is committed. Returns the seconds that it took. */
    async write(count: number, perSecond: number, written: () => void): Promise<number> {
      const from = performance.now();
      const changes: Promise<void>[] = [];
      for (let n = 0; n < count; n += 1) {
        await wait(Math.max(0, from + (n * 1000) / perSecond - performance.now()));
        changes.push(change(n).then(written));
      }
      // The last one has its time too: n changes at m a second take n/m seconds, not one change less.
      await wait(Math.max(0, from + (count * 1000) / perSecond - performance.now()));
      await Promise.all(changes);
      // A timer may fire a fraction of a millisecond early.
      return Math.max((performance.now() - from) / 1000, count / perSecond);
    },
    /** Where each ticket stands now. */
    revisions: async () =>
      (
        await sql<{ ticket_id: string; revision: number }[]>`select ticket_id, revision::integer
          from public.ticket_heads where ticket_id = any (${targets.map((target) => target.ticket_id)})`
      ).map(({ ticket_id, revision }): [string, number] => [ticket_id, revision]),
    close: () => bot.end(),
  };
}
