import type { ReasonTexts, StoredReason } from '../contracts/reasons.ts';

// Beside contracts/reasons.ts and without zod, which a page need not load to say why a reply was not sent.

/** A reason in words, as a whole sentence. One that a newer bot wrote, or whose facts are not those of its words, goes by its code. */
export function reasonWords(texts: ReasonTexts, stored: StoredReason): string {
  const byCode: Record<string, unknown> = texts.byCode;
  const text = Object.hasOwn(byCode, stored.code) ? byCode[stored.code] : undefined;
  if (typeof text === 'string') return text;
  try {
    if (text) return (text as (facts: object) => string)(insistent(stored));
  } catch {
    // Facts that the words need are not there.
  }
  return texts.other(stored.code);
}

/** Throws when a fact is asked for that is not there. */
const insistent = (facts: StoredReason): object =>
  new Proxy(facts, {
    get(_, name) {
      const fact = facts[String(name)];
      if (fact === undefined) throw new Error(`There is no ${String(name)}.`);
      return fact;
    },
  });
