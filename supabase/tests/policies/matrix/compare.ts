import type { Answers, Door } from './doors.ts';
import { measured, type Column, type Person } from './people.ts';
import type { Verdict } from './read-verdicts.ts';
import { means, type Thing } from './words.ts';

type Found = Answers[Person];

/** Where the answers at a door differ from its line of the table, in words. People who were not asked are left out. */
export function compare(door: Door, verdict: Verdict, all: Verdict[], answers: Partial<Answers>): string[] {
  return measured.flatMap(({ column, person }) => {
    const found = answers[person];
    if (!found) return [];
    const cell = verdict.cells[column];
    if (cell === undefined) return [];
    if (cell === '!' || isClosed(found))
      return cell === '!' && isClosed(found)
        ? []
        : [`${door.label}, ${person}: ${cell} expected, got ${JSON.stringify(found)}`];
    const outcome = outcomesOf(door, found);
    return door.things.flatMap((thing) => {
      const isMeant = means(cell, person, thing) && (!door.isOfWritten || thing.isWritten);
      const expected = isMeant ? 'let through' : refusalOf(verdict, all, column, person, thing);
      const got = outcome(thing);
      return got === expected
        ? []
        : [`${door.label}, ${person}, ${nameOf(thing)}: ${expected} expected, got ${got}`];
    });
  });
}

/** Refused everywhere for want of any right. */
const isClosed = (found: Found) =>
  Object.values(found).every((answer) => 'refused' in answer && answer.refused === '!');

/** What became of each thing: let through, no, or the code of a refusal. */
function outcomesOf(door: Door, found: Found): (thing: Thing) => string {
  if (door.isEach)
    return ({ key }) => {
      const answer = found[key];
      if (!answer) return 'no answer';
      if ('refused' in answer) return door.beyond?.includes(answer.refused) ? 'let through' : answer.refused;
      return door.isNullNo && answer.value === null ? 'no' : 'let through';
    };
  const answer = found['*']!;
  if ('refused' in answer) return () => answer.refused;
  const seen = new Set(JSON.parse(answer.value!) as string[]);
  return ({ key }) => (seen.has(key) ? 'let through' : 'no');
}

/** What meets a person who is not meant. */
function refusalOf(verdict: Verdict, all: Verdict[], column: Column, person: Person, thing: Thing): string {
  const may = (label: string) =>
    means(all.find((other) => other.label === label)!.cells[column]!, person, { ...thing, isNote: false });
  const [first, second, third] = verdict.otherwise.split('/');
  if (first === 'hidden' || first === 'null') return 'no';
  if (!second) return first!;
  if (second === '5') {
    // Through the bot nothing reads a ticket as such: the table says who could.
    const through = /^~(rule)?/.exec(verdict.label)?.[0];
    const reading = through ?? (third && thing.isNote ? 'read_ticket, its notes' : 'read_ticket');
    if (!may(reading)) return first!;
    return third && may('post_reply') ? 'TF006' : 'TF005';
  }
  if (!may(verdict.label.split(',')[0]!)) return first!;
  return second === 'no' ? 'no' : `TF0${second}`;
}

const nameOf = ({ key, ticket, servers: [server] }: Thing) =>
  ticket ? `${server} ${ticket.number} (${key})` : `${server ?? ''} ${key}`;
