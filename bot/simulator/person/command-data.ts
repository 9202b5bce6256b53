import type { APIApplicationCommand } from 'discord-api-types/v10';
import { refuse, refuseForm } from '../rest/refusal.ts';
import type { Call } from '../rest/route.ts';
import { asList, asObject, type Json } from '../rest/validate/form.ts';
import type { Channel } from '../state/state.ts';
import { resolve } from './resolved.ts';

/** Kinds of options that carry an id (interactions/application-commands: Option Type). */
const ID_KINDS: Record<number, 'users' | 'channels' | 'roles' | 'mentionables'> = {
  6: 'users',
  7: 'channels',
  8: 'roles',
  9: 'mentionables',
};

/** `ticket close` is the command "ticket" and the path of subcommands to follow. */
export function findCommand(
  commands: APIApplicationCommand[],
  words: string,
): { command: APIApplicationCommand; path: string[] } {
  const [name, ...path] = words.trim().split(/\s+/);
  const command = commands.find((one) => one.type === 1 && one.name === name);
  if (!command) throw refuse(10063);
  return { command, path };
}

/** The data of a command as the app sends it: typed options under their subcommands, and what their ids mean. */
export function commandData(
  call: Call,
  channel: Channel,
  command: APIApplicationCommand,
  path: string[],
  given: Json,
  focused: string | null,
): Json {
  let definitions = asList(command.options).map(asObject);
  const groups: Json[] = [];
  for (const name of path) {
    const group = definitions.find(
      (option) => option.name === name && (option.type === 1 || option.type === 2),
    );
    if (!group) throw refuse(10063);
    groups.push(group);
    definitions = asList(group.options).map(asObject);
  }
  const chosen: Record<string, string[]> = {};
  let options = definitions.flatMap((definition) => {
    const name = String(definition.name);
    const value = given[name];
    if (value === undefined) {
      if (definition.required === true && focused === null)
        throw invalid(name, 'This option is required. Specify a value.');
      return [];
    }
    checkValue(definition, value, focused !== null);
    const kind = ID_KINDS[definition.type as number];
    if (kind) (chosen[kind] ??= []).push(String(value));
    return [{ name, type: definition.type, value, ...(focused === name ? { focused: true } : {}) }] as Json[];
  });
  for (const group of groups.toReversed()) options = [{ name: group.name, type: group.type, options }];
  const resolved = resolve(call, channel, chosen);
  return {
    id: command.id,
    name: command.name,
    type: 1,
    guild_id: command.guild_id,
    ...(options.length > 0 ? { options } : {}),
    ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
  };
}

function checkValue(definition: Json, value: unknown, isTyping: boolean): void {
  const name = String(definition.name);
  if (isTyping) return;
  if (definition.type === 3) {
    const text = String(value);
    if (text.length > Number(definition.max_length ?? 6000))
      throw invalid(name, `Must be ${String(definition.max_length ?? 6000)} or fewer in length.`);
    if (text.length < Number(definition.min_length ?? 0))
      throw invalid(name, `Must be ${String(definition.min_length)} or more in length.`);
  }
  if ((definition.type === 4 || definition.type === 10) && typeof value !== 'number')
    throw invalid(name, 'Input a valid number.');
  const choices = asList(definition.choices).map((choice) => asObject(choice).value);
  if (choices.length > 0 && !choices.includes(value)) throw invalid(name, 'Choose one of the options.');
}

function invalid(name: string, message: string) {
  return refuseForm([{ path: ['options', name], code: 'APPLICATION_COMMAND_INVALID_OPTION', message }]);
}
