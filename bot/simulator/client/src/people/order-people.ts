import type { DemoPart, PersonView } from '../../../protocol.ts';

const STAFF: DemoPart[] = ['admin', 'agent', 'manager'];

/** Two requesters, one of each staff part, then everybody else: what a demo needs stands first. */
export function orderPeople(people: PersonView[]): PersonView[] {
  const requesters = people.filter((person) => person.part === 'requester');
  const staff = STAFF.flatMap((part) => people.find((person) => person.part === part) ?? []);
  const first = [...requesters.slice(0, 2), ...staff];
  return [...first, ...people.filter((person) => !first.includes(person))];
}

/** Staff go by their first name on the bar, requesters by the name they chose. */
export function shortName(person: PersonView): string {
  return person.part === 'requester' ? person.name : (person.name.split(' ')[0] ?? person.name);
}
