import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { HeldBack, TokenRefused } from './request-budget.ts';

/**
 * What a failed request means for what it was sent for.
 * `wait`: it is known to have had no effect, try again after some seconds. `unknown`: it may have had its effect.
 * `refused`: Discord said no, and would say no again. `bug`: not about Discord at all.
 */
export type Failure =
  | { state: 'wait'; seconds: number; reason: string }
  | { state: 'unknown'; reason: string }
  | { state: 'refused'; code: number; status: number }
  | { state: 'bug' };

/** Errors of a connection that never stood, so that nothing was sent. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Reads what @discordjs/rest throws with `retries: 0`. */
export function readFailure(error: unknown): Failure {
  if (error instanceof HeldBack)
    return { state: 'wait', seconds: error.seconds, reason: 'Discord has refused too much' };
  // Nobody's reply fails for that: the bot ends when Discord goes on refusing it.
  if (error instanceof TokenRefused)
    return { state: 'wait', seconds: error.seconds, reason: 'Discord refuses the bot' };
  if (error instanceof RateLimitError)
    return {
      state: 'wait',
      seconds: Math.max(error.timeToReset, error.retryAfter, 50) / 1000,
      reason: 'Discord asks to wait',
    };
  if (error instanceof DiscordAPIError) {
    if (error.status >= 500) return { state: 'unknown', reason: `Discord answers ${error.status}` };
    return { state: 'refused', code: Number(error.code), status: error.status };
  }
  if (error instanceof HTTPError) return { state: 'unknown', reason: `Discord answers ${error.status}` };
  const code = codeOf(error) ?? codeOf((error as { cause?: unknown })?.cause);
  if (code && neverLeft.test(code)) return { state: 'wait', seconds: 2, reason: 'Discord cannot be reached' };
  if (
    (error instanceof Error && error.name === 'AbortError') ||
    (code && /^(UND_ERR_\w+|E[A-Z]+)$/.test(code))
  )
    return { state: 'unknown', reason: 'Discord did not answer' };
  return { state: 'bug' };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return String(error.code);
}
