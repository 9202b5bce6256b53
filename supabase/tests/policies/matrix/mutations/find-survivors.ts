import type { Transaction } from '../../../test-database.ts';
import { compare } from '../compare.ts';
import type { Matrix } from '../open-matrix.ts';
import { signedIn, vouchedFor, type Person } from '../people.ts';
import { readRights } from '../read-rights.ts';
import { readVerdicts } from '../read-verdicts.ts';
import { openInfluence } from './open-influence.ts';
import type { Mutation } from './mutation.ts';

const verdicts = readVerdicts();
/** Those whom most changes concern are asked first. */
const telling: Person[] = ['viewer', 'agent', 'leadB', 'keeper', 'demoted', 'requester'];
const others = signedIn.map(({ person }) => person).filter((person) => !telling.includes(person));
const vouched = vouchedFor.map(({ person }) => person);

/** The names of those mutations under which everything is as the table says: nothing would notice them. */
export async function findSurvivors(matrix: Matrix, mutations: Mutation[]): Promise<string[]> {
  const influences = await openInfluence(matrix.database.sql);
  const rights = JSON.stringify(await readRights(matrix.database.sql));
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
    // Quicker than any door, and enough for most grants.
    if (!mutation.isPolicy && JSON.stringify(await readRights(sql)) !== rights) return true;
    for (const door of matrix.doors.filter((door) => influences(mutation, door))) {
      const verdict = verdicts.find(({ label }) => label === door.label)!;
      for (const people of door.asked ? [vouched] : [telling, others])
        if (compare(door, verdict, verdicts, await matrix.ask(sql, door, people)).length > 0) return true;
    }
    return false;
  }
}
