import { writeFile } from 'node:fs/promises';
import setup from '../tests/global-setup.ts';
import { databaseUrl } from '../local/database-url.ts';
import { generateBotFunctions } from './generate-bot-functions.ts';
import { generateTypes } from './generate-types.ts';

// npm run types: writes contracts/database.types.ts and contracts/bot-functions.ts from the migrations.
const teardown = await setup();
try {
  const url = databaseUrl(process.env.TEST_POSTGRES_URL!, {
    role: 'postgres',
    database: process.env.TEST_TEMPLATE!,
  });
  await writeFile(new URL('../contracts/database.types.ts', import.meta.url), await generateTypes(url));
  await writeFile(new URL('../contracts/bot-functions.ts', import.meta.url), await generateBotFunctions(url));
} finally {
  await teardown();
}
