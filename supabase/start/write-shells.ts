import { writeFile } from 'node:fs/promises';
import { actLevelsFile, actLevelsSource } from './acts-sql.ts';
import { shellsFile, shellsSql } from './shells-sql.ts';

// npm run shells: writes the public functions, their grants and who may do each act from supabase/shells.ts.
await Promise.all([writeFile(shellsFile, shellsSql()), writeFile(actLevelsFile, actLevelsSource())]);
