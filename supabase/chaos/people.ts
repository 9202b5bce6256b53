import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Control } from '../../bot/simulator/control.ts';
import type { signInClient } from '../start/sign-in-client.ts';
import type { History, Reply, Ticket } from './history.ts';
import type { Random } from './random.ts';

type Client = Awaited<ReturnType<typeof signInClient>>;
type Given = { history: History; ticket: Ticket; random: Random; isOver: () => boolean };

const words = ['lantern', 'harbour', 'buoy', 'tide', 'sail', 'anchor', 'beacon', 'rope', 'keel', 'gull'];

/**
 * What a member still edits or deletes: what was changed while no bot was there is looked for among a channel's newest hundred
 * messages, of which some are the agents'.
 */
const window = 30;

/** A member writes, edits and deletes in their ticket's channel. Discord itself never fails them. */
export async function beRequester(
  { history, ticket, random, isOver }: Given,
  discord: Control,
): Promise<void> {
  const where = { as: ticket.requester, in: ticket.channel };
  const own: { id: string; text: string }[] = [];
  for (let n = 1; !isOver(); n += 1) {
    await wait(random.between(300, 1400));
    if (ticket.isGone) return;
    const earlier = random.pick(own.slice(-window));
    try {
      if (earlier && random.chance(0.18)) {
        earlier.text = `${earlier.text} ${random.pick(words)}`;
        await discord.edit({ ...where, message: earlier.id, text: earlier.text });
      } else if (earlier && random.chance(0.1)) {
        own.splice(own.indexOf(earlier), 1);
        await discord.remove({ ...where, message: earlier.id });
      } else {
        const text = `r${ticket.number}.${n} ${random.pick(words)}`;
        own.push({ id: (await discord.say({ ...where, text })).id, text });
        history.saidByRequesters += 1;
        // Said and at once edited or taken back: events that overtake one another.
        if (random.chance(0.15))
          await discord.edit({ ...where, message: own.at(-1)!.id, text: (own.at(-1)!.text += ' indeed') });
        else if (random.chance(0.08)) await discord.remove({ ...where, message: own.pop()!.id });
      }
    } catch (error) {
      if (ticket.isGone) return;
      throw error;
    }
  }
}

/** An agent answers, edits and deletes from the desk's client, and holds on to each act until the database has answered it. */
export async function beAgent({ history, ticket, random, isOver }: Given, client: Client): Promise<void> {
  const own: Reply[] = [];
  for (let n = 1; !isOver(); n += 1) {
    await wait(random.between(400, 1600));
    const earlier = random.pick(own.slice(-5));
    if (earlier && !earlier.isDeleted && random.chance(0.18)) {
      const text = `${earlier.text} ${random.pick(words)}`;
      if (await insist(history, client, 'edit_message', { message: earlier.id, body: text }))
        earlier.text = text;
    } else if (earlier && !earlier.isDeleted && random.chance(0.1)) {
      if (await insist(history, client, 'delete_message', { message: earlier.id })) earlier.isDeleted = true;
    } else {
      const mark = `a${ticket.number}.${n}`;
      const reply: Reply = {
        id: randomUUID(),
        ticket: ticket.id,
        mark,
        text: `${mark} ${random.pick(words)}`,
        isDeleted: false,
        isPosted: false,
        isRetried: false,
      };
      history.replies.push(reply);
      const args = { ticket: ticket.id, message: reply.id, body: reply.text };
      reply.isPosted = await insist(history, client, 'post_reply', args);
      if (reply.isPosted) own.push(reply);
    }
  }
}

/** An agent retries what Discord has refused, once it allows it. */
export async function retryFailed(history: History, client: Client, failed: string[]): Promise<void> {
  for (const id of failed) {
    const reply = history.replies.find((one) => one.id === id);
    if (reply && (await insist(history, client, 'retry_delivery', { message: id }))) reply.isRetried = true;
  }
}

/** Asks until there is an answer, as the desk does: the same request, with the same ids. False: the database refuses. */
async function insist(history: History, client: Client, name: string, args: object): Promise<boolean> {
  for (;;) {
    const { error, status } = await client.rpc(name as never, args as never);
    if (!error) return true;
    // Auth's and the Data API's own troubles pass; what our functions say is meant.
    if (error.code?.startsWith('TF')) {
      const what = `${name}: ${error.code}`;
      history.refused.set(what, (history.refused.get(what) ?? 0) + 1);
      return false;
    }
    if (status >= 400 && status < 500 && status !== 408 && status !== 429)
      throw new Error(`${name} answered ${status}: ${error.message}`);
    await wait(200);
  }
}
