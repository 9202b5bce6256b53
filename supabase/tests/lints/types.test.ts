import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateTypes } from '../../start/generate-types.ts';
import { openTestDatabase } from '../test-database.ts';

test('the generated types are those of the migrations: run `npm run types` after changing one', async () => {
  await using database = await openTestDatabase();
  const kept = await readFile(new URL('../../contracts/database.types.ts', import.meta.url), 'utf8');
  expect(kept).toBe(await generateTypes(database.url));
});
