import type postgres from 'postgres';
import type { Control } from '../../simulator/control.ts';
import { addTickets } from './add-tickets.ts';

const requester = '1180000000000000203';

/** Messages missed in each channel: most conversations are short and some long, 10,000 together. */
const sizes = [...Array<number>(40).fill(40), ...Array<number>(40).fill(90), ...Array<number>(20).fill(240)];

export const total = sizes.reduce((all, size) => all + size, 0);
export const channelCount = sizes.length;

/** A hundred open tickets whose channels were written in while no bot was there: requesters and agents in turns. Gives the channels. */
export async function makeMissedTickets(sql: postgres.Sql, discord: Control): Promise<string[]> {
  // The demo's own would be read too, and by the one side only.
  await sql`delete from public.tickets`;
  const channelIds = (await addTickets(sql, discord, sizes.length)).map(({ channel }) => channel);
  for (const [n, channel_id] of channelIds.entries())
    await discord.restore({
      messages: Array.from({ length: sizes[n]! }, (_, m) => ({
        id: String(BigInt(channel_id) + (BigInt(m + 1) << 22n)),
        channel_id,
        author: m % 3 === 2 ? '1180000000000000102' : requester,
        content: `Line ${m} of the conversation: the lantern was not in the hold, and **nobody** has seen it since <t:1700000000>.`,
      })),
    });
  return channelIds;
}

/** Forgets all that was caught up. */
export async function forgetMessages(sql: postgres.Sql, channelIds: string[]): Promise<void> {
  await sql`delete from public.messages m using public.tickets t where t.id = m.ticket_id and t.channel_id = any (${channelIds})`;
  await sql`vacuum (analyze) public.messages`;
}

/** What the database has of them, and whether each ticket has its own messages in order. */
export async function countStored(sql: postgres.Sql, channelIds: string[]): Promise<number> {
  const rows = await sql<{ channel_id: string; n: number; inOrder: boolean }[]>`
    select x.channel_id, count(*)::int as n, bool_and(x.line = x.place) as "inOrder" from (
      select t.channel_id, substring(m.body from '^Line (\\d+)')::int as line, row_number() over (partition by t.id order by m.position) - 1 as place
      from public.messages m join public.tickets t on t.id = m.ticket_id where t.channel_id = any (${channelIds})) x
    group by x.channel_id`;
  if (rows.some(({ inOrder }) => !inOrder)) throw new Error('Messages were caught up out of order');
  return rows.reduce((all, { n }) => all + n, 0);
}
