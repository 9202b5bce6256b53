// The desk as one process: HOST and PORT say where it listens, ORIGIN how people reach it (https behind a proxy).
import process from 'node:process';

const origin = process.env.ORIGIN ?? '';
if (origin && !URL.canParse(origin)) {
  console.error(`ORIGIN is not an address: ${JSON.stringify(origin)}`);
  process.exit(1);
}
// adapter-node takes every request for https, and then refuses each form that was posted over plain http. This server
// terminates nothing itself: the protocol is the one of ORIGIN, and http where none is given. A proxy that sets a header
// of its own is named by PROTOCOL_HEADER.
if (!process.env.PROTOCOL_HEADER) process.env.PROTOCOL_HEADER = 'x-desk-protocol';
const protocol = origin ? new URL(origin).protocol.slice(0, -1) : 'http';
process.env.HOST ??= '127.0.0.1';
process.env.PORT ??= '3000';
process.env.SHUTDOWN_TIMEOUT ??= '5';

/** One line that names what is wrong, and out. */
function stop(error) {
  const lines = String(error?.message ?? error)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const taken =
    error?.code === 'EADDRINUSE' ? `Port ${process.env.PORT} is taken: set PORT to a free one.` : null;
  console.error(taken ?? `The desk does not start: ${lines.join(' ')}`);
  process.exit(1);
}

process.on('uncaughtException', stop);
try {
  const { server } = await import('./build/index.js');
  server.prependListener('request', (request) => {
    if (process.env.PROTOCOL_HEADER === 'x-desk-protocol') request.headers['x-desk-protocol'] = protocol;
  });
  server.on('error', stop);
} catch (error) {
  stop(error);
}
