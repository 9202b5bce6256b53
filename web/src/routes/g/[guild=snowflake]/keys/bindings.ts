import type { ActName } from '@ticketflow/supabase/contracts/acts.ts';
import { viewNames, viewOf, type View } from '@ticketflow/supabase/contracts/views.ts';
import { actNames, acts } from '#lib/tickets/acts/acts.ts';
import { t } from '#lib/words/words.ts';
import { deskKeys, type DeskKey, type DeskKeyName } from './desk-keys.ts';

/** A key that is pressed outside of fields, and what it does. */
export type Binding = DeskKey & { does: { desk: DeskKeyName } | { view: View } | { act: ActName } };

const names = Object.keys(deskKeys) as DeskKeyName[];

/** All of them, in the order of the shortcut sheet. */
export const bindings: readonly Binding[] = [
  ...names.map((name): Binding => ({ ...deskKeys[name], does: { desk: name } })),
  ...viewNames.flatMap((view): Binding[] => {
    const { key } = viewOf(view);
    return key
      ? [
          {
            words: () => t.views[view].name,
            key: `G ${key.toUpperCase()}`,
            where: 'desk',
            group: 'go',
            does: { view },
          },
        ]
      : [];
  }),
  ...actNames.flatMap((act): Binding[] => {
    const { key, group } = acts[act];
    return key ? [{ words: () => t.acts[act], key, where: 'ticket', group, does: { act } }] : [];
  }),
];

/** The key of an event, as bindings name it. Shift counts with letters alone: `?` and `[` need it on some keyboards. */
export function keyOf({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  if (key === 'Escape') return 'Esc';
  if (key.length > 1 || key.toUpperCase() === key.toLowerCase()) return key;
  return `${shiftKey ? 'Shift ' : ''}${key.toUpperCase()}`;
}

/** What a key does on a page with or without the inbox, and with or without an open ticket. */
export function bindingOf(key: string, isInbox: boolean, hasTicket: boolean): Binding | undefined {
  const isHere = {
    desk: true,
    inbox: isInbox,
    list: isInbox && !hasTicket,
    ticket: isInbox && hasTicket,
    writing: false,
  };
  return bindings.find((each) => (each.key === key || each.also === key) && isHere[each.where]);
}
