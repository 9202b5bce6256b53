/** `joined`: pokes arrive. `lost`: they do not at the moment; joining goes on by itself. */
export type TopicState = 'joining' | 'joined' | 'lost';

/** What is done with a topic's pokes, and with whether they arrive. */
export type Hearing = { poke: (payload: unknown) => void; state: (state: TopicState) => void };

/** The pokes that reach this page, over a socket of its own or one that the tabs of a browser share. */
export type Pokes = {
  /** Hears a private topic's pokes until `leave` is called. */
  join: (topic: string, on: Hearing) => { leave: () => void };
  /** The page slept or was without a network: a socket that only seems to be open is detected and reopened. */
  prove: () => void;
  /** What the person may see may have changed: what was refused or allowed before is checked again. */
  renew: () => void;
  close: () => void;
};
