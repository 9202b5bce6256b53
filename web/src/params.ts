import { defineParams } from '@sveltejs/kit/params';

export const views = ['inbox', 'mine', 'unassigned', 'closed'] as const;
export type View = (typeof views)[number];

export const params = defineParams({
  snowflake: (value) => (/^[0-9]{17,20}$/.test(value) ? value : undefined),
  view: (value) => views.find((view) => view === value),
  number: (value) => (/^[1-9][0-9]{0,8}$/.test(value) ? value : undefined),
});
