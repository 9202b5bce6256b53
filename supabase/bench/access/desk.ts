import type { Ticket } from '../../contracts/ticket.ts';
import { connect, type Client } from '../../../web/src/lib/realtime/connect.ts';
import { createPullLoop, type Pulled } from '../../../web/src/lib/realtime/pull-loop.ts';

export type Project = { supabaseUrl: string; publishableKey: string; guild: string };
export type Counts = { deliveries: number; pulls: number; empty: number; late: number; resets: number };
export type Desk = {
  /** Whether it knows each of these tickets at this revision. */
  isLevelWith: (revisions: Map<string, number>) => boolean;
  stop: () => void;
};

/** What the desk waits for between two pulls (web/src/lib/realtime). */
const followUpMs = 1000;
const everyMs = 20_000;

/**
 * A desk without its screen: the client, the topics and the pull loop that the browser runs, and what `InboxFeed` does with the
 * answers. With `instant` its pulls ask a counter of all changes instead of the database.
 */
export async function openDesk(
  project: Project,
  person: { token: string; userId: string },
  counts: Counts,
  instant: Int32Array | null,
): Promise<Desk> {
  const client = connect({ ...project, readToken: () => Promise.resolve(person.token), onEnded: () => {} });
  const known = new Map<string, number>();
  let since = instant ? { cursor: '', epoch: 0 } : await load(client, project.guild, known);
  let seen = instant ? Atomics.load(instant, 0) : 0;

  function apply(tickets: Ticket[]): boolean {
    const fresh = tickets.filter(({ id, revision }) => (known.get(id) ?? -1) < revision);
    for (const { id, revision } of fresh) known.set(id, revision);
    return fresh.length > 0;
  }

  async function pull(): Promise<Pulled> {
    if (instant) {
      counts.pulls += 1;
      const before = seen;
      seen = Atomics.load(instant, 0);
      return seen === before ? 'nothing' : 'something';
    }
    let pulled: Pulled = 'nothing';
    for (;;) {
      counts.pulls += 1;
      const answer = await client.ask('changes_since', { guild: project.guild, ...since });
      if (!answer.ok) {
        counts.late += 1;
        throw new Error(answer.words);
      }
      if (answer.data.state === 'reset') {
        counts.resets += 1;
        since = await load(client, project.guild, known);
        return 'something';
      }
      if (apply(answer.data.tickets)) pulled = 'something';
      since = { cursor: answer.data.cursor, epoch: answer.data.epoch };
      if (answer.data.state === 'level') break;
    }
    if (pulled === 'nothing') counts.empty += 1;
    return pulled;
  }

  const loop = createPullLoop({ pull, delay: () => Math.random() * 250, followUpMs, everyMs });
  const joined = Promise.withResolvers<void>();
  const topic = client.pokes.join(`guild:${project.guild}`, {
    poke: () => {
      counts.deliveries += 1;
      loop.poke();
    },
    state: (state) => state === 'joined' && joined.resolve(),
  });
  const own = client.pokes.join(`user:${person.userId}`, { poke: () => {}, state: () => {} });
  await joined.promise;
  return {
    isLevelWith: (revisions) =>
      instant
        ? seen === Atomics.load(instant, 0)
        : [...revisions].every(([id, revision]) => known.get(id) === revision),
    stop: () => {
      loop.stop();
      topic.leave();
      own.leave();
      client.pokes.close();
    },
  };
}

/** The first load: where changes go on from. */
async function load(client: Client, guild: string, known: Map<string, number>) {
  const answer = await client.ask('list_tickets', { guild, page_size: 50 });
  if (!answer.ok) throw new Error(answer.words);
  for (const { id, revision } of answer.data.tickets) known.set(id, revision);
  return { cursor: answer.data.cursor, epoch: answer.data.epoch };
}
