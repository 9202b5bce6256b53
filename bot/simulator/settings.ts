/** A limit of `count` requests in `perMs` for one bucket. */
export interface Limit {
  count: number;
  perMs: number;
}

/**
 * What Discord does not document, and what a test wants shorter. Everything else is fixed in the code.
 * The rates were observed, not promised; a bot must read the headers.
 */
export interface Settings {
  rateLimits: {
    enabled: boolean;
    /** Every bot's own ceiling (topics/rate-limits, documented). Interaction endpoints are outside it. */
    global: Limit;
    /** Per bucket and major parameter; the names are those in the route tables. */
    buckets: Record<string, Limit>;
    /** Name and topic of a channel: a hidden limit, which the headers do not show. */
    channelRename: Limit;
  };
  gateway: {
    heartbeatMs: number;
    /** Identifies in 24 hours (events/gateway, documented). */
    identifies: number;
    /** Identifies per 5 s. Discord gives a small bot 1; 16, a large bot's, lets tests restart without waiting. */
    concurrency: number;
    /** Events kept for a resume. */
    replay: number;
    /** Frames a client may send in 60 s (events/gateway, documented). */
    sendsPerMinute: number;
    /**
     * The share (0 to 1) of events about messages that come twice, or after the one that followed them: Discord promises no order
     * among them, and repeats some (a resume does, for one).
     */
    disorder: number;
  };
  /** What is switched on in the developer portal; asking for another closes with 4014. */
  privilegedIntents: { messageContent: boolean; guildMembers: boolean; presences: boolean };
  interactions: { acknowledgeMs: number; tokenMs: number };
  /** "Past few minutes" in which enforce_nonce finds the earlier message (resources/message). */
  nonceMs: number;
  /** How long an attachment's address works. */
  attachmentLinkMs: number;
  attachmentBytes: number;
  requestBytes: number;
  activeThreads: number;
  /** Milliseconds added to every REST answer, to stand in for a network. */
  latencyMs: number;
}

export const defaultSettings: Settings = {
  rateLimits: {
    enabled: true,
    global: { count: 50, perMs: 1000 },
    buckets: {
      default: { count: 50, perMs: 1000 },
      'message-create': { count: 5, perMs: 5000 },
      'message-edit': { count: 5, perMs: 5000 },
      'message-delete': { count: 5, perMs: 1000 },
      'webhook-execute': { count: 5, perMs: 2000 },
      reaction: { count: 1, perMs: 250 },
    },
    channelRename: { count: 2, perMs: 600_000 },
  },
  gateway: {
    heartbeatMs: 41_250,
    identifies: 1000,
    concurrency: 16,
    replay: 5000,
    sendsPerMinute: 120,
    disorder: 0,
  },
  privilegedIntents: { messageContent: true, guildMembers: true, presences: true },
  interactions: { acknowledgeMs: 3000, tokenMs: 900_000 },
  nonceMs: 180_000,
  attachmentLinkMs: 86_400_000,
  attachmentBytes: 10 * 1024 * 1024,
  requestBytes: 25 * 1024 * 1024,
  activeThreads: 1000,
  latencyMs: 0,
};

/** Any part of the settings; what is left out keeps its default. */
export type SettingsChange = {
  [K in keyof Settings]?: Settings[K] extends object ? Partial<Settings[K]> : Settings[K];
};

/** Applies a change in place, one level deep (`buckets` is merged too). */
export function changeSettings(settings: Settings, change: SettingsChange): void {
  for (const [key, value] of Object.entries(change)) {
    const old = settings[key as keyof Settings];
    if (typeof old === 'object' && typeof value === 'object') {
      const buckets = (value as Partial<Settings['rateLimits']>).buckets;
      Object.assign(old, value, buckets ? { buckets: { ...settings.rateLimits.buckets, ...buckets } } : {});
    } else Object.assign(settings, { [key]: value });
  }
}
