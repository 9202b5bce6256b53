import type { Transaction } from '../../../test-database.ts';
import { compare } from '../compare.ts';
import type { Door } from '../doors.ts';
import type { Matrix } from '../open-matrix.ts';
import { signedIn, vouchedFor, type Person } from '../people.ts';
import { readRights } from '../read-rights.ts';
import { readVerdicts } from '../read-verdicts.ts';
import { openInfluence } from './open-influence.ts';
import type { Mutation } from './mutation.ts';
import { createWitnesses } from './witnesses.ts';

const verdicts = readVerdicts();
/** Those whom most changes concern, signed in and through the bot: asked before the others of their kind. */
const telling: Person[] = ['viewer', 'agent', 'leadB', 'keeper', 'demoted', 'requester'];
const tellingVouched: Person[] = ['viewer~', 'agent~', 'requester~', 'rule~'];
const vouched = vouchedFor.map(({ person }) => person);
const without = (some: Person[], people: Person[]) => people.filter((person) => !some.includes(person));
const groups = [
  { isVouched: false, people: telling },
  {
    isVouched: false,
    people: without(
      telling,
      signedIn.map(({ person }) => person),
    ),
  },
  { isVouched: true, people: tellingVouched },
  { isVouched: true, people: without(tellingVouched, vouched) },
];

/** The names of those mutations under which everything is as the table says: nothing would notice them. */
export async function findSurvivors(matrix: Matrix, mutations: Mutation[]): Promise<string[]> {
  const influence = await openInfluence(matrix.database.sql);
  const rights = JSON.stringify(await readRights(matrix.database.sql));
  const witnesses = createWitnesses();
  const survivors: string[] = [];
  for (const mutation of mutations) if (!(await isNoticed(mutation))) survivors.push(mutation.name);
  return survivors;

  async function isNoticed(mutation: Mutation): Promise<boolean> {
    let isDifferent = false;
    const undo = new Error('undo');
    await matrix.database
      .asSuperuser(async (sql) => {
        await sql.unsafe(mutation.statement).simple();
        isDifferent = await differs(sql, mutation);
        throw undo;
      })
      .catch((error) => {
        if (error !== undo)
          throw new Error(`${mutation.name}: ${(error as Error).message}`, { cause: error });
      });
    return isDifferent;
  }

  async function differs(sql: Transaction, mutation: Mutation): Promise<boolean> {
    // Quicker than any door, and enough for most grants; nothing else changes a right.
    if (mutation.statement.startsWith('revoke') && JSON.stringify(await readRights(sql)) !== rights)
      return true;
    const asked = new Map<Door, Person[]>();
    for (const { door, people } of questionsAbout(mutation)) {
      const before = asked.get(door) ?? [];
      const left = people.filter((person) => !before.includes(person));
      if (left.length === 0) continue;
      asked.set(door, [...before, ...left]);
      const answers = await matrix.ask(sql, door, left);
      const verdict = verdicts.find(({ label }) => label === door.label)!;
      const noticing = left.find(
        (person) => compare(door, verdict, verdicts, { [person]: answers[person] }).length > 0,
      );
      if (!noticing) continue;
      witnesses.note(door, noticing, mutation.touches);
      return true;
    }
    return false;
  }

  /** Everybody at every door that the mutation can change, near and cheap questions first. Some are named twice. */
  function questionsAbout(mutation: Mutation): { door: Door; people: Person[] }[] {
    const bySteps = Map.groupBy(matrix.doors, (door) => influence(mutation, door));
    const near = [...bySteps.keys()].filter((steps) => steps !== undefined).toSorted((a, b) => a - b);
    const doors = near.flatMap((steps) => bySteps.get(steps)!);
    const cost = (question: { door: Door; people: Person[] }) =>
      question.people.length * question.door.targets.length;
    return [
      ...witnesses.at(doors, mutation.touches).map(({ door, person }) => ({ door, people: [person] })),
      ...near.flatMap((steps) =>
        bySteps
          .get(steps)!
          .flatMap((door) =>
            groups
              .filter(({ isVouched }) => isVouched === (door.asked !== undefined))
              .map(({ people }) => ({ door, people })),
          )
          .toSorted((a, b) => cost(a) - cost(b)),
      ),
    ];
  }
}
