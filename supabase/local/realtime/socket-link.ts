import type { Version } from './frames.ts';

/** What a channel may do with its socket. */
export type SocketLink = {
  version: Version;
  /** The socket's API key, for joins without a token of their own. */
  key: string;
  send: (data: string | Buffer) => void;
  forget: (topic: string, joinRef: string | null) => void;
};
