/** Discord counts milliseconds from 2015 (https://discord.com/developers/docs/reference#snowflakes). */
const discordEpoch = 1_420_070_400_000;

/** The lowest snowflake of a moment (ms since 1970). */
export function snowflakeAt(time: number): string {
  return String(BigInt(Math.max(0, Math.floor(time) - discordEpoch)) << 22n);
}

/** When a snowflake was made (ms since 1970). */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + discordEpoch;
}

/** For sorting: older first. */
export function byAge(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
