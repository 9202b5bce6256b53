// Runs before `npm start` and `npm test`, on whatever Node is there (20 or newer) and with nothing installed: installs what the
// lock file names when that has changed, so that the command proper runs on the Node that the project brings along.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stampFile = `${root}node_modules/.ticketflow-installed`;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

function stop(words) {
  console.error(words);
  process.exit(1);
}

if (major < 20)
  stop(
    `TicketFlow needs Node 20 or newer to start; this is ${process.versions.node}. Install it from nodejs.org.`,
  );

const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex');
const found = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';

if (found !== wanted) {
  const since = Date.now();
  console.log('Installing packages (once, about half a minute) …');
  const npm = process.env.npm_execpath;
  const environment = { ...process.env, npm_config_loglevel: 'error' };
  const result = npm
    ? spawnSync(process.execPath, [npm, 'ci'], { cwd: root, stdio: 'inherit', env: environment })
    : spawnSync('npm', ['ci'], {
        cwd: root,
        stdio: 'inherit',
        env: environment,
        shell: process.platform === 'win32',
      });
  if (result.status !== 0)
    stop('The packages could not be installed: npm says why above. Mend that, then run the command again.');
  writeFileSync(stampFile, wanted);
  console.log(`Installed in ${Math.round((Date.now() - since) / 1000)} s.`);
}

// Linux and Windows get their Node from the lock file; Macs bring their own.
const brought = spawnSync('node', ['--version'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const [newMajor = 0, newMinor = 0] = (brought.stdout ?? '').replace('v', '').split('.').map(Number);
if (newMajor < 22 || (newMajor === 22 && newMinor < 18)) {
  stop(
    `TicketFlow runs on Node 22.18 or newer; this is ${brought.stdout?.trim() || `${major}.${minor}`}. Install Node 24 from nodejs.org.`,
  );
}
