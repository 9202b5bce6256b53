import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { botFile } from '../../supabase/start/build-part.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type RunningBot = {
  process: ChildProcess;
  /** What it printed, line by line. */
  lines: string[];
  exited: Promise<number | null>;
  /** Parsed from its line "ready". */
  ready: { ms: number; rss: number };
  /** SIGTERM; gives the exit code. */
  stop: () => Promise<number | null>;
  /** SIGKILL. */
  kill: () => Promise<void>;
};

/** Runs the bot with these variables and nothing else but PATH and where compiled code is kept. */
export function spawnBot(
  env: Record<string, string>,
  file = botFile.built,
): {
  process: ChildProcess;
  lines: string[];
  exited: Promise<number | null>;
} {
  const child = spawn(process.execPath, [join(root, file)], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, lines, exited };
}

/** Waits until a bot says this. Fails with its last words when it ends before. */
export function saying(
  bot: { process: ChildProcess; lines: string[]; exited: Promise<number | null> },
  words: string,
) {
  return new Promise<string>((resolve, reject) => {
    const look = (line: string) => line.includes(words) && resolve(line);
    bot.lines.forEach(look);
    for (const stream of [bot.process.stdout!, bot.process.stderr!])
      createInterface({ input: stream }).on('line', look);
    void bot.exited.then((code) => reject(new Error(`the bot ended with ${code}:\n${bot.lines.join('\n')}`)));
  });
}

/** Runs the bot and answers when it is ready. Fails with its last words when it ends before. */
export async function runBot(env: Record<string, string>): Promise<RunningBot> {
  const spawned = spawnBot(env);
  const { process: child, lines, exited } = spawned;
  const line = await saying(spawned, '"msg":"ready"');
  const { ms, rss } = JSON.parse(line) as { ms: number; rss: number };
  return {
    process: child,
    lines,
    exited,
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

/** The address of a bot's /healthz and /metrics; it must have been started with HEALTH_PORT. */
export async function healthAddress(bot: Parameters<typeof saying>[0]): Promise<string> {
  const { port } = JSON.parse(await saying(bot, '"msg":"health is served"')) as { port: number };
  return `http://127.0.0.1:${port}`;
}
