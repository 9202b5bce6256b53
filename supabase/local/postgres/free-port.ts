import { createServer } from 'node:net';
import { StackError } from '../stack-error.ts';

/**
 * A port on loopback that nobody holds: `wanted` itself, or any when it is 0 or absent.
 * Throws a StackError naming the port when somebody else listens there.
 */
export async function freePort(wanted = 0): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portTaken(wanted) : error);
    });
    probe.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}

/** The one-line error for a port that another program holds. */
export function portTaken(port: number): StackError {
  return new StackError(
    `Port ${port} on 127.0.0.1 is taken by another program; stop that program or choose another port.`,
  );
}
