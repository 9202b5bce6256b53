import type { OutboxEntry } from '@ticketflow/supabase/contracts/outbox-entry.ts';

/** Within this time (seconds) Discord surely knows a nonce again; it speaks of "the past few minutes". */
const nonceHolds = 120;

/** Whether Discord still knows the nonce of an entry's first attempt. */
export const isNonceKnown = ({ attempted_seconds }: Pick<OutboxEntry, 'attempted_seconds'>) =>
  attempted_seconds !== null && attempted_seconds < nonceHolds;
