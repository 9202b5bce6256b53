import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CustomId } from '../discord/custom-ids.ts';
import type { Opening } from './open-ticket.ts';

/** What every command, button and form is given. */
export type Given = Opening;

/** A slash command: as Discord is told of it, what it does, and what it offers while it is typed. */
export type Command = {
  shape: RESTPostAPIChatInputApplicationCommandsJSONBody;
  run: (given: Given, interaction: ChatInputCommandInteraction<'cached'>) => Promise<void>;
  /** At most 25 (https://discord.com/developers/docs/interactions/application-commands#autocomplete). */
  choices?: (
    given: Given,
    interaction: AutocompleteInteraction<'cached'>,
  ) => Promise<{ name: string; value: string }[]>;
};

type IdOf<Kind extends CustomId['kind']> = Extract<CustomId, { kind: Kind }>;
/** What a press of the bot's buttons does, by the kind of their custom ids. */
export type Buttons<Kind extends CustomId['kind']> = {
  [K in Kind]: (given: Given, interaction: ButtonInteraction<'cached'>, id: IdOf<K>) => Promise<void>;
};
/** What a form that was sent does, by the kind of its custom id. */
export type Forms<Kind extends CustomId['kind']> = {
  [K in Kind]: (given: Given, interaction: ModalSubmitInteraction<'cached'>, id: IdOf<K>) => Promise<void>;
};
