import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiled } from './build-part.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** A program of an installed package, by its file. */
export const bin = (file: string) => join(root, 'node_modules', file);

export type Run = { code: number; output: string };

/** Runs a script of Node's and gives what it printed, its errors among it; shown as it comes where that is wished. */
export function runNode(
  args: string[],
  options: { cwd?: string; isShown?: boolean; env?: Record<string, string> } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: join(root, options.cwd ?? '.'),
      // The bot alone is started a hundred times: compiled once, that takes a fifth of the whole time less.
      env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data;
        if (options.isShown) process.stdout.write(data);
      });
    child.on('exit', (code) => resolve({ code: code ?? 1, output }));
  });
}
