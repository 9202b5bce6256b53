import { priorities, statuses } from '../../contracts/filter-terms.ts';
import * as demo from '../demo-database.ts';
import type { Sql } from '../test-database.ts';
import type { Chance } from './chance.ts';

const day = 86_400_000;
const minute = 60_000;
export const labels = [1, 2, 3].map((n) => `1abe1000-0000-4000-8000-00000000000${n}`);
const guildCategories = 'select id from public.categories where guild_id = ';

/** Who asks, and as what. */
export const readers = {
  agent: demo.theo,
  'agent of one category': '1180000000000000901',
  manager: demo.sam,
  owner: demo.noor,
  requester: demo.marlowe,
  stranger: demo.stranger,
};
const requesters = [demo.marlowe, demo.kestrel, demo.moth, demo.theo];
const assignees = [demo.theo, demo.ines, demo.sam, readers['agent of one category']];

/**
 * Fills Harbor Lights with tickets that differ in all that filters ask, many of them alike in their times. `at`: what they count
 * from, in milliseconds.
 */
export async function makeTickets(sql: Sql, chance: Chance, count: number, at: number): Promise<void> {
  await addAgentOfOneCategory(sql);
  const categories = (
    await sql.unsafe<{ id: string }[]>(`${guildCategories}'${demo.harbor}' order by id`)
  ).map(({ id }) => id);
  // Some moments are those of several tickets: then their ids decide.
  const moment = () =>
    new Date(at - chance.below(40) * (day / 4) - (chance.oneIn(3) ? chance.below(day) : 0));
  const tickets = Array.from({ length: count }, (_, n) => {
    const status = chance.oneIn(3) ? 'closed' : chance.pick(statuses);
    return {
      guild_id: demo.harbor,
      id: `7e570000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      number: 5000 + n,
      category_id: chance.pick(categories),
      requester_id: chance.pick(requesters),
      assignee_id: chance.oneIn(3) ? null : chance.pick(assignees),
      subject: 'Made',
      status,
      priority: chance.pick(priorities),
      is_restricted: chance.oneIn(12),
      opened_at: moment(),
      closed_at: status === 'closed' ? new Date(at) : null,
    };
  });
  await sql`insert into public.tickets ${sql(tickets)}`;
  await sql`insert into public.ticket_heads ${sql(
    tickets.map(({ id }) => ({
      guild_id: demo.harbor,
      ticket_id: id,
      revision: 9,
      last_activity_at: moment(),
      label_ids: chance.oneIn(2) ? [] : chance.some(labels, 3),
      snoozed_until: chance.oneIn(5) ? new Date(at + (chance.below(9) - 4) * day) : null,
    })),
  )}`;
  const said = tickets.flatMap((ticket) =>
    Array.from({ length: chance.below(5) }, (_, n) => says(ticket, n + 1, moment(), chance)),
  );
  await sql`insert into public.messages ${sql(said)}`;
  const marks = tickets.flatMap(({ id }) =>
    Object.values(readers)
      .filter((person) => person !== demo.stranger && chance.oneIn(2))
      .map((person) => ({ ticket_id: id, person_id: person, revision: chance.below(6) })),
  );
  await sql`insert into public.read_marks ${sql(marks)}`;
  await sql`insert into public.ticket_participants (guild_id, ticket_id, person_id)
    select guild_id, id, ${demo.theo} from public.tickets where is_restricted and number % 3 = 0 and number >= 5000`;
  await sql`select private.recount_words(ticket_id) from public.ticket_heads`;
  await sql`analyze`;
}

type Said = { id: string; requester_id: string };
function says(ticket: Said, revision: number, at: Date, chance: Chance) {
  const kind = chance.pick(['message', 'message', 'reply', 'note'] as const);
  const isStaff = kind !== 'message' || chance.oneIn(3);
  const isDeleted = chance.oneIn(6);
  return {
    guild_id: demo.harbor,
    ticket_id: ticket.id,
    kind,
    author_id: isStaff ? chance.pick(assignees) : ticket.requester_id,
    is_staff: isStaff,
    body: isDeleted ? '' : 'words',
    position: String(at.getTime() + chance.below(minute)).padStart(20, '0'),
    delivery: kind === 'reply' ? chance.pick(['queued', 'sent', 'sent', 'failed', 'unknown']) : null,
    created_at: at,
    deleted_at: isDeleted ? at : null,
    deleted_in: isDeleted ? 'discord' : null,
    made_in: revision,
    revision,
  };
}

/** A member whose only role is an agent's in one category. */
async function addAgentOfOneCategory(sql: Sql): Promise<void> {
  const person = readers['agent of one category'];
  const role = '1180000000000000390';
  await sql`insert into public.people (id, username, display_name) values (${person}, 'one', 'One')`;
  await sql`insert into public.roles (guild_id, id, name) values (${demo.harbor}, ${role}, 'One category')`;
  await sql`insert into public.grants (guild_id, role_id, category_id, level) values (${demo.harbor}, ${role}, ${demo.purchases}, 'agent')`;
  await sql`insert into public.members (guild_id, person_id, role_ids, is_mirrored, roles_seen_at)
    values (${demo.harbor}, ${person}, ${[role]}, true, now())`;
}
