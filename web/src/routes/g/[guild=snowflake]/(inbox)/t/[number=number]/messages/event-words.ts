import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import { reasonWords } from '@ticketflow/supabase/contracts/reasons.ts';
import type { Ticket } from '@ticketflow/supabase/contracts/ticket.ts';
import { t } from '#lib/words/words.ts';

/** What an event line says. `who` did it; `nameOf` gives the name of anybody else whom it is about. */
export function eventWords(
  event: NonNullable<Message['event']>,
  who: string,
  nameOf: (id: string) => string | undefined,
): string {
  const isInDiscord = 'where' in event && event.where === 'discord';
  switch (event.type) {
    case 'opened':
      return t.events.openedFrom[isNamedSource(event.source) ? event.source : 'other'](who);
    case 'closed':
      return t.events.closed({ who, reason: event.reason, isInDiscord });
    case 'reopened':
      return isInDiscord ? t.events.reopenedInDiscord(who) : t.events.reopened(who);
    case 'priority':
      return t.events.priority({ who, from: priorityOf(event.from), to: priorityOf(event.to) });
    case 'added':
      return t.events.added(who, nameOf(event.person_id));
    case 'removed':
      return t.events.removed(who, nameOf(event.person_id));
    case 'channel_failed':
      return t.events.channelFailed(reasonWords(t.reasons, event.reason));
    case 'channel_deleted':
      return t.events.channelDeleted;
    default:
      return t.events.simply[event.type](who);
  }
}

const isNamedSource = (source: string): source is 'panel' | 'command' =>
  source === 'panel' || source === 'command';

/** Events of other times may name a priority that is none any more. */
const priorityOf = (name: string): Ticket['priority'] =>
  name === 'low' || name === 'high' || name === 'urgent' ? name : 'normal';
