import { MessageFlags, type RepliableInteraction } from 'discord.js';
import { refusalWords } from '@ticketflow/supabase/contracts/refusals.ts';
import { isAway } from '../database/database.ts';
import { describeError, type Log } from '../log.ts';
import type { Words } from '../words/words-for.ts';

/** Says something that only the person who asked can see. An interaction that Discord has given up is left alone. */
export async function say(interaction: RepliableInteraction, words: string, log: Log): Promise<void> {
  try {
    if (interaction.deferred) await interaction.editReply({ content: words });
    else await interaction.reply({ content: words, flags: MessageFlags.Ephemeral });
  } catch (error) {
    log.warn(describeError(error), 'an interaction could not be answered');
  }
}

/** The words for something that did not work: the database's refusals, its absence, or the bot's own trouble. */
export function troubleWords({ refusals, answers }: Words, error: unknown, log: Log): string {
  const refusal = refusalWords(refusals, error);
  if (refusal) return refusal;
  log.error(describeError(error), 'an interaction failed');
  return isAway(error) ? answers.away : answers.broken;
}
