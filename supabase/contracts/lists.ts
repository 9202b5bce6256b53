import type { z } from 'zod';
import { Blocks } from './blocks.ts';
import { Labels } from './labels.ts';

/** A list that a guild keeps, by its table (migrations/…_settings.sql). */
type List = {
  /** What its functions call one row: save_label. */
  one: string;
  /** What `read_…` answers. */
  answer: z.ZodType;
  /** Its rows are put in order by hand: move_label. */
  isOrdered?: true;
  /** Others use its rows: removing one takes a replacement. */
  isUsed?: true;
};

/** The shells, the answers, and what the matrix expects of each list follow from its line here. Managers keep them. */
export const lists = {
  blocks: { one: 'block', answer: Blocks },
  labels: { one: 'label', answer: Labels, isOrdered: true, isUsed: true },
} as const satisfies Record<string, List>;

export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as ListName[];
/** A list as code sees it that treats all of them alike. */
export const listOfName = (name: ListName): List => lists[name];

type Did<A extends ListName> =
  'add' | 'change' | 'remove' | ((typeof lists)[A] extends { isOrdered: true } ? 'move' : never);
/** What the audit log says of the lists: add_label, move_label. */
export type ListAction = { [A in ListName]: `${Did<A>}_${(typeof lists)[A]['one']}` }[ListName];
export const listActions = listNames.flatMap((name) => {
  const { one, isOrdered } = listOfName(name);
  const did = ['add', 'change', 'remove', ...(isOrdered ? ['move'] : [])];
  return did.map((verb) => `${verb}_${one}` as ListAction);
});
