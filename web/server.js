// The desk as one process: HOST and PORT say where it listens, ORIGIN (or WEB_URL) how people reach it (https behind a proxy).
import process from 'node:process';
import { setSecurityHeaders } from './security-headers.js';

const origin = process.env.ORIGIN || process.env.WEB_URL || '';
if (origin && !URL.canParse(origin)) {
  console.error(`WEB_URL is not an address: ${JSON.stringify(origin)}`);
  process.exit(1);
}
if (origin) process.env.ORIGIN = origin;
// adapter-node takes every request for https, and then refuses each form that was posted over plain http. This server
// terminates nothing itself: the protocol is the one of ORIGIN, and http where none is given. A proxy that sets a header
// of its own is named by PROTOCOL_HEADER.
const ownHeader = 'x-desk-protocol';
const protocolHeader = (process.env.PROTOCOL_HEADER ||= ownHeader).toLowerCase();
const protocol = origin ? new URL(origin).protocol.slice(0, -1) : 'http';
process.env.HOST ??= '127.0.0.1';
process.env.PORT ??= '3000';
process.env.SHUTDOWN_TIMEOUT ??= '5';

if (!/^[0-9]{1,5}$/.test(process.env.PORT) || Number(process.env.PORT) > 65535) {
  console.error(`PORT is not a port from 0 to 65535: ${JSON.stringify(process.env.PORT)}`);
  process.exit(1);
}

/** One line that names what is wrong, and out. Kit's own words about variables span several; a list of faults has a line for each. */
function stop(error) {
  if (Array.isArray(error?.faults)) {
    for (const fault of error.faults) console.error(`The desk does not start: ${fault}`);
    process.exit(1);
  }
  if (error?.code === 'EADDRINUSE') {
    console.error(`Port ${process.env.PORT} is taken: set PORT to a free one.`);
    process.exit(1);
  }
  const words = String(error?.message ?? error)
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) => line && !/^(env_invalid|Invalid environment variables:|https:\/\/svelte\.dev\/)/.test(line),
    )
    .map((line) => line.replace(/^- /, ''));
  console.error(`The desk does not start: ${words.join(' ')}`);
  process.exit(1);
}

process.on('uncaughtException', stop);
try {
  const { server } = await import('./build/index.js');
  server.prependListener('request', (request, response) => {
    // Whatever the request itself says there: only a proxy that is named may speak of it.
    if (protocolHeader === ownHeader) request.headers[ownHeader] = protocol;
    setSecurityHeaders(response, request.headers[protocolHeader] === 'https');
  });
  server.on('error', stop);
} catch (error) {
  stop(error);
}
