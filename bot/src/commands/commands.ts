import { assign } from './assign.ts';
import { close, closeButtons, closeForms } from './close.ts';
import type { Command } from './command.ts';
import { ticket, ticketButtons, ticketForms } from './ticket.ts';

/** Every slash command of the bot's, the same in every guild. */
export const commands: Command[] = [ticket, close, assign];

export const buttons = { ...ticketButtons, ...closeButtons };
export const forms = { ...ticketForms, ...closeForms };
