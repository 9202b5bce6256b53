// Runs before `npm start` and `npm test`, on whatever Node is there (20 or newer) and with nothing installed: installs what the
// lock file names when that has changed, so that the command proper runs on the Node that the project brings along.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stampFile = `${root}node_modules/.ticketflow-installed`;
const isWindows = process.platform === 'win32';

/** @param {string} words */
function stop(words) {
  console.error(words);
  process.exit(1);
}

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20)
  stop(
    `TicketFlow needs Node 20 or newer to start; this is ${process.versions.node}. Install it from nodejs.org.`,
  );

const lock = readFileSync(`${root}package-lock.json`, 'utf8');
const wantedHash = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`);
for (const patch of readdirSync(`${root}.config/patches`))
  wantedHash.update(readFileSync(`${root}.config/patches/${patch}`));
const wanted = wantedHash.digest('hex');
const found = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
if (found !== wanted) await install();
checkNode();

/** `npm ci`, with a line every few seconds that says how far it is. */
async function install() {
  const since = Date.now();
  const all = Object.keys(JSON.parse(lock).packages).filter((path) =>
    path.startsWith('node_modules/'),
  ).length;
  console.log(`Installing about ${all} packages (once, half a minute to a minute) …`);
  const npm = process.env.npm_execpath;
  // What an older Node lacks is brought along; its warnings would only frighten.
  const environment = { ...process.env, npm_config_loglevel: 'error' };
  const child = npm
    ? spawn(process.execPath, [npm, 'ci'], { cwd: root, stdio: 'inherit', env: environment })
    : spawn('npm', ['ci'], { cwd: root, stdio: 'inherit', env: environment, shell: isWindows });
  const seconds = () => Math.round((Date.now() - since) / 1000);
  const timer = setInterval(
    () => console.log(`  ${String(seconds()).padStart(3)} s  ${unpacked()} unpacked`),
    5000,
  );
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  if (code !== 0)
    stop('The packages could not be installed: npm says why above. Mend that, then run the command again.');
  writeFileSync(stampFile, wanted);
  console.log(`Installed in ${seconds()} s.`);
}

/** How many packages are there whole by now. */
function unpacked() {
  const modules = `${root}node_modules`;
  try {
    const names = readdirSync(modules).filter((name) => !name.startsWith('.'));
    const all = names.flatMap((name) =>
      name.startsWith('@') ? readdirSync(`${modules}/${name}`).map((part) => `${name}/${part}`) : [name],
    );
    return all.filter((name) => existsSync(`${modules}/${name}/package.json`)).length;
  } catch {
    return 0;
  }
}

/** Linux and Windows get their Node from the lock file; Macs bring their own. */
function checkNode() {
  const brought = spawnSync('node', ['--version'], { cwd: root, encoding: 'utf8', shell: isWindows });
  const version = (brought.stdout ?? '').trim().replace('v', '');
  const [newMajor = 0, newMinor = 0] = version.split('.').map(Number);
  if (newMajor > 22 || (newMajor === 22 && newMinor >= 18)) return;
  stop(
    `TicketFlow runs on Node 22.18 or newer; this is ${version || process.versions.node}. Install Node 24 from nodejs.org.`,
  );
}
