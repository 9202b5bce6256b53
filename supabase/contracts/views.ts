import type { Filter } from './filter.ts';

/** By Lucide's names; the desk has the icons (web/src/lib/tickets/view-icons.ts). */
export type ViewIcon = 'alarm-clock' | 'circle-check' | 'circle-dashed' | 'inbox' | 'user';

/** A view of the inbox: which tickets, and how it is shown; its words are the desk's (web/src/lib/words). Without zod: a page loads it to know its views. */
type BuiltInView = {
  filter: Filter;
  icon: ViewIcon;
  /** Pressed after `G`. */
  key?: string;
  /** Its count is the reader's own business, and stands out. */
  isOwn?: true;
};

/**
 * The built-in views, in the order of the nav: the desk's nav, tabs, list, keys and shortcut sheet and their counts are made of these. The
 * name of an entry is part of its address.
 */
export const views = {
  inbox: {
    filter: { is_open: true, is_snoozed: false },
    icon: 'inbox',
    key: 'i',
  },
  mine: {
    filter: { is_open: true, is_snoozed: false, assignee: ['me'] },
    icon: 'user',
    key: 'm',
    isOwn: true,
  },
  unassigned: {
    filter: { is_open: true, is_snoozed: false, assignee: ['nobody'] },
    icon: 'circle-dashed',
    key: 'u',
  },
  snoozed: {
    filter: { is_open: true, is_snoozed: true },
    icon: 'alarm-clock',
    key: 'h',
  },
  closed: {
    filter: { is_open: false },
    icon: 'circle-check',
  },
} satisfies Record<string, BuiltInView>;

export type View = keyof typeof views;
export const viewNames = Object.keys(views) as View[];
export const isView = (name: string | null | undefined): name is View => viewNames.includes(name as View);

/** A view as it is shown: by what it says, without what only some have. */
export const viewOf = (name: View): BuiltInView => views[name];

/** What `read_guild` is asked to count. */
export const viewFilters = Object.fromEntries(viewNames.map((name) => [name, views[name].filter])) as Record<
  View,
  Filter
>;
