import { ApplicationCommandOptionType, ApplicationCommandType, InteractionContextType } from 'discord.js';
import type { Command } from './command.ts';
import { describe } from './describe.ts';
import { doAct } from './do-act.ts';

/** `/assign`: gives the ticket of the channel to a member who may answer in it. */
export const assign: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'assign',
    ...describe((commands) => commands.assign),
    options: [
      {
        type: ApplicationCommandOptionType.User,
        name: 'member',
        ...describe((commands) => commands.assignMember),
        required: true,
      },
    ],
  },
  run(given, interaction) {
    const { id } = interaction.options.getUser('member', true);
    return doAct(given, interaction, { act: 'assign_ticket', person: id }, (_, { acted }) =>
      acted.assigned(`<@${id}>`),
    );
  },
};
