import { setTimeout as wait } from 'node:timers/promises';
import {
  MessageFlags,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { reasonWords } from '@ticketflow/supabase/words/reason-words.ts';
import { call } from '../database/call.ts';
import type { Database } from '../database/database.ts';
import { fromGuildMember } from '../discord/to-member.ts';
import { describeError, type Log } from '../log.ts';
import { leaseSeconds, startLease, type Lease } from '../outbox/lease.ts';
import type { EntryOf } from '../outbox/outbox-kind.ts';
import { doEntry, releaseLane } from '../outbox/work-lane.ts';
import { wordsFor, type Words } from '../words/words-for.ts';
import { say, troubleWords } from './answer.ts';
import { readAnswers } from './form.ts';
import type { OpenCategory } from './read-category.ts';

export type Opening = {
  sql: Database;
  log: Log;
  /** This process's name on leases. */
  worker: string;
  /** Makes a ticket's channel and settles the entry, as the outbox does. Gives the channel's id. */
  openChannel: (entry: EntryOf<'open_channel'>, lease: Lease) => Promise<string>;
};

type Request = {
  /** Read while Discord is told to wait; null when it takes no tickets. */
  category: PromiseLike<OpenCategory | null>;
  interactionId: string;
  source: 'panel' | 'command';
  values: Map<string, string>;
};

type Opened = { ticket_id: string; number: number; channel_id: string | null; is_new: boolean };

/** The first entry of a new ticket, which makes its channel: leased and begun in the transaction that wrote its row. */
type Begun = { entry: OutboxEntry; lease: Lease } | null;

type Asking =
  ButtonInteraction<'cached'> | ChatInputCommandInteraction<'cached'> | ModalSubmitInteraction<'cached'>;

/**
 * Opens a ticket: the row first, then its channel, by the same code as the outbox and under the same lease, so that a
 * crash at any point is finished by anyone who comes next. Four requests to Discord, for a thread five.
 */
export async function openTicket(opening: Opening, interaction: Asking, request: Request): Promise<void> {
  const { log } = opening;
  // Discord's answer to this is not waited for: the ticket does not depend on it.
  const deferred = interaction
    .deferReply({ flags: MessageFlags.Ephemeral })
    .catch((error: unknown) => log.warn(describeError(error), 'an interaction could not be put off'));
  const words = wordsFor(interaction.locale);
  let answer: string;
  try {
    const { opened, begun } = await writeTicket(opening, interaction, request);
    answer = opened.is_new
      ? await buildChannel(opening, opened, begun, words)
      : await findChannel(opening.sql, opened, words);
  } catch (error) {
    answer = troubleWords(words, error, log);
  }
  await deferred;
  if (interaction.deferred) await say(interaction, answer, log);
}

async function writeTicket(
  { sql, worker }: Opening,
  interaction: Asking,
  request: Request,
): Promise<{ opened: Opened; begun: Begun }> {
  const { interactionId, source, values } = request;
  const category = await request.category;
  if (!category) throw Object.assign(new Error('no such category'), { code: 'TF011' });
  const ticket = {
    guild_id: interaction.guildId,
    category_id: category.id,
    interaction_id: interactionId,
    source,
    source_channel_id: interaction.channelId,
    ...readAnswers(category, values),
    ...fromGuildMember(interaction.member),
  };
  const lease = startLease();
  const answer = await call(sql, 'open_ticket', { request: ticket, worker, seconds: leaseSeconds });
  const { entry, ...opened } = answer as Opened & { entry?: unknown };
  return { opened, begun: entry ? { entry: OutboxEntry.parse(entry), lease } : null };
}

async function buildChannel(
  { sql, log, worker, openChannel }: Opening,
  { ticket_id, number }: Opened,
  begun: Begun,
  { answers, reasons }: Words,
): Promise<string> {
  if (begun?.entry.kind !== 'open_channel') return answers.comesLater(number);
  const { entry, lease } = begun;
  let channelId = '';
  const turn = await doEntry({ sql, log }, entry, async () => {
    channelId = await openChannel(entry, lease);
  });
  const seconds = turn.state === 'wait' ? turn.seconds : 0;
  void releaseLane({ sql, worker }, `ticket:${ticket_id}`, seconds).catch((error: unknown) =>
    log.warn(describeError(error), 'a lane could not be given back'),
  );
  if (turn.state === 'next') return answers.isOpen(mention(channelId));
  if (turn.state === 'wait') return answers.comesLater(number);
  return answers.noChannel(number, reasonWords(reasons, turn.reason));
}

/** The ticket that a first click opened: its channel may be under way. */
async function findChannel(
  sql: Database,
  { ticket_id, number, channel_id }: Opened,
  { answers }: Words,
): Promise<string> {
  let channelId = channel_id;
  for (let tries = 0; !channelId && tries < 20; tries += 1) {
    await wait(200);
    const [row] = await sql<
      { channel_id: string | null }[]
    >`select channel_id from public.tickets where id = ${ticket_id}`;
    channelId = row?.channel_id ?? null;
  }
  return channelId ? answers.isOpen(mention(channelId)) : answers.comesLater(number);
}

const mention = (channelId: string) => `<#${channelId}>`;
