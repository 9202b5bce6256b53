import type { Hearing, Pokes, TopicState } from './pokes.ts';

/** What the tabs of one person in one browser tell each other; ids and numbers only, as in pokes themselves. */
type Word =
  /** From the tab that holds the socket: it has just taken it, or asks who still wants what. */
  | { type: 'leads'; isNew: boolean; isHidden: boolean }
  | { type: 'state'; topic: string; state: TopicState; to: string | null }
  | { type: 'poke'; topic: string; payload: unknown }
  /** To it: all that a tab wants to hear; the socket is doubted; rights may have changed. */
  | { type: 'want'; tab: string; topics: string[] }
  | { type: 'prove' }
  | { type: 'renew' };

/** The tab with the socket asks this often who still wants what: one that crashed cannot say that it is gone. */
const CENSUS_MS = 60_000;
/** A tab that holds the socket and says nothing for this long is asleep: one that somebody looks at takes it over. */
const SILENCE_MS = 1000;
/** A tab that is looked at takes over from one that is not after a spread of this: only one does, and none from a closing tab. */
const TAKE_OVER_MS = [50, 250] as const;
/** When all tabs ask for it at the same moment, topics are joined again once. */
const RENEW_MS = 1000;

/**
 * One socket for all tabs of a person in a browser: whichever tab holds the lock has it, joins what any of them wants, and
 * passes pokes on. A closed tab's lock is free at once and the next takes over; a tab that is looked at takes it from one
 * that is not, whose timers and network the browser holds back. `open` opens a socket. A browser without locks or
 * channels gives each tab its own.
 */
