import { t } from '#lib/words/words.ts';

/**
 * Where a key counts: on every page of the desk, in the inbox, there while no ticket is open or while one is, or while something
 * is being written.
 */
export type Where = 'desk' | 'inbox' | 'list' | 'ticket' | 'writing';
export type Group = 'go' | 'ticket' | 'write';
export type DeskKey = {
  /** Asked where it is shown: a module runs before there are words. */
  words: () => string;
  /** As it is shown: `J`, `Shift C`, `G S` (one after the other). */
  key: string;
  /** Another key that does the same. */
  also?: string;
  where: Where;
  group: Group;
};

/** The keys that do no act of a ticket's (those are in lib/tickets/acts/acts.ts) and open no view (contracts/views.ts). */
export const deskKeys = {
  next: { words: () => t.keys.next, key: 'J', also: 'ArrowDown', where: 'inbox', group: 'go' },
  previous: { words: () => t.keys.previous, key: 'K', also: 'ArrowUp', where: 'inbox', group: 'go' },
  back: { words: () => t.keys.back, key: 'Esc', where: 'inbox', group: 'go' },
  settings: { words: () => t.nav.settings, key: 'G S', where: 'desk', group: 'go' },
  nav: { words: () => t.keys.nav, key: '[', where: 'desk', group: 'go' },
  properties: { words: () => t.keys.properties, key: ']', where: 'inbox', group: 'go' },
  sheet: { words: () => t.calm.allShortcuts, key: '?', where: 'desk', group: 'go' },
  oldest: { words: () => t.calm.claimOldest, key: 'C', where: 'list', group: 'ticket' },
  quote: { words: () => t.keys.quote, key: 'Q', where: 'ticket', group: 'write' },
} as const satisfies Record<string, DeskKey>;
export type DeskKeyName = keyof typeof deskKeys;

/** Keys of the composer, which listens for them itself; Cmd is as good as Ctrl. */
export const writingKeys = {
  send: { words: () => t.composer.send, key: 'Enter', where: 'writing', group: 'write' },
  line: { words: () => t.keys.line, key: 'Shift Enter', where: 'writing', group: 'write' },
  sendAndClose: {
    words: () => t.composer.sendAndClose,
    key: 'Ctrl Shift Enter',
    where: 'writing',
    group: 'write',
  },
  bold: { words: () => t.formats.bold, key: 'Ctrl B', where: 'writing', group: 'write' },
  italic: { words: () => t.formats.italic, key: 'Ctrl I', where: 'writing', group: 'write' },
  code: { words: () => t.formats.code, key: 'Ctrl E', where: 'writing', group: 'write' },
} as const satisfies Record<string, DeskKey>;
