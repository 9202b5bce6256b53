import type { ActName, EventTexts } from '../../contracts/acts.ts';
import type { Ticket } from '../../contracts/ticket.ts';
import type { View } from '../../contracts/views.ts';
import type { Formats } from '../formats.ts';

const inWords: Record<Ticket['priority'], string> = {
  low: 'low',
  normal: 'normal',
  high: 'high',
  urgent: 'urgent',
};
const priorityOf = (name: string) => inWords[name as Ticket['priority']] ?? name;

/** What happened to a ticket, as a line of its conversation. A person whom it is about may be unknown. */
const events: EventTexts = {
  opened: ({ who, source }) =>
    source === 'panel'
      ? `${who} opened this ticket from the panel`
      : source === 'command'
        ? `${who} opened this ticket with /ticket`
        : `${who} opened this ticket`,
  closed: ({ who, reason, where }) =>
    `${who} closed the ticket${where === 'discord' ? ' in Discord' : ''}${reason ? `: ${reason}` : ''}`,
  reopened: ({ who, where }) => `${who} reopened the ticket${where === 'discord' ? ' in Discord' : ''}`,
  claimed: ({ who }) => `${who} claimed the ticket`,
  released: ({ who }) => `${who} released the ticket`,
  assigned: ({ who, person }) => `${who} gave the ticket to ${person ?? 'somebody'}`,
  priority: ({ who, from, to }) => `${who} set the priority to ${priorityOf(to)}, from ${priorityOf(from)}`,
  snoozed: ({ who, until }) => `${who} snoozed the ticket until ${until}`,
  woke: ({ who, by }) =>
    by === 'hand'
      ? `${who} woke the ticket`
      : by === 'requester'
        ? 'A message from the requester woke the ticket'
        : 'The snooze is over',
  restricted: ({ who }) => `${who} locked the ticket to managers and participants`,
  unrestricted: ({ who }) => `${who} opened the ticket to its category again`,
  added: ({ who, person }) => `${who} added ${person ?? 'somebody'}`,
  removed: ({ who, person }) => `${who} took ${person ?? 'somebody'} off the ticket`,
  left: ({ who }) => `${who} left the server`,
  joined: ({ who }) => `${who} joined the server again`,
  channel_failed: ({ why }) => `The channel in Discord could not be made. ${why}`,
  channel_deleted: () => 'The channel was deleted in Discord. The record stays here.',
};

/** What is done to a ticket. */
const acts: Record<ActName, string> = {
  claim_ticket: 'Claim',
  release_ticket: 'Release',
  assign_ticket: 'Assign',
  set_priority: 'Set the priority',
  snooze_ticket: 'Snooze',
  close_ticket: 'Close',
  reopen_ticket: 'Reopen',
  restrict_ticket: 'Choose who sees it',
  add_person: 'Add participants',
  remove_person: 'Take participants off',
  post_reply: 'Reply',
  add_note: 'Note',
};

const status: Record<Ticket['status'], string> = {
  open: 'Open',
  waiting: 'Waiting',
  snoozed: 'Snoozed',
  closed: 'Closed',
};

const priority: Record<Ticket['priority'], string> = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
};

/** A priority where only its mark is seen. */
const priorityMarks: Record<Ticket['priority'], string> = {
  low: 'Low priority',
  normal: 'Normal priority',
  high: 'High priority',
  urgent: 'Urgent priority',
};

/** `tab`: on the tabs of a narrow screen, which stand close together. `empty`: what an empty list says. */
const views: Record<View, { name: string; tab: string; empty: string }> = {
  inbox: { name: 'Inbox', tab: 'All', empty: 'No ticket is open.' },
  mine: { name: 'Mine', tab: 'Mine', empty: 'No open ticket is yours.' },
  unassigned: { name: 'Unassigned', tab: 'Unassigned', empty: 'Every open ticket has an owner.' },
  snoozed: { name: 'Snoozed', tab: 'Snoozed', empty: 'No ticket is snoozed.' },
  closed: { name: 'Closed', tab: 'Closed', empty: 'No ticket was closed yet.' },
};

const pickers = {
  assign: (ticket: number) => `Assign #${ticket}`,
  assignHint: 'Those who may answer in this ticket.',
  assignWho: 'To whom',
  snooze: (ticket: number) => `Snooze #${ticket}`,
  snoozeHint: 'It leaves the inbox until then, or until its requester writes.',
  snoozedUntil: (time: string) => `Snoozed until ${time}`,
  snoozeStays: (requester?: string) => `Stay snoozed when ${requester ?? 'the requester'} writes`,
  wake: 'Wake it now',
};

/** What the desk says of tickets. */
export const tickets = (_: Formats<'en'>) => ({
  acts,
  events,
  pickers,
  status,
  priority,
  priorityMarks,
  views,
});

/** What the bot says of commands on tickets: descriptions of at most 100 characters, and answers. */
export const ticketCommands = (_: Formats<'en'>) => ({
  commands: {
    ticket: 'Ask for help: opens a ticket that only you and the staff can read',
    ticketCategory: 'What it is about',
    close: 'Close the ticket of this channel',
    claim: 'Claim the ticket of this channel, if it has no owner',
    release: 'Release the ticket of this channel',
    priority: 'Set the priority of the ticket of this channel',
    priorityLevel: 'How urgent it is',
    snooze: 'Put the ticket of this channel off for a while, or wake it',
    snoozeFor: 'For how long; a message from its requester ends it as well',
    assign: 'Give the ticket of this channel to someone who can answer in it',
    assignMember: 'To whom',
    closeReason: 'Why it is closed; everybody in the ticket can read it',
  },
  priorities: priority,
  snoozes: { 3: '3 hours', 24: '1 day', 72: '3 days', 168: '1 week', 0: 'Wake it now' },
  acted: {
    claimed: 'The ticket is yours.',
    claimedBefore: (owner: string) => `${owner} already has this ticket.`,
    released: 'The ticket has no owner now.',
    notYours: (owner: string) => `This is ${owner}’s ticket, so it is not yours to give back.`,
    prioritySet: (name: string) => `The priority is now ${name}.`,
    snoozed: (time: string) => `The ticket is snoozed until ${time}.`,
    woken: 'The ticket is awake.',
    noTicket: 'This channel is not a ticket.',
    assigned: (member: string) => `The ticket now belongs to ${member}.`,
    closed: 'The ticket is closed.',
    closedAlready: 'This ticket is already closed.',
  },
});
