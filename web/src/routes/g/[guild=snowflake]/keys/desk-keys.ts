/**
 * Where a key counts: on every page of the desk, in the inbox, there while no ticket is open or while one is, or while something
 * is being written.
 */
export type Where = 'desk' | 'inbox' | 'list' | 'ticket' | 'writing';
export type Group = 'Go' | 'Ticket' | 'Write';
export type DeskKey = {
  words: string;
  /** As it is shown: `J`, `Shift C`, `G S` (one after the other). */
  key: string;
  /** Another key that does the same. */
  also?: string;
  where: Where;
  group: Group;
};

/** The keys that do no act of a ticket's (those are in lib/desk/acts/acts.ts) and open no view (contracts/views.ts). */
export const deskKeys = {
  next: { words: 'Next ticket', key: 'J', also: 'ArrowDown', where: 'inbox', group: 'Go' },
  previous: { words: 'Previous ticket', key: 'K', also: 'ArrowUp', where: 'inbox', group: 'Go' },
  back: { words: 'Back one layer', key: 'Esc', where: 'inbox', group: 'Go' },
  settings: { words: 'Settings', key: 'G S', where: 'desk', group: 'Go' },
  nav: { words: 'Fold the navigation', key: '[', where: 'desk', group: 'Go' },
  properties: { words: 'Fold the properties', key: ']', where: 'inbox', group: 'Go' },
  sheet: { words: 'All shortcuts', key: '?', where: 'desk', group: 'Go' },
  oldest: { words: 'Claim the oldest', key: 'C', where: 'list', group: 'Ticket' },
  quote: { words: 'Quote the last message', key: 'Q', where: 'ticket', group: 'Write' },
} as const satisfies Record<string, DeskKey>;
export type DeskKeyName = keyof typeof deskKeys;

/** Keys of the composer, which listens for them itself; Cmd is as good as Ctrl. */
export const writingKeys = {
  send: { words: 'Send', key: 'Enter', where: 'writing', group: 'Write' },
  line: { words: 'New line', key: 'Shift Enter', where: 'writing', group: 'Write' },
  sendAndClose: { words: 'Send and close', key: 'Ctrl Shift Enter', where: 'writing', group: 'Write' },
  bold: { words: 'Bold', key: 'Ctrl B', where: 'writing', group: 'Write' },
  italic: { words: 'Italic', key: 'Ctrl I', where: 'writing', group: 'Write' },
  code: { words: 'Code', key: 'Ctrl E', where: 'writing', group: 'Write' },
} as const satisfies Record<string, DeskKey>;
