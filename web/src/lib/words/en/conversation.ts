import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** A ticket's page. */
export const conversation = (_: Formats<'en'>) => ({
  noTicket: {
    missing: 'There is no such ticket',
    lost: 'You can no longer see this ticket',
    lostAt: (time: string) => `What your roles open changed at ${time}. Drafts are kept for you.`,
    back: 'Back to the inbox',
  },
  conversation: {
    label: 'Conversation',
    messages: (ticket: number) => `Messages of #${ticket}`,
    loading: 'Loading the conversation',
    loadingOlder: 'Loading what was said before …',
    moreAbove: 'There is more above',
    isNew: 'New',
    newSince: (time: string) => `New since ${time}`,
    back: 'Back to the list',
    openInDiscord: 'Open in Discord',
    channelOpening: 'Creating its channel',
    noChannel: 'No channel in Discord',
    properties: 'Properties',
    closeProperties: 'Close the properties',
    somebody: 'Somebody',
  },
  /** What stands within a text of Discord. */
  markdown: {
    somebody: '@somebody',
    role: '@role',
    channel: '#channel',
    code: 'Code',
    showSpoiler: 'Show the spoiler',
  },
});
