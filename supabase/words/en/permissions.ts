import type { DeniedPermission } from '../../contracts/reasons.ts';

/** As Discord's client names them. */
export const permissions: Record<DeniedPermission, string> = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AddReactions: 'Add Reactions',
};
