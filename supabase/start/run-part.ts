import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const preload = new URL('./die-with-parent.ts', import.meta.url).href;
const root = fileURLToPath(new URL('../..', import.meta.url));

export type PartOptions = {
  name: string;
  /** File to run, from the project's root. */
  file: string;
  env: Record<string, string>;
  /** Looks at each line that the part prints; the part is ready when this returns true. */
  isReady: (line: string) => boolean;
  log: (line: string) => void;
  nodeArguments?: string[];
  arguments?: string[];
  onExit?: (code: number | null, signal: NodeJS.Signals | null) => void;
  /** Its process runs, and is not ready yet. */
  onSpawn?: (child: ChildProcess) => void;
};

export type Part = {
  process: ChildProcess;
  pid: number;
  /** SIGTERM, then SIGKILL after ten seconds. Settles when it is gone. */
  stop: () => Promise<void>;
  kill: () => Promise<void>;
};

/** Runs a part of TicketFlow as a process of its own and waits until it is ready. Throws with its last words when it ends before. */
export async function runPart(options: PartOptions): Promise<Part> {
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeArguments ?? []),
      '--import',
      preload,
      join(root, options.file),
      ...(options.arguments ?? []),
    ],
    {
      cwd: root,
      env: { ...basics(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  options.onSpawn?.(child);
  const lastWords: string[] = [];
  const ready = Promise.withResolvers<void>();
  let isUp = false;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream! }).on('line', (line) => {
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
      options.log(line);
      if (!isUp && options.isReady(line)) {
        isUp = true;
        ready.resolve();
      }
    });
  }
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  void exited.then(([code, signal]) => {
    if (isUp) options.onExit?.(code, signal);
    else ready.reject(new Error(`${options.name} did not start.\n${lastWords.join('\n')}`));
  });
  await ready.promise;

  async function end(signal: NodeJS.Signals) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(timer);
  }
  return { process: child, pid: child.pid!, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** What any process needs of the environment; nothing else of it reaches a part. */
function basics(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'TEMP',
    'TMP',
    'SystemRoot',
    'LANG',
    'TZ',
    'NODE_EXTRA_CA_CERTS',
    'HTTPS_PROXY',
    'NO_PROXY',
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
