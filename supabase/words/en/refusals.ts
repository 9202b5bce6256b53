import type { RefusalTexts } from '../../contracts/refusals.ts';
import type { Formats } from '../formats.ts';

export const refusals = (f: Formats<'en'>): RefusalTexts => ({
  TF001: 'This ticket does not exist, or your roles do not open it.',
  TF002: 'This ticket is closed. Reopen it first.',
  TF003: 'Nothing is written yet.',
  TF004: ({ length }) =>
    `Too long: ${f.plural(length, { one: '# character', other: '# characters' })}, and ${f.number(2000)} fit into one Discord message.`,
  TF005: 'Your roles do not allow this.',
  TF006: 'This message is gone, or it is not yours to change.',
  TF007: 'This ticket has no channel in Discord, so a reply has nowhere to go.',
  TF008: 'This choice is not possible any more. Make another one.',
  TF009: 'This panel does not exist.',
  TF010: 'Sign in with Discord first.',
  TF011: 'This category takes no tickets at the moment.',
  TF012: ({ open }) =>
    f.plural(open, {
      one: '# ticket of this kind is open already. Close it first.',
      other: '# tickets of this kind are open already. Close one first.',
    }),
  TF013: 'This server is not served by TicketFlow at the moment.',
  TF014: 'What this names is not known here any more. Load the page again.',
  TF015: 'This would take your own admin level away. Another admin can do it.',
  TF016: 'You cannot open tickets in this server. Contact its staff in another way.',
  TF017:
    'In Discord everybody with Manage Threads can read this private thread. Confirm to restrict it all the same.',
  TF018: 'A file has a name, a type, and at most 10 MB.',
  TF019: 'A file is no longer here. Attach it again.',
  TF020: 'Too much for one Discord message: ten files, and 24 MB together.',
  TF021: 'Somebody else has changed this since you began.',
  TF022: 'There is one like this already.',
  TF023: 'Somebody has removed this since you began.',
  TF024: 'This is in use. Choose what takes its place.',
  TF025: 'This list asks for something that TicketFlow does not know. Choose its conditions again.',
  TF026: 'They cannot answer in this ticket: their roles do not open it to them.',
  notValid: 'This cannot be saved as it is.',
  other: (code) => `The database refused this (${code}).`,
});
