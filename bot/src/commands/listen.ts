import { Events, type Client, type Interaction } from 'discord.js';
import { readCustomId } from '../discord/custom-ids.ts';
import { describeError, type Log } from '../log.ts';
import { say } from './answer.ts';
import { askForm } from './ask-form.ts';
import { askClose, closeTicket } from './close-ticket.ts';
import { openTicket, type Opening } from './open-ticket.ts';
import { findCategories, readCategory } from './read-category.ts';

/** What members press, choose and send. Every interaction is answered in words, also when it fails. */
export function listenToInteractions(client: Client, opening: Opening): { drain: () => Promise<unknown> } {
  const underWay = new Set<Promise<void>>();
  client.on(Events.InteractionCreate, (interaction) => {
    const answered = answer(opening, interaction)
      .catch((error: unknown) => complain(opening.log, error))
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  return { drain: () => Promise.all(underWay) };
}

function complain(log: Log, error: unknown): void {
  log.error(describeError(error), 'an interaction failed');
}

async function answer(opening: Opening, interaction: Interaction): Promise<void> {
  const { sql, log } = opening;
  if (!interaction.inCachedGuild()) {
    if (interaction.isRepliable()) await say(interaction, 'This works in a server only.', log);
    return;
  }
  if (interaction.isAutocomplete()) {
    const found = await findCategories(sql, interaction.member, interaction.options.getFocused());
    return interaction.respond(found.map(({ id, name }) => ({ name, value: id })));
  }
  if (interaction.isChatInputCommand()) {
    const { commandName, options } = interaction;
    if (commandName === 'ticket') return askForm(opening, interaction, options.getString('category', true));
    if (commandName === 'close') return closeTicket(opening, interaction, options.getString('reason') ?? '');
  }
  if (interaction.isButton()) {
    const id = readCustomId(interaction.customId);
    if (id?.kind === 'open') return askForm(opening, interaction, id.categoryId);
    if (id?.kind === 'close') return askClose(opening, interaction, id.ticketId);
  }
  if (interaction.isModalSubmit()) {
    const id = readCustomId(interaction.customId);
    if (id?.kind === 'close-form')
      return closeTicket(opening, interaction, interaction.fields.getTextInputValue('reason'));
    if (id?.kind !== 'form') return;
    const values = interaction.fields.fields.map((field) => [field.customId, fieldText(field)] as const);
    const category = readCategory(sql, interaction.member, id.categoryId);
    return openTicket(opening, interaction, { ...id, category, values: new Map(values) });
  }
}

/** What was written into a field, or chosen. */
function fieldText(field: object): string {
  if ('values' in field && Array.isArray(field.values)) return field.values.join(', ');
  return 'value' in field && typeof field.value === 'string' ? field.value : '';
}
