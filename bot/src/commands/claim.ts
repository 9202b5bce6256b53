import { ApplicationCommandType, InteractionContextType } from 'discord.js';
import type { Command } from './command.ts';
import { describe } from './describe.ts';
import { doAct } from './do-act.ts';

/** `/claim`: takes the ticket of the channel, when nobody has it. */
export const claim: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'claim',
    ...describe((commands) => commands.claim),
  },
  run: (given, interaction) =>
    doAct(given, interaction, { act: 'claim_ticket' }, (owner, { acted }) =>
      owner === interaction.user.id ? acted.claimed : acted.claimedBefore(`<@${String(owner)}>`),
    ),
};
