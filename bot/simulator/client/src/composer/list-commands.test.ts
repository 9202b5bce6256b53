import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommand,
} from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { findCommands, listCommands } from './list-commands.ts';

const command = (name: string, rest: Partial<APIApplicationCommand> = {}) =>
  ({ type: ApplicationCommandType.ChatInput, name, description: name, ...rest }) as APIApplicationCommand;

test('subcommands are listed as commands of their own, context-menu commands not at all', () => {
  const { Subcommand, String } = ApplicationCommandOptionType;
  const options = [
    {
      type: Subcommand,
      name: 'add',
      description: 'Add a note',
      options: [{ type: String, name: 'text', description: 'Text' }],
    },
    { type: Subcommand, name: 'list', description: 'List notes' },
  ] as APIApplicationCommand['options'];
  const listed = listCommands([
    command('note', { options }),
    command('Open ticket', { type: ApplicationCommandType.Message }),
    command('close'),
  ]);
  expect(listed.map(({ name, options }) => [name, options.length])).toEqual([
    ['close', 0],
    ['note add', 1],
    ['note list', 0],
  ]);
});

test('a command that begins with what was typed comes before one that merely contains it', () => {
  const found = findCommands(
    listCommands([command('close'), command('unclose'), command('ticket')]),
    'close',
  );
  expect(found.map(({ name }) => name)).toEqual(['close', 'unclose']);
});
