import type { Level } from '@ticketflow/supabase/contracts/person.ts';
import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** A level where it stands alone; within a sentence it is `levels`. */
const levelNames: Record<Level, { name: string; may: string }> = {
  viewer: { name: 'Viewer', may: 'Reads tickets and transcripts' },
  agent: { name: 'Agent', may: 'Replies, notes, claims, moves, closes' },
  manager: { name: 'Manager', may: 'Categories, panels, boards, insight' },
  admin: { name: 'Admin', may: 'Grants levels, exports and erases data' },
};

/** `category`: null for the whole server. */
type Where = { role: string; category: string | null };

/** Roles and what they give. */
export const roles = (f: Formats<'en'>) => {
  const whereOf = (category: string | null) => category ?? 'the whole server';
  const members = (count: number) => f.plural(count, { one: '# member', other: '# members' });
  return {
    levelNames,
    roles: {
      title: 'Roles and levels',
      text: 'A Discord role gives its holders a level, in the whole server or in one category. People hold the highest of what their roles give. Changes apply from the next click.',
      notYours: 'Setting levels is for admins',
      changes: 'Changes',
      add: 'Add a role',
      allListed: 'Every role of the server is in the table',
      count: (count: number) => f.number(count),
      members,
      hold: (count: number) => f.plural(count, { one: '# member holds it', other: '# members hold it' }),
      setHere: 'set here',
      fromWhole: 'from the whole server',
      /** `owner`: null while nobody knows their name. */
      admins: (owner: string | null) =>
        owner
          ? `The owner, ${owner}, and everybody with Manage Server are admins.`
          : 'The owner and everybody with Manage Server are admins.',
      show: (count: number) =>
        f.plural(count, { one: 'Show # role without a level', other: 'Show # roles without a level' }),
      hide: (count: number) =>
        f.plural(count, { one: 'Hide # role without a level', other: 'Hide # roles without a level' }),
      comparedNow: 'Compared with Discord just now',
      comparedAgo: (ago: string) => `Compared with Discord ${ago} ago`,
      compare: 'Compare now',
      comparing: 'Comparing',
      table: 'Roles and their levels',
      role: 'Role in Discord',
      whole: 'Whole server',
      viewing: 'Viewing',
      viewingRole: (role: string) => `Viewing ${role}`,
      viewAs: 'View as',
      viewAsRole: (role: string) => `View as ${role}`,
      manages: 'Manage Server in Discord makes its holders admins',
      cell: ({ role, category }: Where) => `${role} in ${whereOf(category)}`,
      levelOf: (cell: string) => `Level of ${cell}`,
      none: (cell: string) => `${cell}: no level`,
      set: ({ cell, level }: { cell: string; level: string }) => `${cell}: ${level}`,
      inherited: ({ cell, level }: { cell: string; level: string }) =>
        `${cell}: ${level}, from the whole server`,
      choose: 'Choose',
      noLevel: 'No level here',
      given: ({ role, category, level }: Where & { level: string }) =>
        `${role} is ${level} in ${whereOf(category)}`,
      taken: ({ role, category }: Where) => `${role} has no level set in ${whereOf(category)}`,
    },
    viewAs: {
      as: 'Viewing as',
      deleted: 'a deleted role',
      stop: 'Stop',
      open: ({ open, all }: { open: number; all: number }) => `${f.number(open)} of ${f.number(all)}`,
      sees: {
        everywhere: (open: string) => `sees ${open} open tickets, may answer everywhere`,
        some: ({ open, categories }: { open: string; categories: readonly string[] }) =>
          `sees ${open} open tickets, may answer in ${f.list(categories)}`,
        nowhere: (open: string) => `sees ${open} open tickets, may answer nowhere`,
      },
      label: 'What this role opens up',
      title: (role: string) => `What ${role} opens up`,
      /** How many hold the role, and how many of them see more than is shown here. */
      holders: ({ count, more }: { count: number; more: number }) =>
        more === 0
          ? members(count)
          : `${members(count)}, ${f.plural(more, { one: 'one holds', other: '# hold' })} more by another role`,
      opens: {
        manage: 'Manage, restricted tickets too',
        answer: 'Reply, write notes, claim, move, close',
        read: 'Read only',
        hidden: 'Not visible at all',
      },
      restricted: {
        admin: 'Everything is open: restricted tickets, exports, settings and the audit log.',
        manager:
          'Restricted tickets of managed categories are visible; exports, levels and the audit log stay hidden.',
        others:
          'Restricted tickets stay hidden, and so do exports, transcripts of hidden categories and settings.',
      },
      inbox: 'The inbox they see',
      inboxLabel: 'The inbox of a holder',
      empty: 'Nothing: no open ticket is visible to this role alone.',
      more: (count: number) => `and ${f.number(count)} more`,
    },
  };
};
