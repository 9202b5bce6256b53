import { defineParams } from '@sveltejs/kit/params';

export const views = ['inbox', 'mine', 'unassigned', 'closed'] as const;
export type View = (typeof views)[number];

export const params = defineParams({
  snowflake: (value) => (/^[0-9]{17,20}$/.test(value) ? value : undefined),
  view: (value) => views.find((view) => view === value),
  uuid: (value) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined),
  number: (value) => (/^[1-9][0-9]{0,8}$/.test(value) ? value : undefined),
});
