import type { AuditEntry } from '@ticketflow/supabase/contracts/audit.ts';
import { t } from '#lib/words/words.ts';
import { hueWord } from '../kit/hues.ts';
import { isSame } from '../kit/is-same.ts';

type Facts = NonNullable<AuditEntry['before']>;
type Change = { before: string | null; after: string | null };

/** What a row of a list that the guild keeps was before and after, field by field; nothing when it was added or removed. */
export function listChange({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Change {
  if (!before || !after) return { before: null, after: null };
  // The name leads; Postgres gives the keys in an order of its own.
  const changed = ['name', ...Object.keys({ ...before, ...after }).filter((key) => key !== 'name')].filter(
    (key) => !isSame(before[key], after[key]),
  );
  const said = (facts: Facts) => changed.map((key) => valueWords(key, facts[key])).join(', ');
  return { before: said(before), after: said(after) };
}

const isField = (key: string): key is keyof typeof t.auditEmpty => key in t.auditEmpty;

function valueWords(key: string, value: unknown): string {
  if (value === null || value === undefined || value === '')
    return isField(key) ? t.auditEmpty[key] : t.audit.nothing;
  if (key === 'position') return t.audit.place(Number(value));
  if (key === 'hue') return hueWord(Number(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
