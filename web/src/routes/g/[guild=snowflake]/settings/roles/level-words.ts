import type { Level } from '@ticketflow/supabase/contracts/person.ts';

/** A level in words, with the hue of its pill and the key that chooses it. */
export const levelWords: Record<Level, { name: string; may: string; hue: number; key: string }> = {
  viewer: { name: 'Viewer', may: 'Reads tickets and transcripts', hue: 250, key: '1' },
  agent: { name: 'Agent', may: 'Replies, notes, claims, moves, closes', hue: 150, key: '2' },
  manager: { name: 'Manager', may: 'Categories, panels, boards, insight', hue: 205, key: '3' },
  admin: { name: 'Admin', may: 'Grants levels, exports and erases data', hue: 295, key: '4' },
};

export const levels: readonly Level[] = ['viewer', 'agent', 'manager', 'admin'];

/** "Account", "Account and Reports", "Account, Appeals and Reports" */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
