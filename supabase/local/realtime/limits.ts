/** What Realtime allows. */
export type Limits = {
  connections: number;
  /** Broadcasts and presence messages that clients send, on average over a minute. */
  messagesPerSecond: number;
  joinsPerSecond: number;
  channelsPerSocket: number;
  payloadBytes: number;
  /** Presence calls of one client in thirty seconds. */
  presenceCalls: number;
  presencePerSecond: number;
  /** Realtime answers a refused join after a pause, so that clients do not storm it (CHANNEL_ERROR_BACKOFF_MS). */
  joinRefusalPause: number;
  /** The same for a refused handshake. */
  handshakeRefusalPause: number;
  /** Phoenix cuts a socket that has sent nothing for so long. */
  idleTimeout: number;
};

/**
 * Supabase's published quotas of the Pro plan without spend cap (supabase.com/docs/guides/realtime/limits); pauses,
 * channels a socket and presence calls as in supabase/realtime v2.129.8. Times in milliseconds.
 */
export const defaultLimits: Limits = {
  connections: 10_000,
  messagesPerSecond: 2_500,
  joinsPerSecond: 2_500,
  channelsPerSocket: 100,
  payloadBytes: 3_000_500,
  presenceCalls: 5,
  presencePerSecond: 1_000,
  joinRefusalPause: 5_000,
  handshakeRefusalPause: 2_000,
  idleTimeout: 60_000,
};

/** Counts events in steps of a window; `add` says whether the count stays within `allowed` for the whole window. */
export function rateCounter(windowMs: number, allowed: number): { add: () => boolean } {
  const steps = 12;
  const counts = new Map<number, number>();
  return {
    add: () => {
      const now = Math.floor((Date.now() / windowMs) * steps);
      for (const step of counts.keys()) if (step <= now - steps) counts.delete(step);
      counts.set(now, (counts.get(now) ?? 0) + 1);
      let total = 0;
      for (const count of counts.values()) total += count;
      return total <= allowed;
    },
  };
}
