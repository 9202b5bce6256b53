import {
  ComponentType,
  MessageFlags,
  TextInputStyle,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { Database } from '../database/database.ts';
import { closeFormId } from '../discord/custom-ids.ts';
import { describeError, type Log } from '../log.ts';
import { say, troubleWords } from './answer.ts';
import { actAs } from './as-member.ts';

type Closing = { sql: Database; log: Log };

/** The close button asks first, and for a reason. */
export async function askClose(
  { log }: Closing,
  interaction: ButtonInteraction<'cached'>,
  ticketId: string,
): Promise<void> {
  await interaction
    .showModal({
      custom_id: closeFormId(ticketId),
      title: 'Close this ticket?',
      components: [
        {
          type: ComponentType.Label,
          label: 'Reason',
          description: 'Everybody in the ticket can read it. You may leave it empty.',
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

/** Closes the ticket of a channel for its requester or its staff; what Discord shows of it follows from the outbox. */
export async function closeTicket(
  { sql, log }: Closing,
  interaction: ChatInputCommandInteraction<'cached'> | ModalSubmitInteraction<'cached'>,
  reason: string,
): Promise<void> {
  const deferred = interaction
    .deferReply({ flags: MessageFlags.Ephemeral })
    .catch((error: unknown) => log.warn(describeError(error), 'an interaction could not be put off'));
  let words: string;
  try {
    const isClosed = await actAs(sql, interaction, { act: 'close_ticket', reason: reason.trim() });
    words = isClosed ? 'The ticket is closed.' : 'This ticket is closed already.';
  } catch (error) {
    words = noTicketHere(error) ? 'This channel is no ticket.' : troubleWords(error, log);
  }
  await deferred;
  if (interaction.deferred) await say(interaction, words, log);
}

const noTicketHere = (error: unknown) => (error as { code?: string } | null)?.code === 'TF001';
