import type { AuditEntry } from '@ticketflow/supabase/contracts/audit.ts';
import { listWords, type AuditWords } from './list-words.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const levelOf = (facts: AuditEntry['before']): string => {
  const level = text(facts?.level);
  return level ? level[0]!.toUpperCase() + level.slice(1) : 'No level';
};

export function auditWords(entry: AuditEntry): AuditWords {
  const { before, after } = entry;
  const number = entry.ticket_number ?? after?.number ?? before?.number;
  const ticket = number ? `#${String(number)}` : 'a ticket that is gone';
  const name = text(after?.name) || text(before?.name);
  const plain = (did: string, what: string): AuditWords => ({ did, what, before: null, after: null });
  switch (entry.action) {
    case 'set_level': {
      const category = text(after?.category);
      return {
        did: 'set the level of',
        what: `${text(after?.role)} in ${category || 'the whole server'}`,
        before: levelOf(before),
        after: levelOf(after),
      };
    }
    case 'add_block':
    case 'change_block':
      return {
        did: before ? 'changed why they blocked' : 'blocked',
        what: name,
        before: before ? text(before.reason) || 'No reason' : 'Not blocked',
        after: text(after?.reason) || 'Blocked, no reason given',
      };
    case 'remove_block':
      return {
        did: 'unblocked',
        what: name,
        before: text(before?.reason) || 'Blocked',
        after: 'Not blocked',
      };
    case 'read_transcript':
      return plain('read the transcript of', ticket);
    case 'close_ticket':
      return { did: 'closed', what: ticket, before: 'Open', after: text(after?.reason) || 'Closed' };
    case 'reopen_ticket':
      return { did: 'reopened', what: ticket, before: 'Closed', after: 'Open' };
    case 'restrict_ticket':
      return after?.is_restricted
        ? { did: 'restricted', what: ticket, before: 'Open to its category', after: 'Restricted' }
        : {
            did: 'opened to its category',
            what: ticket,
            before: 'Restricted',
            after: 'Open to its category',
          };
    case 'add_person':
      return plain('added', `${name} to ${ticket}`);
    case 'remove_person':
      return plain('took', `${name} off ${ticket}`);
    case 'publish_panel':
      return plain('published', 'a panel');
    default:
      return listWords(entry) ?? plain(entry.action.replaceAll('_', ' '), entry.target);
  }
}
