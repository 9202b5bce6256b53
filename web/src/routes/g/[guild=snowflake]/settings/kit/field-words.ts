import type { z } from 'zod';
import { t } from '#lib/words/words.ts';

/** What is wrong with each field of a setting, in words, by the name of the field; '' for what concerns none alone. */
export function fieldWords({ issues }: z.ZodError): Record<string, string> {
  const found: Record<string, string> = {};
  // The first thing wrong with a field is the one to mend.
  for (const issue of issues) found[String(issue.path[0] ?? '')] ??= issueWords(issue);
  return found;
}

function issueWords(issue: z.core.$ZodIssue): string {
  const words = t.kit.problems;
  const isText = 'origin' in issue && issue.origin === 'string';
  if (issue.code === 'too_small') {
    if (!isText) return words.least(Number(issue.minimum));
    return issue.minimum === 1 ? words.empty : words.leastLong(Number(issue.minimum));
  }
  if (issue.code === 'too_big')
    return isText ? words.mostLong(Number(issue.maximum)) : words.most(Number(issue.maximum));
  return issue.code === 'custom' ? words.choose : words.invalid;
}
