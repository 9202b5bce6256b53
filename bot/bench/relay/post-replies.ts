import { randomUUID } from 'node:crypto';
import type { signInClient } from '../../../supabase/start/sign-in-client.ts';
import type { BenchTicket } from './add-tickets.ts';

type Agent = Awaited<ReturnType<typeof signInClient>>;

/** Replies that an agent writes in each ticket, round and round. Settles when the database has all. */
export async function postReplies(
  agent: Agent,
  tickets: BenchTicket[],
  each: number,
  word: string,
): Promise<void> {
  for (let n = 1; n <= each; n += 1)
    await Promise.all(
      tickets.map(async ({ id }) => {
        const { error } = await agent.rpc('post_reply', {
          ticket: id,
          message: randomUUID(),
          body: `${word} ${n}`,
        });
        if (error) throw new Error(`A reply was refused: ${error.message}`);
      }),
    );
}
