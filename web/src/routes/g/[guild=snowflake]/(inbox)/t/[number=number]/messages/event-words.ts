import type { Message } from '@ticketflow/supabase/contracts/message.ts';
import { reasonWords } from '@ticketflow/supabase/contracts/reasons.ts';
import { priorityWords } from '#lib/tickets/ticket-words.ts';
import { t } from '#lib/words/words.ts';

/** What an event line says after the name of the one who did it. `nameOf` gives the name of anybody else whom it is about. */
export function eventWords(event: NonNullable<Message['event']>, nameOf: (id: string) => string): string {
  const inDiscord = 'where' in event && event.where === 'discord' ? ' in Discord' : '';
  switch (event.type) {
    case 'opened':
      return 'opened this ticket' + (openedFrom[event.source] ?? '');
    case 'closed':
      return `closed the ticket${inDiscord}` + (event.reason ? `: ${event.reason}` : '');
    case 'reopened':
      return `reopened the ticket${inDiscord}`;
    case 'claimed':
      return 'claimed the ticket';
    case 'released':
      return 'released the ticket';
    case 'priority':
      return `set the priority to ${wordOf(event.to)}, from ${wordOf(event.from)}`;
    case 'restricted':
      return 'locked the ticket to managers and participants';
    case 'unrestricted':
      return 'opened the ticket to its category again';
    case 'added':
      return `added ${nameOf(event.person_id)}`;
    case 'removed':
      return `took ${nameOf(event.person_id)} off the ticket`;
    case 'left':
      return 'left the server';
    case 'joined':
      return 'joined the server again';
    case 'channel_failed':
      return `The channel in Discord could not be made. ${reasonWords(t.reasons, event.reason)}`;
    case 'channel_deleted':
      return 'The channel was deleted in Discord. The record stays here.';
  }
}

const openedFrom: Record<string, string> = {
  panel: ' from the panel',
  command: ' with /ticket',
};

const wordOf = (priority: string) => (priority in priorityWords ? priority : 'normal');
