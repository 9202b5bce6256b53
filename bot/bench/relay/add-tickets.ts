import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { Control } from '../../simulator/control.ts';

export const guild = '1180000000000000001';
const requester = '1180000000000000201';
/** Ids of channels that nothing else has: after the demo's and before now, with room for each one's messages after it. */
const channelBase = 1_190_000_000_000_000_000n;

export type BenchTicket = { id: string; channel: string };

/** Open tickets with channels, in Discord and in the database, that are answered by webhook. */
export async function addTickets(sql: postgres.Sql, discord: Control, count: number): Promise<BenchTicket[]> {
  const tickets = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    channel: String(channelBase + (BigInt(n) << 32n)),
  }));
  await discord.restore({
    channels: tickets.map(({ channel }, n) => ({
      id: channel,
      guild_id: guild,
      name: `measured-${n}`,
      type: 0,
    })),
  });
  await sql`
    with made as (
      insert into public.tickets (guild_id, id, number, category_id, requester_id, subject, channel_id, channel_state)
      select ${guild}, u.id, 60000 + n, (select id from public.categories where guild_id = ${guild} and reply_as = 'webhook' limit 1),
        ${requester}, 'Measured', channel, 'open'
      from unnest(${tickets.map(({ id }) => id)}::uuid[], ${tickets.map(({ channel }) => channel)}::text[]) with ordinality u (id, channel, n)
      returning guild_id, id)
    insert into public.ticket_heads (guild_id, ticket_id) select guild_id, id from made`;
  return tickets;
}
