import { createServer } from 'node:net';
import { StackError } from '../stack-error.ts';

/**
 * Where free ports are looked for: below the ports that systems give to outgoing connections and to servers that name none (from 32768 on
 * Linux, 49152 on macOS and Windows). A port found here stays free until it is used, also while a server is down.
 */
const lowest = 20_000;
const count = 12_000;
/** Processes begin apart, so that two that start servers at the same time do not find the same port. */
const apart = 40;
let next = ((process.pid * 7919) % (count / apart)) * apart;

/**
 * A port on loopback that no program holds: `wanted` itself, or another at each call when it is 0 or absent.
 * Throws a StackError naming the port when another program listens there.
 */
export async function freePort(wanted = 0): Promise<number> {
  if (wanted) {
    if (await isFree(wanted)) return wanted;
    throw portTaken(wanted);
  }
  for (let tries = 0; tries < count; tries += 1) {
    const port = lowest + next;
    next = (next + 1) % count;
    if (await isFree(port)) return port;
  }
  throw new StackError(`No port from ${lowest} to ${lowest + count - 1} on 127.0.0.1 is free.`);
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The one-line error for a port that another program holds. */
export function portTaken(port: number): StackError {
  return new StackError(
    `Port ${port} on 127.0.0.1 is taken by another program; stop that program or choose another port.`,
  );
}
