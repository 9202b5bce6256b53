/* eslint-disable svelte/prefer-svelte-reactivity -- replaced whole: a page of people redraws once */
import type { Person } from '@ticketflow/supabase/contracts/person.ts';

/** Everybody whom something on the page names, by id. */
export class People {
  #known = $state.raw<ReadonlyMap<string, Person>>(new Map());

  get(id: string): Person | undefined {
    return this.#known.get(id);
  }

  /** Gets to know people, or what is new about them. */
  readonly meet = (people: readonly Person[]): void => {
    if (people.every((person) => isSame(this.#known.get(person.id), person))) return;
    const all = new Map(this.#known);
    for (const person of people) all.set(person.id, person);
    this.#known = all;
  };
}

function isSame(a: Person | undefined, b: Person): boolean {
  return (
    a !== undefined &&
    a.name === b.name &&
    a.avatar_hash === b.avatar_hash &&
    a.color === b.color &&
    a.username === b.username
  );
}
