import { fileURLToPath } from 'node:url';
import { startSimulator } from './start-simulator.ts';

/* The simulator as a process of its own. SIMULATOR_PORT (4400), SIMULATOR_SNAPSHOT (none), SIMULATOR_CLIENT_DIR (client/dist). */

const port = Number(process.env.SIMULATOR_PORT ?? 4400);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`SIMULATOR_PORT must be a port, not "${process.env.SIMULATOR_PORT}"`);
  process.exit(1);
}

try {
  const simulator = await startSimulator({
    port,
    snapshotFile: process.env.SIMULATOR_SNAPSHOT || undefined,
    clientDir: process.env.SIMULATOR_CLIENT_DIR || fileURLToPath(new URL('./client/dist', import.meta.url)),
    log: (line) => console.error(line),
  });
  console.log(`simulated Discord: ${simulator.webUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const words = code === 'EADDRINUSE' ? `Port ${port} is taken: set SIMULATOR_PORT to another.` : message;
  console.error(code?.startsWith('E') ? words : error);
  process.exit(1);
}
