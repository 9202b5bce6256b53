import type { TopicState } from '#lib/realtime/pokes.ts';
import { connectionState, type ConnectionState, type Reach } from './connection-state.ts';

/** A state that passes sooner shows no bar. */
const SETTLE_MS = 2000;

/** What this page knows about how current it is, and since when. */
export class Connection {
  isOnline = $state(true);
  /** What the last question to the database came to. */
  reach = $state<Reach>('reached');
  /** Whether the guild's pokes arrive. */
  topic = $state<TopicState>('joining');
  /** Whether the pokes of the conversation that is open arrive; null while none is. */
  ticketTopic = $state<TopicState | null>(null);
  /** Whether the person's own pokes arrive, which tell that their access has changed. */
  userTopic = $state<TopicState>('joining');
  catchingUp = $state<{ done: number; total: number } | null>(null);
  accessSeenAt = $state<string | null>(null);
  /** Whether somebody can be looking at the page. */
  isVisible = $state(true);
  /** Milliseconds that the server's clock is ahead of this one. */
  skew = $state(0);
  lastLiveAt = $state(Date.now());
  /** Ticks so that what grows old is noticed. */
  now = $state(Date.now());
  /** The state that has lasted two seconds: bars show this one, so that a blink shows none. */
  settled = $state<ConnectionState>('live');

  readonly state = $derived(
    connectionState({
      isOnline: this.isOnline,
      reach: this.reach,
      topics: [this.topic, this.userTopic, this.ticketTopic ?? 'joined'],
      catchingUp: this.catchingUp,
      accessSeenAt: this.accessSeenAt,
      now: this.now + this.skew,
    }),
  );

  /** Starts watching, in the browser. Returns the end of it. */
  watch(): () => void {
    this.isOnline = navigator.onLine;
    const seeOnline = () => (this.isOnline = navigator.onLine);
    const seeVisible = () => (this.isVisible = !document.hidden);
    seeVisible();
    document.addEventListener('visibilitychange', seeVisible);
    const clock = setInterval(() => {
      this.now = Date.now();
      // Asked again, in case the event did not come.
      this.isOnline = navigator.onLine;
    }, 1000);
    addEventListener('online', seeOnline);
    addEventListener('offline', seeOnline);
    const unfollow = $effect.root(() => this.#settle());
    return () => {
      unfollow();
      clearInterval(clock);
      document.removeEventListener('visibilitychange', seeVisible);
      removeEventListener('online', seeOnline);
      removeEventListener('offline', seeOnline);
    };
  }

  #settle(): void {
    $effect(() => {
      const { state } = this;
      if (state === 'live') this.lastLiveAt = Date.now();
      const timer = setTimeout(() => (this.settled = state), state === 'live' ? 0 : SETTLE_MS);
      return () => {
        if (state === 'live') this.lastLiveAt = Date.now();
        clearTimeout(timer);
      };
    });
  }
}
