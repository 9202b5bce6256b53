import type { Snowflake } from '../protocol.ts';

/** 2015-01-01, Discord's epoch (reference: Snowflakes). */
const EPOCH = 1_420_070_400_000n;

/** Makes ids of the present time, each greater than all before it. `seen` tells it of ids that come from elsewhere. */
export function createSnowflakes(): { next(): Snowflake; seen(id: Snowflake): void } {
  let last = 0n;
  return {
    next() {
      const now = (BigInt(Date.now()) - EPOCH) << 22n;
      last = now > last ? now : last + 1n;
      return last.toString();
    },
    seen(id) {
      const value = BigInt(id);
      if (value > last) last = value;
    },
  };
}

/** When a snowflake was made, in milliseconds. */
export function timeOf(id: Snowflake): number {
  return Number((BigInt(id) >> 22n) + EPOCH);
}

/** The smallest snowflake of a moment; restored history gets ids from it. */
export function snowflakeAt(ms: number, step = 0): Snowflake {
  return (((BigInt(Math.trunc(ms)) - EPOCH) << 22n) + BigInt(step)).toString();
}

/** Order of two snowflakes, without making numbers of them. */
export function compareIds(a: Snowflake, b: Snowflake): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Is it 17–20 digits? Anything else is not an id, and Discord answers 50035. */
export function isSnowflake(value: unknown): value is Snowflake {
  return typeof value === 'string' && /^\d{17,20}$/.test(value);
}
