import { bindings } from './bindings.ts';
import { writingKeys, type DeskKey, type Group } from './desk-keys.ts';

const groups: readonly Group[] = ['go', 'ticket', 'write'];

/** Every key there is: those of the page and those of the composer. */
export const allKeys: readonly DeskKey[] = [...bindings, ...Object.values(writingKeys)];

/** What the shortcut sheet shows. */
export const sheet = groups.map((group) => ({ group, keys: allKeys.filter((each) => each.group === group) }));
