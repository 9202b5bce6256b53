import { Filter } from '../../contracts/filter.ts';
import { priorities, sorts, statuses } from '../../contracts/filter-terms.ts';
import * as demo from '../demo-database.ts';
import type { Chance } from './chance.ts';
import { labels } from './make-tickets.ts';

const day = 86_400_000;
const times = ['opened', 'active', 'waiting', 'requester_said', 'staff_said'] as const;
const flags = ['is_open', 'is_unread', 'is_waiting', 'is_answered', 'is_unsent', 'is_snoozed'] as const;

/** A value for each condition, made by chance. `at`: the moment of asking. */
function valuesOf(chance: Chance, at: number): Record<keyof Filter, () => unknown> {
  const people = [demo.theo, demo.ines, demo.sam, demo.stranger];
  const moment = () =>
    chance.oneIn(3)
      ? chance.pick(['P3D', 'P1DT12H', 'PT36H30M', 'P9D'])
      : new Date(at - chance.below(40) * (day / 4)).toISOString().replace('Z', chance.pick(['Z', '+00:00']));
  return {
    ...(Object.fromEntries(flags.map((flag) => [flag, () => chance.oneIn(2)])) as Record<
      (typeof flags)[number],
      () => boolean
    >),
    status: () => chance.some(statuses, 3),
    assignee: () => chance.some(['me', 'nobody', ...people], 3),
    category: () => chance.some([demo.purchases, demo.account, labels[0]!], 2),
    label: () => chance.some(labels, 2),
    priority: () => chance.some(priorities, 3),
    requester: () => chance.some(['me', demo.marlowe, demo.kestrel, demo.stranger], 2),
    ...(Object.fromEntries(
      times.flatMap((time) => [
        [`${time}_after`, moment],
        [`${time}_before`, moment],
      ]),
    ) as Record<`${(typeof times)[number]}_${'after' | 'before'}`, () => string>),
    sort: () => chance.pick(sorts),
  };
}

/** Each condition alone, in both or several ways, in each order; and as many that join two to five of them. */
export function makeFilters(chance: Chance, joined: number, at: number): Filter[] {
  const values = valuesOf(chance, at);
  const names = Object.keys(Filter.shape) as (keyof Filter)[];
  const made = (filter: object) => Filter.parse(filter);
  const madeOf = (some: (keyof Filter)[]) =>
    made(Object.fromEntries(some.map((name) => [name, values[name]()])));
  return [
    {},
    // What says one thing and the other.
    { is_waiting: false, sort: 'waiting' },
    { is_waiting: false, waiting_after: 'P9D' },
    { is_waiting: false, waiting_before: 'PT1M' },
    { is_open: false, status: ['open', 'waiting', 'snoozed'] },
    { is_open: true, status: ['closed'] },
    // One and several, as the database writes them apart.
    ...[['me'], ['nobody'], ['me', demo.ines], ['me', 'nobody']].map((assignee) => made({ assignee })),
    ...[[demo.purchases], [demo.purchases, demo.account]].map((category) => made({ category })),
    ...[['high'], ['high', 'low']].map((priority) => made({ priority })),
    ...[['me'], [demo.marlowe, demo.kestrel]].map((requester) => made({ requester })),
    ...sorts.map((sort): Filter => ({ sort })),
    ...flags.flatMap((flag): Filter[] => [{ [flag]: true }, { [flag]: false }]),
    ...names.flatMap((name) => [madeOf([name]), { ...madeOf([name]), sort: chance.pick(sorts) }]),
    ...Array.from({ length: joined }, () => madeOf(chance.some(names, 5))),
    ...Array.from({ length: joined }, () => ({ ...madeOf(chance.some(names, 4)), is_open: true })),
  ];
}
