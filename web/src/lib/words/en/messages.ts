import type { Formats } from '@ticketflow/supabase/words/formats.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
/** 1st, 2nd, 3rd, 4th, 11th */
const ordinal = (position: number) => `${position}${endings[ordinals.select(position)]}`;

/** `who` and `by` may be unknown. */
type Said = { who: string | undefined; time: string };
type Deleted = { by: string | undefined; isInDiscord: boolean };

/** Messages of a conversation, and what is done to one. */
export const messages = (f: Formats<'en'>) => ({
  message: {
    label: ({ who, time }: Said) => `Message by ${who ?? 'somebody'}, ${time}`,
    noteLabel: ({ who, time }: Said) => `Note by ${who ?? 'somebody'}, ${time}`,
    quotedDeleted: 'The message was deleted',
    staffOnly: 'Note, staff only',
    app: 'App',
    agent: 'Agent',
    edited: '(edited)',
    sticker: (name: string) => `Sticker: ${name}`,
    reactions: 'Reactions',
    tools: 'What to do with this message',
    quote: 'Quote',
    edit: 'Edit',
    delete: 'Delete',
    deleted: ({ by, isInDiscord }: Deleted) =>
      `Message deleted${by ? ` by ${by}` : ''}${isInDiscord ? ' in Discord' : ''}`,
    noteDeleted: ({ by, isInDiscord }: Deleted) =>
      `Note deleted${by ? ` by ${by}` : ''}${isInDiscord ? ' in Discord' : ''}`,
  },
  delivery: {
    /** `position` in the queue, from 1. */
    waits: (position: number) => `Waits, ${ordinal(position)}`,
    queued: 'Queued',
    sending: 'Sending',
    sent: 'Sent',
    unknown: 'Unknown, checking',
    notSent: 'Not sent.',
    notKnown: 'It is not known whether Discord has this.',
    overtaken: 'Later messages were sent already. A retry appears below them.',
    retry: 'Retry',
  },
  editing: {
    label: 'Edit the message',
    empty: 'The message is empty. To remove it, delete it.',
    over: (count: number) =>
      f.plural(count, {
        one: '# character too many for one Discord message.',
        other: '# characters too many for one Discord message.',
      }),
    cancel: 'Cancel',
    save: 'Save',
  },
  deleting: {
    message: 'Delete this message?',
    note: 'Delete this note?',
    leavesLine: 'A line here will say who deleted it.',
    inDiscordToo: 'It is deleted in Discord too. A line here will say who deleted it.',
    noText: 'No text',
    keep: 'Keep',
    delete: 'Delete',
  },
  files: {
    label: 'Files',
    copying: 'Being copied from Discord …',
    save: (name: string) => `Save ${name}`,
    close: 'Close',
    broken: 'This picture cannot be shown. It may be gone, or the desk cannot be reached at the moment.',
    bytes: (size: string) => `${size} B`,
    kilobytes: (size: string) => `${size} KB`,
    megabytes: (size: string) => `${size} MB`,
  },
});
