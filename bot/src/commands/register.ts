import { isDeepStrictEqual } from 'node:util';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  Routes,
  type APIApplicationCommand,
  type Client,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Pace } from '../discord/pace.ts';
import type { Log } from '../log.ts';

const inGuilds = {
  type: ApplicationCommandType.ChatInput as const,
  contexts: [InteractionContextType.Guild],
};

/** The bot's slash commands, the same in every guild. */
export const commands: RESTPostAPIChatInputApplicationCommandsJSONBody[] = [
  {
    ...inGuilds,
    name: 'ticket',
    description: 'Ask for help: opens a ticket that only you and the staff can read',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'category',
        description: 'What it is about',
        required: true,
        autocomplete: true,
      },
    ],
  },
  {
    ...inGuilds,
    name: 'close',
    description: 'Close the ticket of this channel',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'reason',
        description: 'Why it is closed; everybody in the ticket can read it',
        required: false,
        max_length: 500,
      },
    ],
  },
];

/** Registers the commands when Discord has others: it lets an application create only 200 a day. */
export async function registerCommands(client: Client<true>, { spare }: Pace, log: Log): Promise<void> {
  const route = Routes.applicationCommands(client.application.id);
  await spare();
  const registered = (await client.rest.get(route)) as APIApplicationCommand[];
  if (isDeepStrictEqual(byName(registered), byName(commands))) return;
  await spare();
  await client.rest.put(route, { body: commands });
  log.info({ commands: commands.length }, 'commands registered');
}

/** What a member notices of commands, for comparing. */
function byName(list: Partial<APIApplicationCommand>[]) {
  return list
    .map(({ name, description, options, contexts }) => ({
      name,
      description,
      contexts,
      options: (options ?? []).map((option) => {
        const { autocomplete, max_length } = option as { autocomplete?: boolean; max_length?: number };
        const required = option.required ?? false;
        return {
          type: option.type,
          name: option.name,
          description: option.description,
          required,
          autocomplete: autocomplete ?? false,
          max_length,
        };
      }),
    }))
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}
