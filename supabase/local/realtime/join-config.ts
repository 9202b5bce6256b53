/** What a client asks for when it joins a channel. */
export type JoinConfig = {
  isPrivate: boolean;
  wantsAck: boolean;
  wantsEcho: boolean;
  presenceKey: string;
  isPresenceEnabled: boolean;
  wantsReplicationReady: boolean;
  hasPostgresChanges: boolean;
  replay?: { since: number; limit: number } | 'invalid';
  accessToken?: string;
};

type Loose = Record<string, unknown>;

/** Reads the payload of phx_join. Booleans may come as strings; what is missing has Realtime's default. */
export function readJoinConfig(payload: unknown): JoinConfig {
  const join = asObject(payload);
  const config = asObject(join.config);
  const [broadcast, presence] = [asObject(config.broadcast), asObject(config.presence)];
  const changes = config.postgres_changes;
  return {
    isPrivate: asBoolean(config.private, false),
    wantsAck: asBoolean(broadcast.ack, false),
    wantsEcho: asBoolean(broadcast.self, false),
    presenceKey: typeof presence.key === 'string' ? presence.key : '',
    isPresenceEnabled: asBoolean(presence.enabled, true),
    wantsReplicationReady: asBoolean(broadcast.replication_ready, false),
    hasPostgresChanges: Array.isArray(changes) && changes.length > 0,
    replay:
      broadcast.replay === undefined || broadcast.replay === null ? undefined : readReplay(broadcast.replay),
    accessToken: typeof join.access_token === 'string' ? join.access_token : undefined,
  };
}

/** At most 25 are ever replayed (supabase/realtime lib/realtime/messages.ex). */
function readReplay(value: unknown): JoinConfig['replay'] {
  const { since, limit = 25 } = asObject(value);
  const isValid = Number.isInteger(since) && Number.isInteger(limit) && Number(limit) >= 1;
  return isValid ? { since: Number(since), limit: Math.min(Number(limit), 25) } : 'invalid';
}

function asObject(value: unknown): Loose {
  return value !== null && typeof value === 'object' ? (value as Loose) : {};
}

function asBoolean(value: unknown, fallback: boolean): boolean {
  if (value === undefined || value === null) return fallback;
  return value === true || value === 'true';
}
