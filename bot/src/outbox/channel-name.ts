import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';

/**
 * The name of a ticket's channel from its category's template ({number}, {name}, {category}), as Discord keeps names of
 * text channels: lower case, dashes, at most 100 characters.
 */
export function channelName(ticket: Pick<OutboxTicket, 'number' | 'requester_name' | 'category'>): string {
  const filled = fillIn(ticket.category.channel_name, {
    number: String(ticket.number),
    name: ticket.requester_name,
    category: ticket.category.name,
  });
  const name = filled
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 100);
  return name || `ticket-${ticket.number}`;
}

/** Puts values in the place of {words}; a word without a value stays. */
export function fillIn(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, word: string) => values[word] ?? whole);
}
