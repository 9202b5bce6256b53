import type { Conversation } from '@ticketflow/supabase/contracts/message.ts';
import type { Desk } from './Desk.svelte.ts';

// Checked by the compiler alone: a line marked as an error that no longer is one fails svelte-check.
declare const { ask }: Desk;
const ticket = '0b7a6a3e-0000-4000-8000-000000000000';

export async function asks() {
  const answer = await ask('read_ticket', { ticket, page_size: 50 });
  if (answer.ok) answer.data satisfies Conversation | null;
  // @ts-expect-error -- null where the reader may not read it
  if (answer.ok) void answer.data.messages;
  // @ts-expect-error -- no such function
  await ask('read_tickets', { ticket });
  // @ts-expect-error -- an argument is missing
  await ask('read_ticket', { page_size: 50 });
  // @ts-expect-error -- no such argument
  await ask('read_ticket', { ticket, pagesize: 50 });
  // @ts-expect-error -- an argument of the wrong type
  await ask('read_ticket', { ticket, page_size: '50' });
  // @ts-expect-error -- an argument of another function
  await ask('claim_ticket', { ticket, priority: 'high' });
  // @ts-expect-error -- left out, an argument has its default; null would be another value
  await ask('list_tickets', { guild: '1180000000000000001', page_size: null });
  await ask('list_tickets', { guild: '1180000000000000001', filter: { assignee: ['me'], sort: 'waiting' } });
  // @ts-expect-error -- no such condition
  await ask('list_tickets', { guild: '1180000000000000001', filter: { asignee: ['me'] } });
  // @ts-expect-error -- no such priority
  await ask('read_guild', { guild: '1180000000000000001', views: { hot: { priority: ['hot'] } } });
  const nothing = await ask('mark_read', { ticket, revision: 1 });
  if (nothing.ok) nothing.data satisfies null;
}
