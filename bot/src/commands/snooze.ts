import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  time,
} from 'discord.js';
import type { Command } from './command.ts';
import { describe, nameChoice } from './describe.ts';
import { doAct } from './do-act.ts';

/** In hours, since Discord does not say where a member is and what a morning is there. None wakes the ticket. */
const hours = [3, 24, 72, 168, 0] as const;

/** `/snooze`: puts the ticket of the channel off for a while, or wakes it. */
export const snooze: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'snooze',
    ...describe((commands) => commands.snooze),
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'for',
        ...describe((commands) => commands.snoozeFor),
        required: true,
        choices: hours.map((value) => ({ value, ...nameChoice((words) => words.snoozes[value]) })),
      },
    ],
  },
  run(given, interaction) {
    const chosen = interaction.options.getInteger('for', true);
    const until = chosen > 0 ? new Date(Date.now() + chosen * 3_600_000) : null;
    const act = { act: 'snooze_ticket', ...(until ? { until: until.toISOString() } : {}) } as const;
    return doAct(given, interaction, act, (_, { acted }) =>
      until ? acted.snoozed(time(until, 'f')) : acted.woken,
    );
  },
};
