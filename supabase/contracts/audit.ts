import { z } from 'zod';
import { Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

const Facts = z.record(z.string(), z.json()).nullable();

/** One entry: who did what to what, and what it was before and after. Names are as they were then. */
export const AuditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime({ offset: true }),
  /** Null: the bot, or somebody who was erased. */
  actor_id: Snowflake.nullable(),
  action: z.string(),
  /** `role:<id>`, `label:<id>` and the like for a row of a list, or the id of a ticket or a panel. */
  target: z.string(),
  before: Facts,
  after: Facts,
  ticket_number: z.number().int().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What `read_audit_log(guild, before_id, actions, page_size)` answers to admins: latest first. Null to anybody else. */
export const AuditPage = z.object({
  entries: z.array(AuditEntry),
  has_more: z.boolean(),
  people: z.array(Person),
});
export type AuditPage = z.infer<typeof AuditPage>;
