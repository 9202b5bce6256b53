import { fileURLToPath } from 'node:url';
import { clearLeftover } from '../local/postgres/leftover.ts';
import { StackError } from '../local/stack-error.ts';
import { forgetLocalData } from './local-data.ts';

// npm run reset: forgets the stand-ins' data. The next start tells the demo's story again.
const folder = fileURLToPath(new URL('../../.local', import.meta.url));
try {
  await clearLeftover(`${folder}/postgres`);
  await forgetLocalData(folder);
  console.log('Forgotten. The next npm start begins from scratch.');
} catch (error) {
  if (!(error instanceof StackError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
