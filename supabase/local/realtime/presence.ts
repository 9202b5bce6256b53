import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

type Meta = { phx_ref: string; phx_ref_prev?: string; [field: string]: unknown };
type Metas = Record<string, { metas: Meta[] }>;
export type Diff = { joins: Metas; leaves: Metas };

/** Who is present on one topic: under each key, what each of its channels tracks. */
export type Presence = {
  /** Notes what a channel tracks; `undefined` when it is the same as before. */
  track: (owner: object, key: string, payload: Record<string, unknown>) => Diff | undefined;
  /** Forgets what a channel tracks; `undefined` when it tracked nothing. */
  untrack: (owner: object) => Diff | undefined;
  state: () => Metas;
};

/** Presence in Phoenix's form: an update is a join that names the meta it replaces, and the leave of that one. */
export function trackPresence(): Presence {
  const tracked = new Map<object, { key: string; payload: Record<string, unknown>; meta: Meta }>();
  const one = (key: string, meta: Meta): Metas => ({ [key]: { metas: [meta] } });
  return {
    track: (owner, key, payload) => {
      const before = tracked.get(owner);
      if (before && isDeepStrictEqual(before.payload, payload)) return undefined;
      const phx_ref = randomBytes(12).toString('base64url');
      const meta: Meta = { phx_ref, ...(before ? { phx_ref_prev: before.meta.phx_ref } : {}), ...payload };
      tracked.set(owner, { key, payload, meta });
      return { joins: one(key, meta), leaves: before ? one(key, before.meta) : {} };
    },
    untrack: (owner) => {
      const before = tracked.get(owner);
      if (!before) return undefined;
      tracked.delete(owner);
      return { joins: {}, leaves: one(before.key, before.meta) };
    },
    state: () => {
      const state: Metas = {};
      for (const { key, meta } of tracked.values()) (state[key] ??= { metas: [] }).metas.push(meta);
      return state;
    },
  };
}
