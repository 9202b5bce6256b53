/** A message that Discord made for the bot. */
export type Created = { id: string; channel: string; content: string };

/** A reply of the desk, from the moment on in which its writer sent it. */
export type Reply = {
  id: string;
  ticket: string;
  /** The first word of all its versions: nothing else begins with it. */
  mark: string;
  /** What it says after all changes that were acknowledged. */
  text: string;
  isDeleted: boolean;
  /** The database has said that it has it. */
  isPosted: boolean;
  /** Its author retried it after Discord had refused it: it comes after later ones then. */
  isRetried: boolean;
};

export type Ticket = {
  id: string;
  number: number;
  channel: string;
  requester: string;
  /** An admin deleted its channel by hand. */
  isGone: boolean;
};

/** What every side was told has happened. */
export type History = {
  tickets: Ticket[];
  replies: Reply[];
  saidByRequesters: number;
  refused: Map<string, number>;
};

export const markOf = (text: string) => text.split(' ', 1)[0] ?? '';
