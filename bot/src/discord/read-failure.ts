import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { HeldBack, TokenRefused } from './request-budget.ts';

/**
 * What a failed request means for what it was sent for.
 * `wait`: it is known to have had no effect, try again after some seconds. `unknown`: it may have had its effect.
 * `refused`: Discord said no, and would say no again; `text` is what it said. `bug`: not about Discord at all.
 */
export type Failure =
  | { state: 'wait'; seconds: number; reason: Reason }
  | { state: 'unknown'; reason: Reason }
  | ({ state: 'refused' } & Refused)
  | { state: 'bug' };

export type Refused = { code: number; status: number; text: string };

/** Errors of a connection that never stood, so that nothing was sent. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Reads what @discordjs/rest throws with `retries: 0`. */
export function readFailure(error: unknown): Failure {
  if (error instanceof HeldBack)
    return { state: 'wait', seconds: error.seconds, reason: { code: 'held_back' } };
  // Nobody's reply fails for that: the bot ends when Discord goes on refusing it.
  if (error instanceof TokenRefused)
    return { state: 'wait', seconds: error.seconds, reason: { code: 'token_refused' } };
  if (error instanceof RateLimitError)
    return {
      state: 'wait',
      seconds: Math.max(error.timeToReset, error.retryAfter, 50) / 1000,
      reason: { code: 'rate_limited' },
    };
  if (error instanceof DiscordAPIError) {
    if (error.status >= 500) return brokenAt(error.status);
    return { state: 'refused', code: Number(error.code) || 0, status: error.status, text: saidBy(error) };
  }
  if (error instanceof HTTPError) return brokenAt(error.status);
  const code = codeOf(error) ?? codeOf((error as { cause?: unknown })?.cause);
  if (code && neverLeft.test(code)) return { state: 'wait', seconds: 2, reason: { code: 'discord_away' } };
  if (
    (error instanceof Error && error.name === 'AbortError') ||
    (code && /^(UND_ERR_\w+|E[A-Z]+)$/.test(code))
  )
    return { state: 'unknown', reason: { code: 'discord_silent' } };
  return { state: 'bug' };
}

const brokenAt = (status: number): Failure => ({
  state: 'unknown',
  reason: { code: 'discord_broken', status },
});

/** What Discord says in general, without what it says of each field: that may repeat what a person wrote. */
function saidBy({ rawError }: DiscordAPIError): string {
  const text: unknown = 'message' in rawError ? rawError.message : rawError.error;
  return typeof text === 'string' ? text : '';
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return String(error.code);
}
