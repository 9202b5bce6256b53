import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** Where replies and notes are written, and what goes with them. The requester's name may be unknown. */
export const composer = (f: Formats<'en'>) => ({
  composer: {
    kind: 'Kind of message',
    replyTo: (requester: string | undefined) => `Reply to ${requester ?? 'the requester'}`,
    noteForStaff: 'A note for staff',
    neverSees: (requester: string | undefined) => `${requester ?? 'The requester'} never sees this`,
    seesAs: ({ requester, me }: { requester: string | undefined; me: string }) =>
      `${requester ?? 'The requester'} sees this as ${me}`,
    draftKept: 'Draft kept on this device',
    notKept: 'This browser has no room to keep what you write here. It lasts as long as this page is open.',
    refused: (reason: string) => `Not sent. ${reason} What you wrote is below.`,
    newSince: (count: number) =>
      f.plural(count, {
        one: '# new message since you began writing',
        other: '# new messages since you began writing',
      }),
    show: 'Show',
    sendAnyway: 'Send anyway',
    doNotQuote: 'Do not quote',
    left: (count: string) => `${count} left`,
    send: 'Send',
    addNote: 'Add note',
    moreWays: 'More ways to send',
    sendAndClose: 'Send and close',
  },
  kinds: {
    reply: 'Reply',
    note: 'Note',
  },
  formats: {
    bold: 'Bold',
    italic: 'Italic',
    code: 'Code',
  },
  blocked: {
    viewer: 'You can read this ticket. To reply, you need the agent level here.',
    closed: (requester: string | undefined) =>
      `This ticket is closed. Reopen it to reply; ${requester ?? 'the requester'} hears of it in Discord. Notes still work.`,
    channelFailed: (reason: string) =>
      `The channel in Discord could not be made, so a reply has nowhere to go. ${reason} Notes still work.`,
    channelDeleted: 'The channel was deleted in Discord, so a reply has nowhere to go. Notes still work.',
  },
  parts: {
    label: 'The messages it goes out as',
    list: 'Parts',
    goesOutAs: (count: number) =>
      f.plural(count, {
        one: 'Goes out as # message.',
        other: 'Goes out as # messages, in this order.',
      }),
  },
  attaching: {
    attach: 'Attach files',
    letGo: 'Let go to attach',
    label: 'Attached files',
    uploaded: ({ percent, size }: { percent: number; size: string }) => `${percent} % of ${size}`,
    retry: (name: string) => `Upload ${name} again`,
    remove: (name: string) => `Leave ${name} out`,
    tooMany: (name: string) => `Ten files fit into one message: ${name} is left out.`,
    empty: (name: string) => `${name} is empty, or a folder.`,
    tooLarge: ({ name, size, limit }: { name: string; size: string; limit: string }) =>
      `${name} is ${size}. Discord takes files of up to ${limit}.`,
    together: ({ name, limit }: { name: string; limit: string }) =>
      `Files of ${limit} together fit into one message: ${name} is left out.`,
    storageRefuses: 'The file storage does not take it.',
    connectionBroke: 'The connection broke.',
  },
  unreadable: {
    notSent: (count: number) =>
      f.plural(count, {
        one: 'One message kept on this device cannot be read, and so was not sent.',
        other: '# messages kept on this device cannot be read, and so were not sent.',
      }),
    copy: 'Copy it',
  },
});
