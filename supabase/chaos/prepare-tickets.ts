import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Ticket } from './history.ts';
import { guild } from './disturb.ts';
import type { Parts } from './start-parts.ts';

const getHelp = '1180000000000000404';
const ticketsParent = '1180000000000000406';

/** Two categories without forms: one is answered under the agents' names, the other as the bot. */
async function makeCategories({ sql }: Parts): Promise<string[]> {
  const ids = [randomUUID(), randomUUID()];
  for (const [n, id] of ids.entries())
    await sql`
      insert into public.categories (guild_id, id, name, place, channel_parent_id, opening_title, opening_text, form, reply_as)
      values (${guild}, ${id}, ${`Chaos ${n + 1}`}, ${90 + n}, ${ticketsParent}, 'Hello', 'Write here.', '[]', ${n === 0 ? 'webhook' : 'bot'})`;
  return ids;
}

/** Members open tickets, in both categories by turns, and each has its channel when this settles. */
export async function openTickets(parts: Parts, requesters: string[]): Promise<Ticket[]> {
  const { sql, discord } = parts;
  const categories = await makeCategories(parts);
  const tickets: Ticket[] = [];
  for (const [n, requester] of requesters.entries()) {
    await discord.command({
      as: requester,
      in: getHelp,
      guild,
      name: 'ticket',
      options: { category: categories[n % 2]! },
    });
  }
  for (const [n, requester] of requesters.entries()) {
    for (;;) {
      const [row] = await sql<{ id: string; number: number; channel_id: string }[]>`
        select t.id, t.number, t.channel_id from public.tickets t
        join public.outbox o on o.ticket_id = t.id and o.kind = 'open_channel' and o.outcome = 'done'
        where t.requester_id = ${requester} and t.category_id = ${categories[n % 2]!}`;
      if (row)
        tickets.push({ id: row.id, number: row.number, channel: row.channel_id, requester, isGone: false });
      if (row) break;
      await wait(50);
    }
  }
  return tickets;
}
