import { writeFile } from 'node:fs/promises';
import { shellsFile, shellsSql } from './shells-sql.ts';

// npm run shells: writes the public functions and their grants from supabase/shells.ts.
await writeFile(shellsFile, shellsSql());
