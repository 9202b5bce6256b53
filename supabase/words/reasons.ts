import { Reason, type StoredReason } from '../contracts/reasons.ts';

type FactsOf<R extends Reason> = Omit<R, 'code'>;

/** Words for each reason: a sentence, or a function of its facts. */
export type ReasonTexts = {
  byCode: {
    [R in Reason as R['code']]: keyof FactsOf<R> extends never ? string : (facts: FactsOf<R>) => string;
  };
  /** For a code that is not known here. */
  unknown: (code: string) => string;
};

/** A reason in words, as a whole sentence. */
export function reasonWords(texts: ReasonTexts, stored: StoredReason): string {
  const { data: reason } = Reason.safeParse(stored);
  if (!reason) return texts.unknown(stored.code);
  const words: string | ((facts: never) => string) = texts.byCode[reason.code];
  return typeof words === 'string' ? words : words(reason as never);
}
