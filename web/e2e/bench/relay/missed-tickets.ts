import type postgres from 'postgres';
import type { Control } from '../../../../bot/simulator/control.ts';

const guild = '1180000000000000001';
const requester = '1180000000000000203';
const parent = '1180000000000000406';
/** Ids of channels and messages that nothing else has: after the demo's, and before now. */
const channelBase = 1_190_000_000_000_000_000n;

/** Messages missed in each channel: most conversations are short and some long, 10,000 together. */
const sizes = [...Array<number>(40).fill(40), ...Array<number>(40).fill(90), ...Array<number>(20).fill(240)];

export const total = sizes.reduce((all, size) => all + size, 0);
export const channelIds = sizes.map((_, n) => String(channelBase + BigInt(n) * (1n << 32n)));

/** A hundred open tickets whose channels were written in while no bot was there: requesters and agents in turns. */
export async function makeMissedTickets(sql: postgres.Sql, discord: Control): Promise<void> {
  // The demo's own would be read too, and by the one side only.
  await sql`delete from public.tickets`;
  await discord.restore({
    channels: channelIds.map((id, n) => ({
      id,
      guild_id: guild,
      name: `missed-${n}`,
      type: 0,
      // A category of Discord holds fifty.
      ...(n < 40 ? { parent } : {}),
    })),
  });
  for (const [n, channel_id] of channelIds.entries())
    await discord.restore({
      messages: Array.from({ length: sizes[n]! }, (_, m) => ({
        id: String(BigInt(channel_id) + (BigInt(m + 1) << 22n)),
        channel_id,
        author: m % 3 === 2 ? '1180000000000000102' : requester,
        content: `Line ${m} of the conversation: the lantern was not in the hold, and **nobody** has seen it since <t:1700000000>.`,
      })),
    });
  await sql`
    with made as (
      insert into public.tickets (guild_id, number, category_id, requester_id, subject, channel_id, channel_state)
      select ${guild}, 50000 + n, (select id from public.categories where guild_id = ${guild} order by name limit 1), ${requester},
        'Missed', x, 'open'
      from unnest(${channelIds}::text[]) with ordinality u (x, n) returning guild_id, id)
    insert into public.ticket_heads (guild_id, ticket_id) select guild_id, id from made`;
}

/** Forgets all that was caught up. */
export async function forgetMessages(sql: postgres.Sql): Promise<void> {
  await sql`delete from public.messages m using public.tickets t where t.id = m.ticket_id and t.channel_id = any (${channelIds})`;
  await sql`vacuum (analyze) public.messages`;
}

/** What the database has of them, and whether each ticket has its own messages in order. */
export async function countStored(sql: postgres.Sql): Promise<number> {
  const rows = await sql<{ channel_id: string; n: number; inOrder: boolean }[]>`
    select x.channel_id, count(*)::int as n, bool_and(x.line = x.place) as "inOrder" from (
      select t.channel_id, substring(m.body from '^Line (\\d+)')::int as line, row_number() over (partition by t.id order by m.position) - 1 as place
      from public.messages m join public.tickets t on t.id = m.ticket_id where t.channel_id = any (${channelIds})) x
    group by x.channel_id`;
  if (rows.some(({ inOrder }) => !inOrder)) throw new Error('Messages were caught up out of order');
  return rows.reduce((all, { n }) => all + n, 0);
}
