import type { Snowflake } from '../../../protocol.ts';

/** Orders snowflakes, which are decimal strings without leading zeros, by age. */
export function compareSnowflakes(a: Snowflake, b: Snowflake): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
