import { WebSocket } from 'ws';
import type { ClientFrame, MessageView } from '../../../bot/simulator/protocol.ts';

/** What a person's Discord shows, with the moment at which it arrived: the simulator tells windows and the bot at once. */
export async function openWindow(discordUrl: string, person: string) {
  const socket = new WebSocket(`${discordUrl.replace('http', 'ws')}/client?as=${person}`);
  const waiting = new Set<{
    is: (message: MessageView) => boolean;
    got: (at: number, message: MessageView) => void;
  }>();
  const opened = Promise.withResolvers<void>();
  socket.on('error', opened.reject);
  socket.on('message', (data) => {
    const at = performance.now();
    const frame = JSON.parse(String(data)) as ClientFrame;
    if (frame.t === 'snapshot') opened.resolve();
    if (frame.t !== 'message') return;
    for (const one of waiting) {
      if (!one.is(frame.d)) continue;
      waiting.delete(one);
      one.got(at, frame.d);
    }
  });
  await opened.promise;
  return {
    /** The first message from now on that meets `is`, and when it arrived. */
    next: (is: (message: MessageView) => boolean, ms = 15_000) =>
      new Promise<{ at: number; message: MessageView }>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No such message in Discord within ${ms} ms`)), ms);
        waiting.add({
          is,
          got: (at, message) => {
            clearTimeout(timer);
            resolve({ at, message });
          },
        });
      }),
    close: () => socket.close(),
  };
}
