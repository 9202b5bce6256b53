import { pino } from 'pino';
import { LOG_LEVEL } from '$app/env/private';

/** Lines of JSON on stdout. Routes, ids, counts and codes only: no addresses, no names, no words of messages, no tokens. */
export const log = pino({ level: LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** The parts of an error that say what went wrong. */
export function describeError(error: unknown): { error: string; at?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: error.message, at: error.stack?.split('\n')[1]?.trim() };
}
