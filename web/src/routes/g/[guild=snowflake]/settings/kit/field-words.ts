import type { z } from 'zod';
import { kitWords } from './kit-words.ts';

const words = kitWords.problems;

/** What is wrong with each field of a setting, in words, by the name of the field; '' for what concerns none alone. */
export function fieldWords({ issues }: z.ZodError): Record<string, string> {
  const found: Record<string, string> = {};
  // The first thing wrong with a field is the one to mend.
  for (const issue of issues) found[String(issue.path[0] ?? '')] ??= issueWords(issue);
  return found;
}

function issueWords(issue: z.core.$ZodIssue): string {
  const isText = 'origin' in issue && issue.origin === 'string';
  if (issue.code === 'too_small') {
    if (!isText) return words.least(issue.minimum);
    return issue.minimum === 1 ? words.empty : words.leastLong(issue.minimum);
  }
  if (issue.code === 'too_big') return isText ? words.mostLong(issue.maximum) : words.most(issue.maximum);
  return issue.code === 'custom' ? words.choose : words.invalid;
}
