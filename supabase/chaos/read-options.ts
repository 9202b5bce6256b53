import { parseArgs } from 'node:util';
import { z } from 'zod';
import { variantNames } from './variants.ts';

const Options = z.object({
  seed: z.coerce.number().int().nonnegative(),
  kills: z.coerce.number().int().positive(),
  seconds: z.coerce.number().positive(),
  variant: z.enum(variantNames),
  isShort: z.boolean(),
  isLoud: z.boolean(),
});
export type ChaosOptions = z.infer<typeof Options>;

/** The long run's least: kills in all, and at each point. */
export const killsOfLongRun = 1000;
export const killsAtEachPoint = 20;

/** Reads the command line: `--short`, `--seed N`, `--kills N`, `--seconds S`, `--variant NAME`, `--loud`. Throws an Error of one line. */
export function readOptions(given: string[]): ChaosOptions {
  const { values } = parseArgs({
    args: given,
    options: {
      short: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      kills: { type: 'string', default: String(killsOfLongRun) },
      seconds: { type: 'string' },
      variant: { type: 'string', default: 'none' },
      loud: { type: 'boolean', default: false },
    },
  });
  const parsed = Options.safeParse({
    ...values,
    isShort: values.short,
    isLoud: values.loud,
    seconds: values.seconds ?? (values.short ? 40 : 4 * 3600),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${String(issue?.path[0])}: ${issue?.message}`);
}
