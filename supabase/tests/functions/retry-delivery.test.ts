import { expect, test } from 'vitest';
import * as demo from '../demo-database.ts';

test('a note has nothing to send again: it stays as it is, and nothing is queued', async () => {
  await using database = await demo.openDemoDatabase();
  const [note] =
    await database.sql`select id, revision from public.messages where kind = 'note' and author_id = ${demo.theo}`;
  const waiting = () => database.sql`select id from public.outbox`;
  const before = (await waiting()).length;
  const [answer] = await database.as(
    demo.theo,
    (sql) => sql`select public.retry_delivery(${note!.id as string}) as revision`,
  );
  expect(answer!.revision).toBe(note!.revision);
  expect(await waiting()).toHaveLength(before);
});
