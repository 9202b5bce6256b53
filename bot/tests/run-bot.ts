import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export type RunningBot = {
  process: ChildProcess;
  /** What it printed, line by line. */
  lines: string[];
  /** Parsed from its line "ready". */
  ready: { ms: number; rss: number };
  /** SIGTERM; gives the exit code. */
  stop: () => Promise<number | null>;
  /** SIGKILL. */
  kill: () => Promise<void>;
};

/** Runs bot/src/main.ts with these variables and nothing else but PATH. */
export function spawnBot(env: Record<string, string>): {
  process: ChildProcess;
  lines: string[];
  exited: Promise<number | null>;
} {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, lines, exited };
}

/** Runs the bot and answers when it is ready. Fails with its last words when it ends before. */
export async function runBot(env: Record<string, string>): Promise<RunningBot> {
  const { process: child, lines, exited } = spawnBot(env);
  const isReady = (line: string) => line.includes('"msg":"ready"');
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => isReady(line) && resolve(line));
    void exited.then((code) => reject(new Error(`the bot ended with ${code}:\n${lines.join('\n')}`)));
  });
  const line = await ready;
  const { ms, rss } = JSON.parse(line) as { ms: number; rss: number };
  return {
    process: child,
    lines,
    ready: { ms, rss },
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
