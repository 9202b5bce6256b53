import type postgres from 'postgres';
import type { Control } from '../../bot/simulator/control.ts';
import { markOf, type Created, type History, type Reply, type Ticket } from './history.ts';

type Row = {
  id: string;
  discord_id: string | null;
  kind: 'message' | 'reply';
  body: string;
  is_deleted: boolean;
  delivery: string | null;
  seq: string | null;
};

/** What is wrong: lost, doubled, out of order, untrue, or (not an error by itself) of unknown delivery. */
export type Finding = { what: 'lost' | 'doubled' | 'out of order' | 'untrue'; where: string };

type Given = { sql: postgres.Sql; discord: Control; history: History; created: Created[] };

/** Compares what every side acknowledged with what stands in Discord and in the database. */
export async function checkHistory(given: Given): Promise<Finding[]> {
  const findings = await Promise.all(given.history.tickets.map((ticket) => checkTicket(given, ticket)));
  return findings.flat();
}

async function checkTicket({ sql, discord, history, created }: Given, ticket: Ticket): Promise<Finding[]> {
  const rows = await sql<Row[]>`
    select m.id, m.discord_message_id as discord_id, m.kind, m.body, m.deleted_at is not null as is_deleted, m.delivery,
      (select o.seq from public.outbox o where o.message_id = m.id and o.kind = 'send_reply' order by o.seq desc limit 1) as seq
    from public.messages m where m.ticket_id = ${ticket.id} and m.kind in ('message', 'reply') order by m.position, m.id`;
  const replies = history.replies.filter((reply) => reply.ticket === ticket.id);
  const findings = [...checkReplies(ticket, rows, replies, created), ...checkOrder(ticket, rows, replies)];
  if (!ticket.isGone) findings.push(...compareWithDiscord(ticket, rows, await standing(discord, ticket)));
  return findings;
}

/** What people and the desk said in the channel and what is still there. The bot's own messages (embeds alone) are not part of it. */
async function standing(discord: Control, ticket: Ticket): Promise<{ id: string; content: string }[]> {
  return (await discord.messages(ticket.channel)).filter(({ content }) => content !== '');
}

function compareWithDiscord(ticket: Ticket, rows: Row[], said: { id: string; content: string }[]): Finding[] {
  const findings: Finding[] = [];
  const where = (text: string) => `#${ticket.number}: ${text}`;
  const present = rows.filter((row) => row.discord_id !== null && !row.is_deleted);
  const byId = new Map(present.map((row) => [row.discord_id, row]));
  for (const { id, content } of said) {
    const row = byId.get(id);
    if (!row) findings.push({ what: 'lost', where: where(`the database does not have “${content}”`) });
    else if (row.body !== content)
      findings.push({ what: 'untrue', where: where(`“${row.body}” stands in Discord as “${content}”`) });
  }
  const ids = new Set(said.map(({ id }) => id));
  for (const row of present)
    if (!ids.has(row.discord_id!))
      findings.push({ what: 'untrue', where: where(`“${row.body}” is not in Discord (any more)`) });
  if (
    findings.length === 0 &&
    present.map((row) => row.discord_id).join() !== said.map(({ id }) => id).join()
  )
    findings.push({
      what: 'out of order',
      where: where('the conversation has another order than the channel'),
    });
  const marks = said.map(({ content }) => markOf(content));
  for (const mark of new Set(marks.filter((one, place) => marks.indexOf(one) !== place)))
    findings.push({ what: 'doubled', where: where(`${mark} stands in Discord twice`) });
  return findings;
}

function checkReplies(ticket: Ticket, rows: Row[], replies: Reply[], created: Created[]): Finding[] {
  const findings: Finding[] = [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const reply of replies) {
    const where = `#${ticket.number}: ${reply.mark}`;
    const row = byId.get(reply.id);
    const times = new Set(created.filter(({ content }) => markOf(content) === reply.mark).map(({ id }) => id))
      .size;
    if (times > 1) findings.push({ what: 'doubled', where: `${where} was sent to Discord ${times} times` });
    if (!row) {
      if (reply.isPosted)
        findings.push({ what: 'lost', where: `${where} was acknowledged and is not in the database` });
      if (times > 0)
        findings.push({ what: 'untrue', where: `${where} is in Discord and not in the database` });
      continue;
    }
    if (reply.isDeleted !== row.is_deleted && !ticket.isGone)
      findings.push({ what: 'untrue', where: `${where} is ${row.is_deleted ? '' : 'not '}deleted` });
    if (!row.is_deleted && row.body !== reply.text && !reply.isDeleted)
      findings.push({ what: 'lost', where: `${where} should say “${reply.text}”, not “${row.body}”` });
    if (row.is_deleted || ticket.isGone) continue;
    if (row.delivery === 'sent' && times === 0)
      findings.push({ what: 'untrue', where: `${where} is sent, and Discord never made it` });
    if (row.delivery === 'failed' && times > 0 && !row.discord_id)
      findings.push({ what: 'untrue', where: `${where} is failed, and Discord made it` });
    if (row.delivery === 'queued' || row.delivery === 'sending')
      findings.push({ what: 'lost', where: `${where} is still ${row.delivery}` });
  }
  return findings;
}

/** Replies stand in Discord in the order in which they were queued. */
function checkOrder(ticket: Ticket, rows: Row[], replies: Reply[]): Finding[] {
  const retried = new Set(replies.filter((reply) => reply.isRetried).map((reply) => reply.id));
  const sent = rows
    .filter((row) => row.kind === 'reply' && row.discord_id && row.seq && !retried.has(row.id))
    .toSorted((a, b) => Number(a.seq) - Number(b.seq));
  const isInOrder = sent.every(
    (row, n) => n === 0 || BigInt(sent[n - 1]!.discord_id!) < BigInt(row.discord_id!),
  );
  return isInOrder
    ? []
    : [{ what: 'out of order', where: `#${ticket.number}: replies reached Discord in another order` }];
}

/** Replies whose delivery the database calls unknown. */
export async function countUnknown(sql: postgres.Sql, history: History): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from public.messages
    where delivery = 'unknown' and ticket_id = any (${history.tickets.map((ticket) => ticket.id)})`;
  return row?.n ?? 0;
}
