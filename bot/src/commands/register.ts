import { isDeepStrictEqual } from 'node:util';
import {
  Routes,
  type APIApplicationCommand,
  type APIApplicationCommandIntegerOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandStringOption,
  type Client,
} from 'discord.js';
import type { Pace } from '../discord/pace.ts';
import type { Log } from '../log.ts';
import { commands } from './commands.ts';

const shapes = commands.map(({ shape }) => shape);

/** Registers the commands when Discord has others: it lets an application create only 200 a day. */
export async function registerCommands(client: Client<true>, { spare }: Pace, log: Log): Promise<void> {
  const route = Routes.applicationCommands(client.application.id);
  await spare();
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = (await client.rest.get(route, { query })) as APIApplicationCommand[];
  if (isDeepStrictEqual(byName(registered), byName(shapes))) return;
  await spare();
  await client.rest.put(route, { body: shapes });
  log.info({ commands: shapes.length }, 'commands registered');
}

/** What a member notices of commands, for comparing; what Discord says where nothing was asked is left out. */
export function byName(list: Partial<APIApplicationCommand>[]) {
  return list
    .map(({ name, description, description_localizations, options, contexts }) => ({
      name,
      description,
      description_localizations: description_localizations ?? null,
      contexts,
      options: (options ?? []).map(optionOf),
    }))
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

/** What options of one type or another have besides. */
type Limits = Partial<
  Pick<APIApplicationCommandStringOption, 'autocomplete' | 'max_length' | 'min_length'> &
    Pick<APIApplicationCommandIntegerOption, 'max_value' | 'min_value'>
> & { choices?: APIApplicationCommandOptionChoice[] };

function optionOf(option: APIApplicationCommandOption) {
  const { autocomplete, choices, max_length, max_value, min_length, min_value } = option as Limits;
  return {
    type: option.type,
    name: option.name,
    description: option.description,
    description_localizations: option.description_localizations ?? null,
    required: option.required ?? false,
    autocomplete: autocomplete ?? false,
    ...{ max_length, max_value, min_length, min_value },
    choices: (choices ?? []).map((choice) => ({
      name: choice.name,
      name_localizations: choice.name_localizations ?? null,
      value: choice.value,
    })),
  };
}
