import { MessageFlags, type ChatInputCommandInteraction, type ModalSubmitInteraction } from 'discord.js';
import type { Act } from '@ticketflow/supabase/contracts/acts.ts';
import { describeError } from '../log.ts';
import { wordsFor, type Words } from '../words/words-for.ts';
import { say, troubleWords } from './answer.ts';
import { actAs } from './as-member.ts';
import type { Given } from './command.ts';

/**
 * Does an act to a ticket, or (without an id) to that of the channel, for the member who used a command or sent a form, and tells them alone
 * what came of it: `tell` makes words of the act's answer, refusals have their own.
 */
export async function doAct(
  { sql, log }: Given,
  interaction: ChatInputCommandInteraction<'cached'> | ModalSubmitInteraction<'cached'>,
  act: Act,
  tell: (answer: unknown, words: Words) => string,
  ticketId?: string,
): Promise<void> {
  const deferred = interaction
    .deferReply({ flags: MessageFlags.Ephemeral })
    .catch((error: unknown) => log.warn(describeError(error), 'an interaction could not be put off'));
  const words = wordsFor(interaction.locale);
  let told: string;
  try {
    told = tell(await actAs(sql, interaction, act, ticketId), words);
  } catch (error) {
    told = noTicketHere(error) ? words.acted.noTicket : troubleWords(words, error, log);
  }
  await deferred;
  if (interaction.deferred) await say(interaction, told, log);
}

const noTicketHere = (error: unknown) => (error as { code?: string } | null)?.code === 'TF001';
