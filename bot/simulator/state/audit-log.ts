import type { Snowflake } from '../protocol.ts';
import type { AuditLogEntry, Guild, State } from './state.ts';

/** Entries a guild keeps here; Discord keeps 45 days. */
const KEPT = 1000;

/** Writes an entry and announces it (resources/audit-log). `action_type` is an AuditLogEvent. */
export function recordAudit(
  state: State,
  guild: Guild,
  entry: {
    user_id: Snowflake;
    target_id: Snowflake | null;
    action_type: number;
    reason: string | null;
  } & Partial<AuditLogEntry>,
): void {
  const whole: AuditLogEntry = { changes: [], options: null, ...entry, id: state.nextId() };
  guild.audit_log.push(whole);
  if (guild.audit_log.length > KEPT) guild.audit_log.shift();
  state.publish({
    t: 'GUILD_AUDIT_LOG_ENTRY_CREATE',
    d: { ...auditObject(whole), guild_id: guild.id },
    guild_id: guild.id,
    channel_id: null,
  });
}

export function auditObject(entry: AuditLogEntry) {
  const { reason, options, ...rest } = entry;
  return { ...rest, reason: reason ?? undefined, options: options ?? undefined };
}
