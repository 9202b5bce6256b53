import type { RealtimeChannel, RealtimeClient } from '@supabase/supabase-js';
import type { Hearing } from './pokes.ts';

/** Channels that are being left, by client and topic: realtime-js would hand out the one that is about to close. */
const leaving = new WeakMap<RealtimeClient, Map<string, Promise<unknown>>>();

/** Waits before a channel that the server closed is joined again. */
const REJOIN_MS = [1000, 2000, 5000, 10_000];

/**
 * Joins a private topic and hears its pokes until `leave` is called. A dropped socket is joined again by realtime-js; a
 * channel that the server closed (an ended token, a lost right) only by asking again, which is done here.
 */
export function joinTopic(client: RealtimeClient, topic: string, on: Hearing): { leave: () => void } {
  let channel: RealtimeChannel | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasLeft = false;
  let refusals = 0;

  async function join(): Promise<void> {
    on.state('joining');
    try {
      // Without it the first join goes out as nobody.
      await client.setAuth();
    } catch {
      return again();
    }
    await leaving.get(client)?.get(topic);
    if (hasLeft) return;
    const mine = client.channel(topic, { config: { private: true } });
    channel = mine;
    mine
      .on('broadcast', { event: 'poke' }, ({ payload }) => on.poke(payload))
      .subscribe((status) => {
        if (hasLeft || channel !== mine) return;
        if (status === 'SUBSCRIBED') {
          refusals = 0;
          on.state('joined');
        } else {
          on.state('lost');
          if (status === 'CLOSED') again();
        }
      });
  }

  function again(): void {
    if (hasLeft) return;
    const old = channel;
    channel = null;
    if (old) leave(client, topic, old);
    on.state('lost');
    timer = setTimeout(() => void join(), REJOIN_MS[Math.min(refusals++, REJOIN_MS.length - 1)]);
  }

  void join();
  return {
    leave() {
      hasLeft = true;
      clearTimeout(timer);
      if (channel) leave(client, topic, channel);
      channel = null;
    },
  };
}

function leave(client: RealtimeClient, topic: string, channel: RealtimeChannel): void {
  const all = leaving.get(client) ?? new Map<string, Promise<unknown>>();
  leaving.set(client, all);
  const left = client
    .removeChannel(channel)
    .catch(() => {})
    .finally(() => {
      if (all.get(topic) === left) all.delete(topic);
    });
  all.set(topic, left);
}
