import { fileURLToPath } from 'node:url';
import { clearLeftover } from '../local/postgres/leftover.ts';
import { StackError } from '../local/stack-error.ts';
import { forgetLocalData } from './local-data.ts';

// npm run reset: forgets the stand-ins' data. The next start tells the demo's story anew.
const folder = fileURLToPath(new URL('../../.local', import.meta.url));
try {
  await clearLeftover(`${folder}/postgres`);
  await forgetLocalData(folder);
  console.log('Forgotten. npm start begins anew.');
} catch (error) {
  if (!(error instanceof StackError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
