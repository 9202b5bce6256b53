import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionContextType,
  MessageFlags,
  TextInputStyle,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import { closeFormId } from '../discord/custom-ids.ts';
import { describeError } from '../log.ts';
import { wordsFor } from '../words/words-for.ts';
import { say, troubleWords } from './answer.ts';
import { actAs } from './as-member.ts';
import type { Buttons, Command, Forms, Given } from './command.ts';
import { describe } from './describe.ts';

/** `/close`: closes the ticket of the channel. The button below an opening message does the same. */
export const close: Command = {
  shape: {
    type: ApplicationCommandType.ChatInput,
    contexts: [InteractionContextType.Guild],
    name: 'close',
    ...describe(({ close }) => close),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'reason',
        ...describe(({ closeReason }) => closeReason),
        required: false,
        max_length: 500,
      },
    ],
  },
  run: (given, interaction) => closeTicket(given, interaction, interaction.options.getString('reason') ?? ''),
};

export const closeButtons: Buttons<'close'> = {
  close: (given, interaction, { ticketId }) => askClose(given, interaction, ticketId),
};

export const closeForms: Forms<'close-form'> = {
  'close-form': (given, interaction, { ticketId }) =>
    closeTicket(given, interaction, interaction.fields.getTextInputValue('reason'), ticketId),
};

/** The close button asks first, and for a reason. */
async function askClose(
  { log }: Given,
  interaction: ButtonInteraction<'cached'>,
  ticketId: string,
): Promise<void> {
  const { title, reason, reasonHint } = wordsFor(interaction.locale).closeForm;
  await interaction
    .showModal({
      custom_id: closeFormId(ticketId),
      title,
      components: [
        {
          type: ComponentType.Label,
          label: reason,
          description: reasonHint,
          component: {
            type: ComponentType.TextInput,
            custom_id: 'reason',
            style: TextInputStyle.Paragraph,
            required: false,
            max_length: 500,
          },
        },
      ],
    })
    .catch((error: unknown) =>
      log.warn(describeError(error), 'the form to close a ticket could not be shown'),
    );
}

/** Closes a ticket, or that of the channel, for its requester or its staff; what Discord shows of it follows from the outbox. */
async function closeTicket(
  { sql, log }: Given,
  interaction: ChatInputCommandInteraction<'cached'> | ModalSubmitInteraction<'cached'>,
  reason: string,
  ticketId?: string,
): Promise<void> {
  const deferred = interaction
    .deferReply({ flags: MessageFlags.Ephemeral })
    .catch((error: unknown) => log.warn(describeError(error), 'an interaction could not be put off'));
  const words = wordsFor(interaction.locale);
  const { answers } = words;
  let answer: string;
  try {
    const isClosed = await actAs(sql, interaction, { act: 'close_ticket', reason: reason.trim() }, ticketId);
    answer = isClosed ? answers.closed : answers.closedAlready;
  } catch (error) {
    answer = noTicketHere(error) ? answers.noTicket : troubleWords(words, error, log);
  }
  await deferred;
  if (interaction.deferred) await say(interaction, answer, log);
}

const noTicketHere = (error: unknown) => (error as { code?: string } | null)?.code === 'TF001';
