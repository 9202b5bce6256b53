import { createHash } from 'node:crypto';
import type { Filter } from '../../../contracts/filter.ts';
import type { Sort } from '../../../contracts/filter-terms.ts';
import { viewNames, views } from '../../../contracts/views.ts';
import { bigAgent } from '../database.ts';

/** What is set on the heads of those tickets that a filter is to mean, and on those of all other open ones. */
export type Arrangement = { chosen: string; others: string };

/** A filter as the desk asks it, and by hand as the owner of the tables would. */
export type Case = {
  name: string;
  filter: Filter;
  /** The condition on a head h (and my read mark r), and the order. */
  where: string;
  order?: string;
  arrange: Arrangement;
  /** Set on tickets instead of heads: the filter looks there too. */
  isOfTickets?: true;
  /** It means all tickets, whichever are chosen. */
  isOfAll?: true;
  /** Nothing is to be chosen. */
  isAlone?: true;
};

export const me = bigAgent(0);
const somebody = bigAgent(1);
const [asker, another] = ['1400000000000000007', '1400000000000000008'];
/** Of the big guild, as data/2-people.sql makes them. */
const categoryOf = (n: number) =>
  createHash('md5')
    .update(`category 0 ${n}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const label = '1abe1000-0000-4000-8000-000000000001';
const old = `now() - interval '900 days'`;
const lately = `now() - interval '5 minutes'`;

const orders: Record<Sort, string> = {
  latest: 'h.last_activity_at desc, h.ticket_id desc',
  oldest: 'h.last_activity_at, h.ticket_id',
  waiting: 'h.waiting_since, h.ticket_id',
  priority: 'h.priority desc, h.last_activity_at desc, h.ticket_id desc',
};

function condition(name: string, filter: Filter, where: string, chosen: string, others: string): Case {
  const arrange = { chosen, others };
  return { name, filter: { is_open: true, ...filter }, where: `h.is_open and ${where}`, arrange };
}

/** A moment of tickets: the chosen ones before or after all others. */
function moments(name: string, column: string): Case[] {
  const before = { [`${name}_before`]: 'P800D' };
  const after = { [`${name}_after`]: 'PT1H' };
  const at = (time: string) => `${column} = ${time} - interval '1 second' * (h.revision % 60)`;
  return [
    condition(`${name}_before`, before, `h.${column} < now() - interval '800 days'`, at(old), at(lately)),
    condition(`${name}_after`, after, `h.${column} >= now() - interval '1 hour'`, at(lately), at(old)),
  ];
}

const conditions: Case[] = [
  condition(
    'status',
    { status: ['snoozed'] },
    `h.status = 'snoozed'`,
    `status = 'snoozed'`,
    `status = 'open'`,
  ),
  condition(
    'assignee: somebody',
    { assignee: [somebody] },
    `h.assignee_id = '${somebody}'`,
    `assignee_id = '${somebody}'`,
    `assignee_id = '${me}'`,
  ),
  condition(
    'assignee: two',
    { assignee: ['me', 'nobody'] },
    `(h.assignee_id = '${me}' or h.assignee_id is null)`,
    `assignee_id = case when h.revision % 2 = 0 then '${me}' end`,
    `assignee_id = '${somebody}'`,
  ),
  condition(
    'category',
    { category: [categoryOf(4)] },
    `h.category_id = '${categoryOf(4)}'`,
    `category_id = '${categoryOf(4)}'`,
    `category_id = '${categoryOf(0)}'`,
  ),
  condition(
    'label',
    { label: [label] },
    `h.label_ids @> '{${label}}'`,
    `label_ids = '{${label}}'`,
    `label_ids = '{}'`,
  ),
  condition('priority: urgent', { priority: ['urgent'] }, 'h.priority = 3', 'priority = 3', 'priority = 1'),
  condition('priority: low', { priority: ['low'] }, 'h.priority = 0', 'priority = 0', 'priority = 1'),
  {
    ...condition(
      'requester',
      { requester: [asker] },
      `h.requester_id = '${asker}'`,
      `requester_id = '${asker}'`,
      `requester_id = '${another}'`,
    ),
    isOfTickets: true,
  },
  condition(
    'is_unread',
    { is_unread: true },
    'h.said_in > coalesce(r.revision, 0)',
    'said_in = 1000000',
    'said_in = 0',
  ),
  condition(
    'is_waiting',
    { is_waiting: true },
    'h.waiting_since is not null',
    'waiting_since = h.last_activity_at',
    'waiting_since = null',
  ),
  condition(
    'is_answered',
    { is_answered: true },
    'h.first_reply_at is not null',
    'first_reply_at = h.last_activity_at',
    'first_reply_at = null',
  ),
  condition('is_unsent', { is_unsent: true }, 'h.has_unsent', 'has_unsent = true', 'has_unsent = false'),
  condition(
    'is_snoozed',
    { is_snoozed: true },
    'h.snoozed_until > now()',
    `snoozed_until = now() + interval '1 day'`,
    'snoozed_until = null',
  ),
  ...moments('opened', 'opened_at'),
  ...moments('active', 'last_activity_at'),
  ...moments('waiting', 'waiting_since'),
  ...moments('requester_said', 'requester_said_at'),
  ...moments('staff_said', 'staff_said_at'),
];

const sorted: Case[] = [
  {
    ...condition('sort: oldest', { sort: 'oldest' }, 'true', 'priority = 1', 'priority = 1'),
    order: orders.oldest,
    isOfAll: true,
    isAlone: true,
  },
  {
    ...condition(
      'sort: waiting',
      { sort: 'waiting' },
      'h.waiting_since is not null',
      'waiting_since = h.last_activity_at',
      'waiting_since = null',
    ),
    order: orders.waiting,
  },
  {
    ...condition(
      'sort: priority',
      { sort: 'priority' },
      'true',
      'priority = 2 + h.revision % 2',
      'priority = 1',
    ),
    order: orders.priority,
    isOfAll: true,
  },
];

/** What one condition of a view says of a head, and what makes heads such, or not. */
type Term = { where: string } & Arrangement;
const isOpen = { chosen: `is_open = true, status = 'open'`, others: `is_open = false, status = 'closed'` };
const terms: { [K in keyof Filter]: (value: NonNullable<Filter[K]>) => Term } = {
  is_open: (value) =>
    value
      ? { where: 'h.is_open', ...isOpen }
      : { where: 'not h.is_open', chosen: isOpen.others, others: isOpen.chosen },
  is_snoozed: (value) => {
    const [isSnoozed, isAwake] = [`snoozed_until = now() + interval '1 day'`, 'snoozed_until = null'];
    return value
      ? { where: 'h.snoozed_until > now()', chosen: isSnoozed, others: isAwake }
      : {
          where: '(h.snoozed_until is null or h.snoozed_until <= now())',
          chosen: isAwake,
          others: isSnoozed,
        };
  },
  assignee: ([who]) =>
    who === 'nobody'
      ? { where: 'h.assignee_id is null', chosen: 'assignee_id = null', others: `assignee_id = '${me}'` }
      : {
          where: `h.assignee_id = '${me}'`,
          chosen: `assignee_id = '${me}'`,
          others: `assignee_id = '${somebody}'`,
        },
};

/** A view once for each of its conditions, which the tickets that are not chosen lack. */
function casesOfView(name: keyof typeof views): Case[] {
  const filter: Filter = views[name].filter;
  const all = Object.entries(filter).map(([key, value]) => {
    const term = terms[key as keyof Filter] as ((value: unknown) => Term) | undefined;
    if (!term) throw new Error(`View ${name} asks for ${key}: say in terms what that is by hand.`);
    return { key, ...term(value) };
  });
  const where = all.map((term) => term.where).join(' and ');
  const chosen = all.map((term) => term.chosen).join(', ');
  return all.map(({ key, others }) => ({
    name: all.length === 1 ? `view ${name}` : `view ${name}, by ${key}`,
    filter,
    where,
    arrange: { chosen, others },
    // Of the open ones some are chosen; what is closed is taken as it is.
    ...(filter.is_open ? {} : { isOfAll: true, isAlone: true }),
  }));
}

export const cases: Case[] = [...viewNames.flatMap(casesOfView), ...conditions, ...sorted];

/**
 * The ids of a page, by hand: no verdict, planned again each time. With the revision, which is in no index: a verdict has to read the heads too.
 */
export const byHand = ({ where, order = orders.latest }: Case, guild: string) =>
  `select h.ticket_id, h.revision from public.ticket_heads h
    ${where.includes('r.revision') ? `left join public.read_marks r on r.ticket_id = h.ticket_id and r.person_id = '${me}'` : ''}
    where h.guild_id = '${guild}' and ${where} order by ${order} limit 50`;
