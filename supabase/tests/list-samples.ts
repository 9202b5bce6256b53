import type { ListName } from '../contracts/lists.ts';

/** Of each list that a guild keeps: a row that stands in every server of the matrix, and a setting that is saved there beside it. */
export const listSamples: Record<ListName, { row: object; saved: object }> = {
  blocks: {
    row: { person_id: '1999999999999999997', name: 'a stranger' },
    saved: { person_id: '1999999999999999998' },
  },
  labels: { row: { name: 'Early', hue: 20, position: 0 }, saved: { name: 'Late', hue: 20 } },
};
