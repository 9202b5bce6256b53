import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { botFile } from '../../supabase/start/build-part.ts';
import { spawnBot } from './run-bot.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;

/** postgres.js as `npm ci --ignore-scripts` leaves it: a copy from which the patch is taken back. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ticketflow-unpatched-'));
  await writeFile(join(folder, 'package.json'), '{}');
  await cp(join(root, '.config/patches'), join(folder, 'patches'), {
    recursive: true,
    filter: (path) => !path.endsWith('.patch') || basename(path).startsWith('postgres+'),
  });
  await cp(join(root, 'node_modules/postgres'), join(folder, 'node_modules/postgres'), { recursive: true });
  const patchPackage = join(root, 'node_modules/patch-package/index.js');
  await promisify(execFile)(process.execPath, [patchPackage, '--reverse'], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a bot whose postgres.js lacks its patch stops with one line that says how to apply it', async () => {
  const library = pathToFileURL(join(folder, 'node_modules/postgres/src/index.js')).href;
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => next(name === 'postgres' ? '${library}' : name, context) });`;
  const { exited, lines } = spawnBot(
    {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      DISCORD_TOKEN: 'a-token-that-nobody-looks-at',
      BOT_DATABASE_URL: 'postgresql://ticketflow_bot:x@127.0.0.1:1/postgres',
    },
    botFile.source,
  );
  expect(await exited).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^bot: postgres\.js is installed without its patch.*npx patch-package/),
  ]);
});
