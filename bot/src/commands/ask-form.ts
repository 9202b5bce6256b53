import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { formId } from '../discord/custom-ids.ts';
import { within } from '../within.ts';
import { wordsFor } from '../words/words-for.ts';
import { say, troubleWords } from './answer.ts';
import { toModal } from './form.ts';
import { openTicket, type Opening } from './open-ticket.ts';
import { readCategory } from './read-category.ts';

/** Discord waits 3 s for a form, which cannot be put off (https://discord.com/developers/docs/interactions/receiving-and-responding). */
const formDeadline = 2500;

/**
 * Shows the form of a category: a panel's button, or `/ticket`. A category without a form opens its ticket at once.
 * The interaction's id travels in the form and makes its ticket one, however often it is sent.
 */
export async function askForm(
  opening: Opening,
  interaction: ButtonInteraction<'cached'> | ChatInputCommandInteraction<'cached'>,
  chosen: string,
): Promise<void> {
  const { sql, log } = opening;
  const words = wordsFor(interaction.locale);
  if (interaction.member.pending) return say(interaction, words.answers.rulesFirst, log);
  const source = interaction.isButton() ? 'panel' : 'command';
  try {
    const category = await within(formDeadline, readCategory(sql, interaction.member, chosen));
    if (category === undefined) throw Object.assign(new Error('too slow'), { code: 'CONNECT_TIMEOUT' });
    if (!category) return await say(interaction, words.refusals.TF011, log);
    if (category.form.length === 0) {
      return await openTicket(opening, interaction, {
        category: Promise.resolve(category),
        interactionId: interaction.id,
        source,
        values: new Map(),
      });
    }
    await interaction.showModal(toModal(category, formId(category.id, interaction.id, source)));
  } catch (error) {
    await say(interaction, troubleWords(words, error, log), log);
  }
}
