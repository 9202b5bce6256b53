import type { ActLevel } from './contracts/acts.ts';
import { listNames, listOfName, type ListName } from './contracts/lists.ts';

/**
 * What the desk may call, by the Data API: shells in `public`, run as the caller, over the function of `private` behind them, which
 * asks the verdict. `npm run shells` writes them and every grant that they need (migrations/…_shells.sql).
 */
export type Shell = {
  name: string;
  /** As SQL writes it: 'ticket uuid, reason text default null'. */
  args: string;
  returns: string;
  /** What is called in `private`, with its arguments; the shell's own name and arguments when absent. Several: one after the other. */
  runs?: string | string[];
  /** Changes nothing: the Data API may run it in a transaction that cannot write. */
  isStable?: true;
  /** Written by hand in a migration, since it does more than to call: only the rights are given here. Names the functions it calls. */
  handWritten?: string[];
  /** One line for who reads the SQL. */
  comment?: string;
  /** An act (contracts/acts.ts): also Discord and rules may call it, by its name. */
  act?: ActLevel;
};

const reading = (name: string, args: string, more: Partial<Shell> = {}): Shell => ({
  name,
  args,
  returns: 'jsonb',
  isStable: true,
  ...more,
});
const doing = (name: string, args: string, returns: string, runs?: string): Shell => ({
  name,
  args,
  returns,
  ...(runs ? { runs } : {}),
});

const act = (name: string, args: string, returns: string, asks: ActLevel, runs?: string): Shell => ({
  ...doing(name, args, returns, runs),
  act: asks,
});

/** The id of a row comes from the client; version is the one that the save began with, absent for a new row. */
function shellsOfList(all: ListName): Shell[] {
  const { one, isOrdered, isUsed } = listOfName(all);
  const replacing = isUsed ? ', replacement uuid default null' : '';
  return [
    reading(`read_${all}`, 'guild text'),
    doing(`save_${one}`, 'guild text, id uuid, setting jsonb, version bigint default null', 'bigint'),
    doing(`remove_${one}`, `guild text, id uuid, version bigint${replacing}`, 'boolean'),
    ...(isOrdered ? [doing(`move_${one}`, 'guild text, id uuid, before uuid default null', 'boolean')] : []),
  ];
}
/** The functions of the lists that a guild keeps. */
export const shellsOfLists = listNames.flatMap(shellsOfList);

export const shells: Shell[] = [
  // Reading.
  reading('my_guilds', ''),
  reading('read_guild', `guild text, views jsonb default '{}'`),
  reading(
    'list_tickets',
    `guild text, filter jsonb default '{"is_open": true}', after jsonb default null, page_size integer default 50`,
  ),
  reading('changes_since', 'guild text, cursor text, epoch bigint', {
    runs: 'changes_since(guild, cursor, epoch, 100)',
    comment: '100 rows a page.',
  }),
  {
    name: 'read_ticket',
    args: 'ticket uuid, after_revision bigint default null, before_position text default null, page_size integer default 50',
    returns: 'jsonb',
    runs: [
      'note_reading(ticket) where after_revision is null',
      'read_ticket(ticket, after_revision, before_position, page_size)',
    ],
    comment:
      'Volatile, since reading a closed ticket is noted; the reading itself is one stable call and sees one state of the database.',
  },
  reading('find_ticket', 'guild text, number integer', { returns: 'uuid', handWritten: [] }),
  reading(
    'search_messages',
    'guild text, words text, before_at timestamptz default null, before_id uuid default null, page_size integer default 50',
  ),
  reading('find_people', 'guild text, search text, ticket uuid default null'),

  // Writing.
  doing('edit_message', 'message uuid, body text', 'bigint'),
  doing('delete_message', 'message uuid', 'bigint'),
  doing('retry_delivery', 'message uuid', 'bigint'),
  doing('reserve_upload', 'ticket uuid, name text, size integer, content_type text', 'jsonb'),

  // Acts.
  act('close_ticket', 'ticket uuid, reason text default null', 'boolean', {
    level: 'agent',
    orRequester: true,
    byRule: true,
  }),
  act('reopen_ticket', 'ticket uuid', 'boolean', { level: 'agent', byRule: true }),
  act('claim_ticket', 'ticket uuid', 'text', { level: 'agent' }),
  act('release_ticket', 'ticket uuid', 'text', { level: 'agent' }),
  act('assign_ticket', 'ticket uuid, person text', 'void', { level: 'agent' }),
  act('set_priority', 'ticket uuid, priority text', 'void', { level: 'agent', byRule: true }),
  act('snooze_ticket', 'ticket uuid, until timestamptz default null, stays boolean default false', 'void', {
    level: 'agent',
    byRule: true,
  }),
  act('restrict_ticket', 'ticket uuid, is_restricted boolean, even_in_thread boolean default false', 'void', {
    level: 'manager',
  }),
  act('add_person', 'ticket uuid, person text', 'void', { level: 'agent' }),
  act('remove_person', 'ticket uuid, person text', 'void', { level: 'agent' }),
  act(
    'post_reply',
    `ticket uuid, message uuid, body text, reply_to uuid default null, files uuid[] default '{}'`,
    'bigint',
    { level: 'agent' },
    `write_message(ticket, message, 'reply', body, reply_to, files)`,
  ),
  act(
    'add_note',
    `ticket uuid, message uuid, body text, files uuid[] default '{}'`,
    'bigint',
    { level: 'agent' },
    `write_message(ticket, message, 'note', body, null, files)`,
  ),
  doing('mark_read', 'ticket uuid, revision bigint', 'void'),

  // Settings.
  reading('read_access', 'guild text'),
  doing('set_level', 'guild text, role text, category uuid default null, level text default null', 'text'),
  doing('set_guild_language', 'guild text, language text', 'text'),
  doing('compare_access', 'guild text', 'void'),
  reading('my_access', 'guild text'),
  reading('view_as', 'guild text, role text', {
    handWritten: ['holders_of', 'refuse', 'level_name', 'my_levels'],
  }),
  reading('list_tickets_as', `guild text, role text, filter jsonb default '{"is_open": true}'`, {
    handWritten: ['must_be', 'list_tickets'],
  }),
  reading(
    'read_audit_log',
    'guild text, before_id bigint default null, actions text[] default null, page_size integer default 50',
  ),
  doing('publish_panel', 'panel uuid', 'void'),
  ...shellsOfLists,
  reading('my_language', '', { returns: 'text' }),
  doing('set_my_language', 'language text', 'void'),
  doing('look_me_up', 'guild_ids text[]', 'void'),

  // Long work.
  reading('list_jobs', 'guild text'),
  doing('cancel_job', 'guild text, job uuid', 'boolean'),
];

/** Names of a shell's arguments, in order. */
export const argumentsOf = ({ args }: Shell): string[] =>
  args.split(',').flatMap((arg) => arg.trim().split(' ')[0] || []);

/** What a shell calls in `private`: 'claim_ticket(ticket, true)'. */
export const callsOf = (shell: Shell): string[] =>
  shell.handWritten ? [] : [shell.runs ?? `${shell.name}(${argumentsOf(shell).join(', ')})`].flat();

/** Names of the functions of `private` that a caller of the shell must be allowed to call. */
export const behind = (shell: Shell): string[] =>
  shell.handWritten ?? callsOf(shell).map((call) => call.slice(0, call.indexOf('(')));
