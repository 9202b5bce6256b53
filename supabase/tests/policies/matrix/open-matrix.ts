import { readFile } from 'node:fs/promises';
import type { TestDatabase, Transaction } from '../../test-database.ts';
import { buildWorld } from './build-world.ts';
import type { Answers, Door } from './doors.ts';
import { listDoors } from './list-doors.ts';
import { databaseRoles, openedBy, signedIn, vouchedFor, type Person, type Vouched } from './people.ts';
import { buildTopics } from './topic-doors.ts';
import { factsOf } from './vouched.ts';

/** A database with the world in it, and all that is needed to ask it. */
export async function openMatrix(database: TestDatabase) {
  const accounts = await buildWorld(database.sql);
  const people = signedIn.map(({ person }) => ({
    person,
    role: databaseRoles[person] ?? 'authenticated',
    user: accounts[person] ?? null,
    amr: [{ method: openedBy(person) }],
  }));
  const vouched = vouchedFor.map(({ person }) => ({
    person,
    role: 'ticketflow_bot',
    facts: factsOf(person as Vouched),
  }));
  const doors = await listDoors(database.sql, accounts);
  await database.asSuperuser(async (sql) => {
    await sql.unsafe(await readFile(new URL('./ask.sql', import.meta.url), 'utf8'));
    await buildTopics(sql, (label) => doors.find((door) => door.label === label)!.things, accounts);
  });

  /** Everybody's answers (or those of some) at one door, within a transaction of the superuser. */
  async function ask(sql: Transaction, door: Door, some?: Person[]): Promise<Answers> {
    const isRule = (person: Person) => person.startsWith('rule');
    const everyone = door.asked
      ? vouched.filter(({ person }) => isRule(person) === (door.asked === 'rules'))
      : people;
    const asked = everyone.filter(({ person }) => !some || some.includes(person));
    const [row] =
      await sql`select matrix.ask(${sql.json(asked as never)}, ${door.query}, ${sql.json(door.targets as never)}) as answers`;
    return row!.answers as Answers;
  }
  return { database, doors, ask };
}

export type Matrix = Awaited<ReturnType<typeof openMatrix>>;
