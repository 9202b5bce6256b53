import { WebSocket } from 'ws';
import type { Simulator } from '../start-simulator.ts';

interface Frame {
  op: number;
  t: string | null;
  s: number | null;
  d: Record<string, unknown>;
}

/** A gateway client without a library: sends what it is told, keeps what it gets. */
export async function openRaw(simulator: Simulator, version = '10') {
  const socket = new WebSocket(`${simulator.url.replace('http', 'ws')}/gateway/?v=${version}&encoding=json`);
  const frames: Frame[] = [];
  let wake = () => {};
  let closed: number | null = null;
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame);
    wake();
  });
  socket.on('close', (code) => {
    closed = code;
    wake();
  });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('open', resolve));
  const wait = async <T>(look: () => T | undefined | null): Promise<T> => {
    const end = Date.now() + 5000;
    for (;;) {
      const found = look();
      if (found !== undefined && found !== null) return found;
      if (Date.now() > end)
        throw new Error(
          `not within 5 s; got ${frames.map(({ op, t }) => t ?? op).join(', ')}; closed ${closed}`,
        );
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 50);
      });
    }
  };
  return {
    frames,
    send: (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    /** The first frame of this event or opcode, from the `after`th on. */
    frame: (what: string | number, after = 0) =>
      wait(() =>
        frames.slice(after).find(({ op, t }) => t === what || (typeof what === 'number' && op === what)),
      ),
    closed: () => wait(() => closed),
    close: (code?: number) => socket.close(code),
    terminate: () => socket.terminate(),
    identify: (intents: number, more: object = {}) =>
      socket.send(
        JSON.stringify({ op: 2, d: { token: simulator.botToken, intents, properties: {}, ...more } }),
      ),
  };
}
