import type { RealtimeChannel, RealtimeClient } from '@supabase/supabase-js';
import type { Hearing } from './pokes.ts';

/** `joined`: pokes arrive. `lost`: they do not at the moment; joining goes on by itself. */
export type TopicState = 'joining' | 'joined' | 'lost';

/** Waits before a channel that the server closed is joined again. */
const REJOIN_MS = [1000, 2000, 5000, 10_000];

/**
 * Joins a private topic and hears its pokes until `leave` is called. A dropped socket is joined again by realtime-js; a
 * channel that the server closed (an ended token, a lost right) only by asking anew, which is done here.
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
    if (old) void client.removeChannel(old);
    on.state('lost');
    timer = setTimeout(() => void join(), REJOIN_MS[Math.min(refusals++, REJOIN_MS.length - 1)]);
  }

  void join();
  return {
    leave() {
      hasLeft = true;
      clearTimeout(timer);
      if (channel) void client.removeChannel(channel);
      channel = null;
    },
  };
}
