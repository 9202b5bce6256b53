import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../postgres/free-port.ts';

test('a free port is another one at each call, and none that an outgoing connection could take', async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  expect(new Set(ports).size).toBe(3);
  for (const port of ports) expect(port).toBeLessThan(32_768);
});

test('a port that a program holds is passed over, and refused by name when it is wanted', async () => {
  const held = await freePort();
  const server = createServer().listen(held + 1, '127.0.0.1');
  await once(server, 'listening');
  try {
    expect(await freePort()).not.toBe(held + 1);
    await expect(freePort(held + 1)).rejects.toThrow(`Port ${held + 1} on 127.0.0.1 is taken`);
  } finally {
    server.close();
  }
});
