import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Lines of JSON on stdout. Ids, counts and codes only: no names, no words of messages, no tokens. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

/** The parts of an error that say what went wrong without saying what was said. */
export function describeError(error: unknown): { error: string; code?: string | number; at?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  const code = (error as { code?: string | number }).code;
  return {
    error: error.message,
    ...(code === undefined ? {} : { code }),
    at: placeOf(error.stack),
  };
}

/** The line of the bot's own code that an error came through, or the first one. */
function placeOf(stack = ''): string | undefined {
  const lines = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return (lines.find((line) => !/node_modules|node:/.test(line)) ?? lines[0])?.trim();
}
