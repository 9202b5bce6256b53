import { ApplicationCommandType, InteractionContextType } from 'discord.js';
import type { Command } from './command.ts';
import { describe } from './describe.ts';
import { doAct } from './do-act.ts';

/** `/release`: gives the ticket of the channel back. */
export const release: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'release',
    ...describe((commands) => commands.release),
  },
  run: (given, interaction) =>
    doAct(given, interaction, { act: 'release_ticket' }, (owner, { acted }) =>
      owner ? acted.notYours(`<@${String(owner)}>`) : acted.released,
    ),
};
