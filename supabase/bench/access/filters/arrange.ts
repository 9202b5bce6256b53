import type postgres from 'postgres';
import { bigGuild, type Database } from '../database.ts';
import type { Case } from './cases.ts';

/**
 * Takes the big guild's open tickets as those that filters choose among, in an order of chance; returns how many. From here on their heads
 * say what a case wants, and not what their tickets do: call it when nothing else is to be measured any more.
 */
export async function chooseOpen({ sql }: Database): Promise<number> {
  await sql.unsafe(`
    alter table public.ticket_heads disable trigger user;
    -- An agent sees all of what is left.
    update public.ticket_heads set is_open = false, status = 'closed' where guild_id = '${bigGuild}' and is_open and is_restricted;
    create schema choice;
    create table choice.open as select ticket_id, row_number() over (order by md5(ticket_id::text)) as place
      from public.ticket_heads where guild_id = '${bigGuild}' and is_open;
    alter table choice.open add primary key (ticket_id);
    analyze choice.open;`);
  const [row] = await sql`select count(*)::integer as n from choice.open`;
  return row!.n as number;
}

/** Lets so many of the open tickets be what the filter means, and no other. */
export async function arrange(
  { sql }: Database,
  { arrange, isOfTickets }: Case,
  chosen: number,
): Promise<void> {
  const table = isOfTickets ? 'public.tickets' : 'public.ticket_heads';
  const key = isOfTickets ? 'id' : 'ticket_id';
  const set = (values: string, which: string) => `update ${table} h set ${values} from choice.open o
    where h.${key} = o.ticket_id and h.guild_id = '${bigGuild}' and o.place ${which} ${chosen}`;
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`update public.ticket_heads h set is_open = true, status = 'open' from choice.open o
      where h.ticket_id = o.ticket_id and (not h.is_open or h.status <> 'open')`);
    if (isOfTickets) await transaction`alter table public.ticket_heads enable trigger user`;
    await transaction.unsafe(set(arrange.chosen, '<='));
    await transaction.unsafe(set(arrange.others, '>'));
    if (isOfTickets) await transaction`alter table public.ticket_heads disable trigger user`;
  });
  await sql.unsafe('vacuum (analyze) public.ticket_heads');
  // Its index is read by itself, and would show what was there before.
  if (isOfTickets) await sql.unsafe('vacuum (analyze, index_cleanup on) public.tickets');
}

/** The heads' triggers again. */
export async function endChoice({ sql }: { sql: postgres.Sql }): Promise<void> {
  await sql.unsafe('alter table public.ticket_heads enable trigger user; drop schema choice cascade');
}
