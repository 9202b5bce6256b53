import type { Formats } from '@ticketflow/supabase/words/formats.ts';

/** The frame of the settings, and what the pages of all lists share. */
export const kit = (f: Formats<'en'>) => ({
  settings: {
    label: 'Settings',
    back: 'Back to the inbox',
    groups: { server: 'Server', intake: 'Intake', work: 'Work', record: 'Record' },
    title: ({ page, guild }: { page: string; guild: string }) => `${page} · ${guild} · TicketFlow`,
    missing: 'There is no such page',
    broken: 'This page did not load',
    safe: 'Nothing is lost: what is saved stays, and what you wrote is kept on this device.',
    again: 'Load again',
    undo: 'Undo',
    whoAreAdmins:
      'The server’s owner and everybody with Manage Server in Discord are admins, and may give your role a level.',
  },
  hues: {
    red: 'Red',
    orange: 'Orange',
    amber: 'Amber',
    lime: 'Lime',
    green: 'Green',
    teal: 'Teal',
    sky: 'Sky',
    blue: 'Blue',
    violet: 'Violet',
    purple: 'Purple',
    pink: 'Pink',
  },
  kit: {
    notYours: (title: string) => `“${title}” is for managers and admins`,
    save: 'Save changes',
    edit: (name: string) => `Edit ${name}`,
    remove: (name: string) => `Remove ${name}`,
    discard: 'Discard',
    cancel: 'Cancel',
    /** On a row whose form was left with something in it. */
    waiting: 'Not saved',
    unsaved: (count: number) => f.plural(count, { one: '# change not saved', other: '# changes not saved' }),
    /** Beside a field: how long its text is, and may be. */
    count: ({ length, most }: { length: number; most: number }) => `${f.number(length)} of ${f.number(most)}`,
    /** `date`: null for the last day. */
    changedBy: ({ by, date, time }: { by: ChangedBy; date: string | null; time: string }) => {
      const when = date ? `on ${date} at ${time}` : `at ${time}`;
      if (by === 'me') return `You, elsewhere, changed this ${when}.`;
      if (by === 'staff') return `A member of the staff changed this ${when}.`;
      return `${by === 'nobody' ? 'TicketFlow' : by.name} changed this ${when}.`;
    },
    lookAgain: 'Look at it again first.',
    /** Read after the label of a field. */
    changed: ', changed',
    hue: 'Colour',
    otherHue: (hue: number) => `Hue ${hue}`,
    order: {
      hint: 'Drag, or Space and the arrow keys',
      handle: ({ name, place, count }: Placed) => `Move ${name}, ${f.number(place)} of ${f.number(count)}`,
      lifted: ({ name, place, count }: Placed) => `${name}, ${f.number(place)} of ${f.number(count)}`,
    },
    leave: {
      title: 'Leave without saving?',
      text: 'What you wrote here is not saved yet.',
      stay: 'Stay',
      leave: 'Leave',
    },
    stale: {
      removed: 'Somebody has removed this since you began.',
      addsAgain: 'What you wrote is still here: saved, it is added again.',
      same: 'It is now as you have it here.',
      differs: 'What you wrote is still here. Choose which of the two to keep.',
      field: 'Field',
      theirs: 'Saved',
      mine: 'Yours',
      keepMine: 'Keep mine',
      takeTheirs: 'Take theirs',
      nothing: 'Nothing',
    },
    inUse: {
      title: (name: string) => `“${name}” is in use`,
      /** By what uses it, as the database names it. */
      uses: {
        ticket: (count) => f.plural(count, { one: '# ticket uses it', other: '# tickets use it' }),
      } as Record<string, (count: number) => string>,
      other: (count: number) => f.plural(count, { one: '# other uses it', other: '# others use it' }),
      choose: 'Choose what takes its place. This cannot be undone.',
      none: 'Nothing else can take its place yet. Add another first.',
      replacement: 'In its place',
      keep: 'Keep it',
      replace: 'Replace and remove',
    },
    problems: {
      empty: 'Write something here.',
      choose: 'Choose one first.',
      invalid: 'This is not valid.',
      least: (least: number) => `At least ${f.number(least)}.`,
      most: (most: number) => `At most ${f.number(most)}.`,
      leastLong: (least: number) =>
        f.plural(least, { one: 'At least # character.', other: 'At least # characters.' }),
      mostLong: (most: number) =>
        f.plural(most, { one: 'At most # character.', other: 'At most # characters.' }),
    },
  },
});

/** Who changed a row: the person themselves in another tab, somebody of the staff who is not known any more, or the bot. */
type ChangedBy = 'me' | 'staff' | 'nobody' | { name: string };
type Placed = { name: string; place: number; count: number };
