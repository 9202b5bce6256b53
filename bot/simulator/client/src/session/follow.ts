import type { ClientFrame, Snowflake } from '../../../protocol.ts';

/** How the window stands with the simulator; `retryAt` is the time of the next attempt in ms. */
export type Connection = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; retryAt: number };

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/**
 * Keeps a socket open for one person. Every (re)connection begins with a `snapshot` frame, so nothing is resumed.
 * Waits 0.5 s, 1 s, … 8 s between attempts; `retry` tries at once.
 */
export function follow(
  person: Snowflake,
  on: { frame(frame: ClientFrame): void; connection(connection: Connection): void },
): { retry(): void; stop(): void } {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let stopped = false;

  function open(): void {
    clearTimeout(timer);
    const current = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/client?as=${person}`);
    socket = current;
    current.onmessage = (event) => {
      if (current !== socket) return;
      const frame = JSON.parse(String(event.data)) as ClientFrame;
      if (frame.t === 'snapshot') {
        wait = FIRST_WAIT;
        on.connection({ state: 'live' });
      }
      on.frame(frame);
    };
    current.onclose = () => {
      if (stopped || current !== socket) return;
      on.connection({ state: 'lost', retryAt: Date.now() + wait });
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  function retry(): void {
    if (stopped || socket?.readyState === WebSocket.OPEN) return;
    on.connection({ state: 'connecting' });
    open();
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    removeEventListener('online', retry);
    socket?.close(1000);
  }

  addEventListener('online', retry);
  on.connection({ state: 'connecting' });
  open();
  return { retry, stop };
}
