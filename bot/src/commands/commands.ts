import { assign } from './assign.ts';
import { claim } from './claim.ts';
import { close, closeButtons, closeForms } from './close.ts';
import type { Command } from './command.ts';
import { priority } from './priority.ts';
import { release } from './release.ts';
import { snooze } from './snooze.ts';
import { ticket, ticketButtons, ticketForms } from './ticket.ts';

/** Every slash command of the bot's, the same in every guild. */
export const commands: Command[] = [ticket, close, claim, release, assign, priority, snooze];

export const buttons = { ...ticketButtons, ...closeButtons };
export const forms = { ...ticketForms, ...closeForms };
