import { z } from 'zod';
import { priorities } from './filter-terms.ts';
import type { Level } from './person.ts';
import { StoredReason } from './reasons.ts';
import { Snowflake } from './snowflake.ts';

/**
 * What can be done to a ticket, by people on the desk, by members in Discord, and by rules. Each act is the SQL function of the same name
 * (private.act calls it, with the rest as its arguments), which asks the verdict itself.
 */
export const Act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('close_ticket'), reason: z.string().max(500).optional() }),
  z.object({ act: z.literal('reopen_ticket') }),
  z.object({ act: z.literal('claim_ticket') }),
  z.object({ act: z.literal('release_ticket') }),
  z.object({ act: z.literal('assign_ticket'), person: Snowflake }),
  z.object({ act: z.literal('set_priority'), priority: z.enum(priorities) }),
  z.object({
    act: z.literal('snooze_ticket'),
    /** Without it the ticket wakes. */
    until: z.iso.datetime({ offset: true }).optional(),
    /** Also when its requester writes. */
    stays: z.boolean().optional(),
  }),
  z.object({
    act: z.literal('restrict_ticket'),
    is_restricted: z.boolean(),
    even_in_thread: z.boolean().optional(),
  }),
  z.object({ act: z.literal('add_person'), person: Snowflake }),
  z.object({ act: z.literal('remove_person'), person: Snowflake }),
  z.object({ act: z.literal('post_reply'), message: z.uuid(), body: z.string() }),
  z.object({ act: z.literal('add_note'), message: z.uuid(), body: z.string() }),
]);
export type Act = z.infer<typeof Act>;
export type ActName = Act['act'];

/** Something that happened to a ticket, told as a line in its conversation: what acts did, and what happened in Discord. */
export const TicketEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), source: z.string(), channel_id: Snowflake.nullish() }),
  z.object({ type: z.literal('closed'), reason: z.string().nullish(), where: z.string().nullish() }),
  z.object({ type: z.literal('reopened'), where: z.string().nullish() }),
  z.object({ type: z.literal('claimed') }),
  z.object({ type: z.literal('released') }),
  z.object({ type: z.literal('priority'), from: z.string(), to: z.string() }),
  z.object({ type: z.literal('snoozed'), until: z.iso.datetime({ offset: true }) }),
  z.object({ type: z.literal('woke'), by: z.enum(['time', 'requester', 'hand']) }),
  z.object({ type: z.enum(['restricted', 'unrestricted']) }),
  z.object({ type: z.enum(['added', 'removed', 'assigned']), person_id: Snowflake }),
  z.object({ type: z.enum(['left', 'joined']) }),
  z.object({ type: z.literal('channel_failed'), reason: StoredReason }),
  z.object({ type: z.literal('channel_deleted') }),
]);
export type TicketEvent = z.infer<typeof TicketEvent>;

/**
 * The line for each event. `who` did it; `person`: the name of the one whom it is about; `why`: the words for its reason; `until`: the
 * time until which it holds, as its reader writes times.
 */
export type EventTexts = {
  [T in TicketEvent['type']]: (
    told: Extract<TicketEvent, { type: T }> & {
      who: string;
      person?: string | undefined;
      why: string;
      until: string;
    },
  ) => string;
};

/** Who may do an act (act-levels.ts). The act's own function decides. */
export type ActLevel = {
  /** The least level that it asks for. */
  level: Level;
  /** The ticket's requester may as well. */
  orRequester?: true;
  /** Rules, timers and jobs may. */
  byRule?: true;
};
