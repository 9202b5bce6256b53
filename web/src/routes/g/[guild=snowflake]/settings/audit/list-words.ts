import type { AuditEntry } from '@ticketflow/supabase/contracts/audit.ts';
import { hueWord } from '../kit/hues.ts';
import { isSame } from '../kit/is-same.ts';

/** An entry in words: what follows the name of the one who did it, and what it was before and after, where that is told. */
export type AuditWords = { did: string; what: string; before: string | null; after: string | null };

const did = { add: 'added', change: 'changed', remove: 'removed', move: 'moved' };
type Facts = NonNullable<AuditEntry['before']>;

/** What happened to a row of a list that the guild keeps; null when the entry is about something else. */
export function listWords({ action, before, after }: AuditEntry): AuditWords | null {
  const [, verb, kind] = /^(add|change|remove|move)_(\w+)$/.exec(action) ?? [];
  if (!kind) return null;
  const name = String(before?.name ?? after?.name ?? '');
  const words = {
    did: did[verb as keyof typeof did],
    what: `the ${kind.replaceAll('_', ' ')} ${name}`.trim(),
    before: null,
    after: null,
  };
  if (!before || !after) return words;
  // The name leads; Postgres gives the keys in an order of its own.
  const changed = ['name', ...Object.keys({ ...before, ...after }).filter((key) => key !== 'name')].filter(
    (key) => !isSame(before[key], after[key]),
  );
  const said = (facts: Facts) => changed.map((key) => valueWords(key, facts[key])).join(', ');
  return { ...words, before: said(before), after: said(after) };
}

function valueWords(key: string, value: unknown): string {
  if (key === 'position') return `place ${String(value)}`;
  if (key === 'hue') return hueWord(Number(value));
  if (value === null || value === undefined || value === '') return `no ${key.replaceAll('_', ' ')}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
