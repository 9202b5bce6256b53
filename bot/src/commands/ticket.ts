import { ApplicationCommandOptionType, ApplicationCommandType, InteractionContextType } from 'discord.js';
import { askForm } from './ask-form.ts';
import type { Buttons, Command, Forms } from './command.ts';
import { describe } from './describe.ts';
import { openTicket } from './open-ticket.ts';
import { findCategories, readCategory } from './read-category.ts';

/** `/ticket`: asks for help. A panel's button does the same. */
export const ticket: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'ticket',
    ...describe(({ ticket }) => ticket),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'category',
        ...describe(({ ticketCategory }) => ticketCategory),
        required: true,
        autocomplete: true,
      },
    ],
  },
  run: (given, interaction) => askForm(given, interaction, interaction.options.getString('category', true)),
  async choices({ sql }, { member, options }) {
    const found = await findCategories(sql, member, options.getFocused());
    return found.map(({ id, name }) => ({ name, value: id }));
  },
};

export const ticketButtons: Buttons<'open'> = {
  open: (given, interaction, { categoryId }) => askForm(given, interaction, categoryId),
};

export const ticketForms: Forms<'form'> = {
  form(given, interaction, id) {
    const values = interaction.fields.fields.map((field) => [field.customId, fieldText(field)] as const);
    const category = readCategory(given.sql, interaction.member, id.categoryId);
    return openTicket(given, interaction, { ...id, category, values: new Map(values) });
  },
};

/** What was written into a field, or chosen. */
function fieldText(field: object): string {
  if ('values' in field && Array.isArray(field.values)) return field.values.join(', ');
  return 'value' in field && typeof field.value === 'string' ? field.value : '';
}
