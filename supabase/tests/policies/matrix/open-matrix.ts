import { readFile } from 'node:fs/promises';
import type { TestDatabase, Transaction } from '../../test-database.ts';
import { buildWorld } from './build-world.ts';
import type { Answers, Door } from './doors.ts';
import { listDoors } from './list-doors.ts';
import { databaseRoles, measured, openedBy, type Person } from './people.ts';
import { buildTopics } from './topic-doors.ts';

/** A database with the world in it, and all that is needed to ask it. */
export async function openMatrix(database: TestDatabase) {
  const accounts = await buildWorld(database.sql);
  const people = measured.map(({ person }) => ({
    person,
    role: databaseRoles[person] ?? 'authenticated',
    user: accounts[person as Person] ?? null,
    amr: [{ method: openedBy(person) }],
  }));
  const doors = await listDoors(database.sql, accounts);
  await database.asSuperuser(async (sql) => {
    await sql.unsafe(await readFile(new URL('./ask.sql', import.meta.url), 'utf8'));
    await buildTopics(sql, (label) => doors.find((door) => door.label === label)!.things, accounts);
  });

  /** Everybody's answers (or those of some) at one door, within a transaction of the superuser. */
  async function ask(sql: Transaction, door: Door, some?: Person[]): Promise<Answers> {
    const asked = people.filter(({ person }) => !some || some.includes(person));
    const [row] =
      await sql`select matrix.ask(${sql.json(asked)}, ${door.query}, ${sql.json(door.targets as never)}) as answers`;
    return row!.answers as Answers;
  }
  return { database, doors, ask };
}

export type Matrix = Awaited<ReturnType<typeof openMatrix>>;
