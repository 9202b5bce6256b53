import { Locale, type APIApplicationCommand } from 'discord-api-types/v10';
import { refuse, refuseForm, type Complaint } from '../refusal.ts';
import { answer, type Call, type Route } from '../route.ts';
import { asList, asObject, asText, createForm, type Form, type Json } from '../validate/form.ts';

/** Commands of each kind in one scope (interactions/application-commands): slash, user, message. */
const MAX: Record<number, number> = { 1: 100, 2: 15, 3: 15 };

const GLOBAL = '/applications/:application/commands';
const GUILD = '/applications/:application/guilds/:guild/commands';

export const commandRoutes: Route[] = [GLOBAL, GUILD].flatMap((path): Route[] => [
  { method: 'GET', path, auth: 'bot', act: list },
  { method: 'PUT', path, auth: 'bot', act: overwrite },
  { method: 'POST', path, auth: 'bot', act: create },
  { method: 'GET', path: `${path}/:command`, auth: 'bot', act: (call) => find(call) },
  { method: 'PATCH', path: `${path}/:command`, auth: 'bot', act: change },
  { method: 'DELETE', path: `${path}/:command`, auth: 'bot', act: remove },
]);

/** Localizations are told only to a bot that asks for them (interactions/application-commands#get-global-application-commands). */
function list(call: Call) {
  const isWhole = call.query.get('with_localizations') === 'true';
  return inScope(call).map((command) => (isWhole ? command : withoutLocalizations(asObject(command))));
}

function withoutLocalizations(part: Json): Json {
  const { name_localizations: _, description_localizations: __, ...rest } = part;
  const options = asList(part.options).map((option) => withoutLocalizations(asObject(option)));
  return part.options === undefined ? rest : { ...rest, options };
}

/** Bulk overwrite: the list becomes all there is; a command of the same name keeps its id. */
function overwrite(call: Call) {
  const complaints: Complaint[] = [];
  const names = new Set<string>();
  const told = call.list.map((item, index) => {
    const command = asObject(item);
    const key = `${command.type ?? 1} ${asText(command.name)}`;
    if (names.has(key)) {
      const message = 'Application command names must be unique';
      complaints.push({ path: [index, 'name'], code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message });
    }
    names.add(key);
    return command;
  });
  if (complaints.length > 0) throw refuseForm(complaints);
  for (const [type, max] of Object.entries(MAX)) {
    if (told.filter((command) => String(command.type ?? 1) === type).length > max) throw refuse(30032);
  }
  const before = inScope(call);
  const form = createForm();
  for (const [index, command] of told.entries()) check(form, command, [index]);
  form.check();
  for (const { id } of before) call.state.commands.delete(id);
  const now = told.map((command) => keep(call, command, sameName(before, command)?.id));
  announce(call);
  return now;
}

/** A command of a known name replaces it and answers 200; a new one answers 201. */
function create(call: Call) {
  const form = createForm();
  check(form, call.body, []);
  form.check();
  const known = sameName(inScope(call), call.body);
  const command = keep(call, call.body, known?.id);
  announce(call);
  return known ? command : answer(201, command);
}

function change(call: Call) {
  const old = find(call);
  const command = { ...old, ...call.body } as Json;
  const form = createForm();
  check(form, command, []);
  form.check();
  const kept = keep(call, command, old.id);
  announce(call);
  return kept;
}

function remove(call: Call): void {
  call.state.commands.delete(find(call).id);
  announce(call);
}

function find(call: Call): APIApplicationCommand {
  const command = inScope(call).find(({ id }) => id === call.params.command);
  if (!command) throw refuse(10063);
  return command;
}

function inScope(call: Call): APIApplicationCommand[] {
  if (call.params.guild && !call.state.guilds.get(call.params.guild)?.members.has(call.state.bot_id))
    throw refuse(50001);
  return [...call.state.commands.values()].filter((command) => command.guild_id === call.params.guild);
}

function sameName(commands: APIApplicationCommand[], told: Json): APIApplicationCommand | undefined {
  return commands.find((command) => command.name === told.name && command.type === (told.type ?? 1));
}

function keep(call: Call, told: Json, id: string | undefined): APIApplicationCommand {
  const { state } = call;
  const command = {
    description: '',
    default_member_permissions: null,
    integration_types: [0],
    nsfw: false,
    ...(call.params.guild ? { guild_id: call.params.guild } : { contexts: null }),
    ...told,
    id: id ?? state.nextId(),
    application_id: state.application.id,
    type: told.type ?? 1,
    version: state.nextId(),
  } as unknown as APIApplicationCommand;
  state.commands.set(command.id, command);
  return command;
}

function check(form: Form, command: Json, path: (string | number)[]): void {
  const isSlash = (command.type ?? 1) === 1;
  form.text([...path, 'name'], command.name, 1, 32, true);
  const name = asText(command.name) ?? '';
  if (isSlash && !isCommandName(name)) {
    form.complain([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
  if (isSlash) checkDescription(form, command, path);
  checkOptions(form, command.options, [...path, 'options']);
}

function checkDescription(form: Form, part: Json, path: (string | number)[]): void {
  form.text([...path, 'description'], part.description, 1, 100, true);
  const at = [...path, 'description_localizations'];
  for (const [locale, text] of Object.entries(asObject(part.description_localizations))) {
    if (!locales.has(locale))
      form.complain([...at, locale], 'ENUM_TYPE_COERCE', `Value "${locale}" is not a locale`);
    form.text([...at, locale], text, 1, 100, true);
  }
}

const locales = new Set<string>(Object.values(Locale));

function checkOptions(form: Form, options: unknown, path: (string | number)[]): void {
  const list = asList(options);
  if (list.length > 25) form.complain(path, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
  let wasOptional = false;
  for (const [index, item] of list.entries()) {
    const option = asObject(item);
    const at = [...path, index];
    if (!isCommandName(asText(option.name) ?? '')) {
      form.complain([...at, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    }
    checkDescription(form, option, at);
    if (option.required === true && wasOptional) {
      form.complain(
        [...at],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    if (Number(option.type) > 2 && option.required !== true) wasOptional = true;
    checkOptions(form, option.options, [...at, 'options']);
  }
}

function isCommandName(name: string): boolean {
  return /^[-_'\p{L}\p{N}]{1,32}$/u.test(name) && name === name.toLowerCase();
}

/** Windows show the new list; Discord sends bots no event for it. */
function announce(call: Call): void {
  call.state.onChange('structure');
  call.state.publish({
    t: 'SIMULATOR_COMMANDS',
    d: null,
    guild_id: call.params.guild ?? null,
    channel_id: null,
  });
}
