import type { DeniedPermission } from '../../contracts/reasons.ts';

export const permissions: Record<DeniedPermission, string> = {
  ViewChannel: 'Kanäle ansehen',
  SendMessages: 'Nachrichten senden',
  SendMessagesInThreads: 'Nachrichten in Threads senden',
  AddReactions: 'Reaktionen hinzufügen',
};
