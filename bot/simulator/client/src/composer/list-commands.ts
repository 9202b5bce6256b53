import {
  ApplicationCommandOptionType,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';

/** A slash command as it is typed: subcommands are commands of their own, "ticket close". */
export type SlashCommand = { name: string; description: string; options: APIApplicationCommandBasicOption[] };

/** Every slash command that can be run, in the order of their names. */
export function listCommands(commands: APIApplicationCommand[]): SlashCommand[] {
  return commands
    .filter((command) => Number(command.type) === 1)
    .flatMap((command) => unfold(command.name, command.description, command.options ?? []))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function unfold(
  name: string,
  description: string,
  options: NonNullable<APIApplicationCommand['options']>,
): SlashCommand[] {
  const inner = options.filter(
    (option) =>
      option.type === ApplicationCommandOptionType.Subcommand ||
      option.type === ApplicationCommandOptionType.SubcommandGroup,
  );
  if (inner.length > 0)
    return inner.flatMap((option) =>
      unfold(`${name} ${option.name}`, option.description, option.options ?? []),
    );
  return [{ name, description, options: options as APIApplicationCommandBasicOption[] }];
}

/** Commands whose name holds what was typed, those that begin with it first. */
export function findCommands(commands: SlashCommand[], typed: string): SlashCommand[] {
  const wanted = typed.trim().toLowerCase();
  const found = commands.filter((command) => command.name.includes(wanted));
  return found.toSorted((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)));
}
