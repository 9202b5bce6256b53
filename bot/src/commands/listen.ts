import { Events, type Client, type Interaction } from 'discord.js';
import { readCustomId, type CustomId } from '../discord/custom-ids.ts';
import { describeError } from '../log.ts';
import { wordsFor } from '../words/words-for.ts';
import { say } from './answer.ts';
import type { Given } from './command.ts';
import { buttons, commands, forms } from './commands.ts';

/** What members press, choose and send. Every interaction is answered in words, also when it fails. */
export function listenToInteractions(client: Client, given: Given): { drain: () => Promise<unknown> } {
  const underWay = new Set<Promise<void>>();
  client.on(Events.InteractionCreate, (interaction) => {
    const answered = answer(given, interaction)
      .catch((error: unknown) => given.log.error(describeError(error), 'an interaction failed'))
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  return { drain: () => Promise.all(underWay) };
}

async function answer(given: Given, interaction: Interaction): Promise<void> {
  if (!interaction.inCachedGuild()) {
    if (interaction.isRepliable())
      await say(interaction, wordsFor(interaction.locale).answers.serverOnly, given.log);
    return;
  }
  if (interaction.isAutocomplete())
    return interaction.respond((await commandOf(interaction)?.choices?.(given, interaction)) ?? []);
  if (interaction.isChatInputCommand()) return commandOf(interaction)?.run(given, interaction);
  if (interaction.isButton()) return actionOf(buttons, interaction)?.(given, interaction);
  if (interaction.isModalSubmit()) return actionOf(forms, interaction)?.(given, interaction);
}

const commandOf = ({ commandName }: { commandName: string }) =>
  commands.find(({ shape }) => shape.name === commandName);

type Action<I> = (given: Given, interaction: I, id: never) => Promise<void>;

/** What the bot does for a custom id of its own; undefined for any other. */
function actionOf<I>(
  actions: Partial<Record<CustomId['kind'], Action<I>>>,
  { customId }: { customId: string },
) {
  const id = readCustomId(customId);
  const action = id && actions[id.kind];
  return action && ((given: Given, interaction: I) => action(given, interaction, id as never));
}
