const NAME = 'ticketflow:session';

/** Tells the other tabs of this browser who is signed in here now; null: nobody. */
export function tellSession(userId: string | null): void {
  if (!('BroadcastChannel' in globalThis)) return;
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(userId);
  channel.close();
}

/**
 * Hears of another tab in which somebody has signed out, or somebody else has signed in: `onDoubt` looks whose the session is
 * now. Tells the others that this page is `userId`'s. Returns the end.
 */
export function watchSession(userId: string, onDoubt: () => void): () => void {
  if (!('BroadcastChannel' in globalThis)) return () => {};
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (event) => event.data !== userId && onDoubt();
  channel.postMessage(userId);
  return () => channel.close();
}
