import { ApplicationCommandOptionType, ApplicationCommandType, InteractionContextType } from 'discord.js';
import { priorities } from '@ticketflow/supabase/contracts/filter-terms.ts';
import type { Command } from './command.ts';
import { describe, nameChoice } from './describe.ts';
import { doAct } from './do-act.ts';

/** `/priority`: sets the priority of the channel's ticket. */
export const priority: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'priority',
    ...describe((commands) => commands.priority),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'level',
        ...describe((commands) => commands.priorityLevel),
        required: true,
        choices: priorities.map((value) => ({ value, ...nameChoice((words) => words.priorities[value]) })),
      },
    ],
  },
  run(given, interaction) {
    const chosen = interaction.options.getString('level', true);
    const level = priorities.find((each) => each === chosen) ?? 'normal';
    return doAct(
      given,
      interaction,
      { act: 'set_priority', priority: level },
      (_, { acted, priorities: names }) => acted.prioritySet(names[level]),
    );
  },
};
