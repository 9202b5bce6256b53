import type { Door } from '../doors.ts';
import type { Person } from '../people.ts';

type Witness = { door: Door; person: Person; noticed: string[] };

/** Remembers who noticed which changes, and where: they are likely to notice the next ones, and one answer is soon had. */
export function createWitnesses() {
  const witnesses: Witness[] = [];
  const countSame = ({ noticed }: Witness, touched: string) =>
    noticed.filter((one) => one === touched).length;
  return {
    note(door: Door, person: Person, touched: string): void {
      const known = witnesses.find((one) => one.door === door && one.person === person);
      if (known) known.noticed.push(touched);
      else witnesses.push({ door, person, noticed: [touched] });
    },
    /** Those at these doors: who noticed most changes of the same thing first, then who noticed most. */
    at: (doors: Door[], touched: string): Witness[] =>
      witnesses
        .filter(({ door }) => doors.includes(door))
        .toSorted(
          (a, b) => countSame(b, touched) - countSame(a, touched) || b.noticed.length - a.noticed.length,
        ),
  };
}
