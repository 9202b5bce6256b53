import { randomUUID } from 'node:crypto';
import { listSamples } from '../../list-samples.ts';
import type { Sql } from '../../test-database.ts';
import { ids, type Person } from './people.ts';
import { everyAct } from './vouched-doors.ts';
import { ruleId } from './vouched.ts';
import {
  categoryId,
  roleId,
  servers,
  ticketId,
  tickets,
  ticketServer,
  type Server,
  type Ticket,
} from './world.ts';

const kinds = ['event', 'message', 'reply', 'note'] as const;
/** For example 20000000-0000-4000-8010-000000000003: the message of home 3. */
export const messageId = (ticket: Ticket, kind: (typeof kinds)[number], by?: Person) =>
  `${kinds.indexOf(kind) + (by ? 6 : 1)}${ticketId(ticket).slice(1)}`;

/** Who answered: the agent, but for tickets that they never saw, and what the demoted wrote while they were staff. */
function answererOf(ticket: Ticket): Person {
  if (ticket.requester === 'demoted') return 'demoted';
  if (ticketServer(ticket) === 'away') return 'agentAway';
  return ticket.isRestricted && ticket.number !== 4 ? 'keeper' : 'agent';
}

function says(ticket: Ticket, kind: (typeof kinds)[number], at: number, by?: Person) {
  const isStaff = kind === 'reply' || kind === 'note';
  return {
    guild_id: servers[ticketServer(ticket)],
    ticket_id: ticketId(ticket),
    id: messageId(ticket, kind, by),
    kind,
    author_id: ids[by ?? (isStaff ? answererOf(ticket) : ticket.requester)],
    is_staff: isStaff,
    body: kind === 'event' ? '' : kind,
    event: kind === 'event' ? { type: 'opened' } : null,
    delivery: kind === 'reply' ? 'failed' : null,
    position: String(at).padStart(20, '0'),
    created_at: new Date(),
    made_in: at,
    revision: at,
  };
}

/** Tickets with one message of each kind, a file of the message and one of the note; and what lies around them. */
export async function fillTickets(sql: Sql): Promise<void> {
  await sql`insert into public.tickets ${sql(
    tickets.map((ticket) => ({
      guild_id: servers[ticketServer(ticket)],
      id: ticketId(ticket),
      number: ticket.number,
      category_id: categoryId(ticket.category),
      requester_id: ids[ticket.requester],
      assignee_id: ticket.assignee ? ids[ticket.assignee] : null,
      subject: 'Help',
      is_restricted: ticket.isRestricted ?? false,
      status: ticket.isClosed ? 'closed' : 'open',
      closed_at: ticket.isClosed ? new Date() : null,
      channel_state: 'open',
    })),
  )}`;
  await sql`insert into public.ticket_heads (guild_id, ticket_id, revision, is_open)
    select guild_id, id, 9, status <> 'closed' from public.tickets`;
  const added = tickets.filter((ticket) => ticket.added);
  await sql`insert into public.ticket_participants ${sql(
    added.map((ticket) => ({
      guild_id: servers[ticketServer(ticket)],
      ticket_id: ticketId(ticket),
      person_id: ids[ticket.added!],
    })),
  )}`;
  // What the viewer and the demoted wrote in home 1 when they were agents is not theirs to change any more.
  const said = tickets.flatMap((ticket) => kinds.map((kind, at) => says(ticket, kind, at + 1)));
  said.push(says(tickets[0]!, 'reply', 5, 'viewer'), says(tickets[0]!, 'note', 6, 'demoted'));
  await sql`insert into public.messages ${sql(said)}`;
  await fillFiles(sql);
  await fillServers(sql);
}

async function fillFiles(sql: Sql): Promise<void> {
  await sql`insert into public.files (guild_id, ticket_id, message_id, uploader_id, name, size, content_type)
    select guild_id, ticket_id, id, author_id, 'a.png', 1, 'image/png' from public.messages where kind in ('message', 'reply', 'note')`;
  await sql`insert into storage.buckets (id, name) values ('elsewhere', 'elsewhere')`;
  await sql`insert into storage.objects (bucket_id, name)
    select b, path from public.files, unnest(array['attachments', 'elsewhere']) b`;
  const [home1, home2, , , , , , home8] = tickets;
  const reserved: [Ticket, Person, string][] = [
    [home1!, 'agent', '1 minute'],
    [home1!, 'agent', '20 minutes'],
    [home2!, 'demoted', '1 minute'],
    [home8!, 'demoted', '1 minute'],
  ];
  for (const [ticket, uploader, ago] of reserved)
    await sql`insert into public.files (guild_id, ticket_id, uploader_id, name, size, content_type, reserved_at)
      values (${servers.home}, ${ticketId(ticket)}, ${ids[uploader]}, 'b.png', 1, 'image/png', now() - ${ago}::interval)`;
}

/** Panels, settings, rules, a line of the audit log and one of the outbox in every server; read marks of everybody. */
async function fillServers(sql: Sql): Promise<void> {
  for (const [server, guild] of Object.entries(servers)) {
    await sql`insert into public.panels (guild_id, channel_id, title, body) values (${guild}, ${guild}, 'Help', 'Ask')`;
    for (const [list, { row }] of Object.entries(listSamples))
      await sql`insert into ${sql(`public.${list}`)} ${sql({ guild_id: guild, id: randomUUID(), ...row })}`;
    await sql`insert into public.blocks (guild_id, id, role_id, name)
      values (${guild}, ${randomUUID()}, ${roleId(server as Server, 'crew')}, 'crew')`;
    await sql`insert into public.rules (guild_id, id, name, acts)
      values (${guild}, ${ruleId(server as Server)}, 'By itself', ${sql.json(everyAct as never)})`;
    await sql`insert into public.audit_log (guild_id, action, target) values (${guild}, 'set_level', 'role')`;
    await sql`select private.enqueue(${guild}, ${`guild:${guild}`}, 'compare_access')`;
  }
  await sql`insert into public.blocks (guild_id, id, person_id, name) values (${servers.home}, ${randomUUID()}, ${ids.other}, 'other')`;
  await sql`insert into public.panel_categories (guild_id, panel_id, category_id)
    select p.guild_id, p.id, c.id from public.panels p join public.categories c using (guild_id)`;
  await sql`insert into private.preferences ${sql(Object.values(ids).map((id) => ({ person_id: id, language: 'en' })))}`;
  await sql`insert into public.read_marks (ticket_id, person_id, revision)
    select ${ticketId(tickets[0]!)}, id, 1 from public.people`;
}
