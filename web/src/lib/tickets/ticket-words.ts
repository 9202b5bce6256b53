export const priorityWords = { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' } as const;
export const statusWords = {
  open: 'Open',
  waiting: 'Waiting',
  snoozed: 'Snoozed',
  closed: 'Closed',
} as const;
