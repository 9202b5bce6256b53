import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { generateBotFunctions } from '../../start/generate-bot-functions.ts';
import { generateTypes } from '../../start/generate-types.ts';
import { openTestDatabase } from '../test-database.ts';

test.each([
  ['database.types.ts', generateTypes],
  ['bot-functions.ts', generateBotFunctions],
] as const)(
  'contracts/%s is that of the migrations: run `npm run types` after changing one',
  async (file, generate) => {
    await using database = await openTestDatabase();
    const kept = await readFile(new URL(`../../contracts/${file}`, import.meta.url), 'utf8');
    expect(kept).toBe(await generate(database.url));
  },
);