export function sharePokes(name: string, open: () => Pokes): Pokes {
  if (!('locks' in navigator) || !('BroadcastChannel' in globalThis)) return open();
  const lock = `ticketflow:pokes:${name}`;
  const tab = crypto.randomUUID();
  const channel = new BroadcastChannel(lock);
  const say = (word: Word) => channel.postMessage(word);

  const mine = new Map<string, Set<Hearing>>();
  const others = new Map<string, { topics: string[]; at: number }>();
  const held = new Map<string, { state: TopicState; leave: () => void }>();
  let socket: Pokes | null = null;
  let letGo = () => {};
  let queue = new AbortController();
  let census: ReturnType<typeof setInterval> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let renewedAt = -Infinity;
  let isStealing = false;
  let isOver = false;

  const want = () => say({ type: 'want', tab, topics: [...mine.keys()] });
  const tellMine = (topic: string, tell: (on: Hearing) => void) => {
    for (const on of [...(mine.get(topic) ?? [])]) tell(on);
  };
  const told = new Map<string, TopicState>();
  const tellState = (topic: string, state: TopicState) => {
    told.set(topic, state);
    tellMine(topic, (on) => on.state(state));
  };

  /** Joins what any tab wants, and leaves what none does. */
  function hold(): void {
    if (!socket) return;
    const wanted = new Set([...mine.keys(), ...[...others.values()].flatMap(({ topics }) => topics)]);
    for (const [topic, entry] of held)
      if (!wanted.has(topic)) {
        held.delete(topic);
        entry.leave();
      }
    for (const topic of wanted) if (!held.has(topic)) take(topic, socket);
  }

  function take(topic: string, from: Pokes): void {
    const entry = { state: 'joining' as TopicState, leave: () => {} };
    held.set(topic, entry);
    entry.leave = from.join(topic, {
      poke(payload) {
        say({ type: 'poke', topic, payload });
        tellMine(topic, (on) => on.poke(payload));
      },
      state(state) {
        entry.state = state;
        say({ type: 'state', topic, state, to: null });
        tellState(topic, state);
      },
    }).leave;
  }

  function renewAll(): void {
    if (performance.now() - renewedAt < RENEW_MS) return;
    renewedAt = performance.now();
    for (const [topic, entry] of held) {
      // The person's own topic is always theirs; left for a moment, it could miss the next change.
      if (topic.startsWith('user:')) continue;
      held.delete(topic);
      entry.leave();
    }
    hold();
  }

  /** Waits for the lock, or takes it from the tab that has it. */
  function compete(isSteal: boolean): void {
    if (isSteal && (isStealing || socket)) return;
    isStealing = isSteal;
    queue.abort();
    queue = new AbortController();
    const { signal } = queue;
    navigator.locks.request(lock, isSteal ? { steal: true } : { signal }, lead).catch(() => {
      // Another tab took it, or this one waits again.
      if (isOver || signal.aborted) return;
      follow();
      compete(false);
    });
  }

  const takeOverIn = (ms: number) => setTimeout(() => !document.hidden && compete(true), ms);

  function lead(): Promise<void> {
    if (isOver) return Promise.resolve();
    isStealing = false;
    clearTimeout(silence);
    // Its own lock, taken while it was about to be given: what it opened for that is in the way.
    drop();
    socket = open();
    say({ type: 'leads', isNew: true, isHidden: document.hidden });
    hold();
    let countedAt = performance.now();
    census = setInterval(() => {
      for (const [each, { at }] of others) if (at < countedAt) others.delete(each);
      hold();
      countedAt = performance.now();
      say({ type: 'leads', isNew: false, isHidden: document.hidden });
    }, CENSUS_MS);
    return new Promise((resolve) => (letGo = resolve));
  }

  function drop(): void {
    clearInterval(census);
    held.clear();
    others.clear();
    socket?.close();
    socket = null;
    letGo();
  }

  /** The socket is another tab's now. */
  function follow(): void {
    drop();
    for (const topic of mine.keys()) tellState(topic, 'joining');
    want();
  }

  function hear(word: Word): void {
    if (word.type === 'poke') tellMine(word.topic, (on) => on.poke(word.payload));
    else if (word.type === 'state') {
      const isNews = word.to === null || told.get(word.topic) !== word.state;
      if (isNews && (word.to ?? tab) === tab) tellState(word.topic, word.state);
    } else if (word.type === 'leads') {
      clearTimeout(silence);
      if (socket) return;
      if (word.isHidden && !document.hidden)
        silence = takeOverIn(TAKE_OVER_MS[0] + Math.random() * (TAKE_OVER_MS[1] - TAKE_OVER_MS[0]));
      if (word.isNew) for (const topic of mine.keys()) tellState(topic, 'joining');
      want();
    } else if (!socket) return;
    else if (word.type === 'renew') renewAll();
    else if (word.type === 'prove') {
      socket.prove();
      say({ type: 'leads', isNew: false, isHidden: document.hidden });
    } else {
      others.set(word.tab, { topics: word.topics, at: performance.now() });
      hold();
      for (const topic of word.topics)
        say({ type: 'state', topic, state: held.get(topic)?.state ?? 'joining', to: word.tab });
    }
  }
  channel.onmessage = (event: MessageEvent<Word>) => hear(event.data);
  const seeHidden = () => socket && say({ type: 'leads', isNew: false, isHidden: document.hidden });
  document.addEventListener('visibilitychange', seeHidden);
  compete(false);

  return {
    join(topic, on) {
      const hearers = mine.get(topic) ?? new Set();
      mine.set(topic, hearers.add(on));
      on.state('joining');
      const isKnown = held.has(topic) || (!socket && hearers.size > 1);
      if (isKnown) queueMicrotask(() => hearers.has(on) && on.state(told.get(topic) ?? 'joining'));
      else if (socket) hold();
      else {
        told.delete(topic);
        want();
      }
      return {
        leave() {
          hearers.delete(on);
          if (hearers.size > 0 || mine.get(topic) !== hearers) return;
          mine.delete(topic);
          if (socket) hold();
          else if (!isOver) want();
        },
      };
    },
    prove() {
      if (socket) return socket.prove();
      clearTimeout(silence);
      silence = takeOverIn(SILENCE_MS);
      say({ type: 'prove' });
    },
    renew() {
      if (socket) renewAll();
      else say({ type: 'renew' });
    },
    close() {
      isOver = true;
      mine.clear();
      if (!socket) want();
      queue.abort();
      clearTimeout(silence);
      document.removeEventListener('visibilitychange', seeHidden);
      channel.close();
      drop();
    },
  };
}
