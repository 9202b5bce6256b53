import type { BlockSetting } from '@ticketflow/supabase/contracts/blocks.ts';
import type { LabelSetting } from '@ticketflow/supabase/contracts/labels.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';
import type { ListWords } from '../list-words.ts';

const labels: ListWords<LabelSetting> = {
  title: 'Labels',
  text: 'Words that staff put on tickets to find and count them again. The order here is the order in which they are offered.',
  add: 'New label',
  make: 'Add label',
  empty: {
    title: 'No labels yet',
    text: 'A label says what a ticket is about, such as refund or lost item.',
  },
  fields: { name: 'Name', hue: 'Colour' },
  removed: (name) => `The label ${name} is removed`,
  replaced: ({ name, replacement }) => `${replacement} is in the place of ${name}`,
};

const blocks: ListWords<BlockSetting> = {
  title: 'Block list',
  text: 'Members on this list, and holders of a role on it, open no tickets: the bot tells them so in Discord. Tickets that are open already stay open.',
  add: 'Block a member or role',
  make: 'Block',
  remove: { short: 'Unblock', of: (name) => `Unblock ${name}` },
  empty: {
    title: 'Nobody is blocked',
    text: 'Everybody in the server may open tickets, within the limits of each category.',
  },
  fields: { person_id: 'Member', role_id: 'Role', reason: 'Reason' },
  added: (name) => `${name} can no longer open tickets`,
  removed: (name) => `${name} can open tickets again`,
};

/** Each list of settings. What the rows and the form of one say besides is a section beside it. */
export const lists = (_: Formats<'en'>) => ({
  labels,
  blocks,
  blocking: {
    chosen: (name: string) => `Block ${name}`,
    another: 'Choose another',
    target: 'Member or role',
    nameOrId: 'A name, or a Discord id',
    holders: 'everybody who holds it',
    account: (id: string) => `The account ${id}`,
    notFound: 'Nobody by that name has been in a ticket. A Discord id blocks anybody.',
    forStaff: 'for the staff, never shown in Discord',
    noReason: 'No reason given',
    by: ({ name, date }: { name: string; date: string }) => `${name}, ${date}`,
  },
});
