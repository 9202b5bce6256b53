import type { Session } from './session.ts';

/** An event that nothing overtakes comes this late all the same (ms). */
const LATEST_MS = 40;

/** Sends an event; a share of those about messages twice, or after the next one. */
export function tellInDisorder(
  share: number,
  session: Session,
  t: string,
  data: string,
  send: (t: string, data: string) => void,
): void {
  const { late } = session;
  if (share > 0 && !late && t.startsWith('MESSAGE_') && Math.random() < share) {
    if (Math.random() < 0.5) {
      send(t, data);
      send(t, data);
      return;
    }
    const held = { t, data };
    session.late = held;
    setTimeout(() => {
      if (session.late !== held) return;
      session.late = null;
      send(t, data);
    }, LATEST_MS).unref();
    return;
  }
  send(t, data);
  if (!late) return;
  session.late = null;
  send(late.t, late.data);
}
