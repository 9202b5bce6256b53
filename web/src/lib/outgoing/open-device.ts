/** Texts by key that outlive the page, in this browser. */
export type Device = {
  read: (key: string) => string | null;
  write: (key: string, text: string) => void;
  remove: (key: string) => void;
  /** All keys that begin so. */
  keys: (prefix: string) => string[];
};

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * Keeps texts in a browser's storage. That may be forbidden (asking for it throws) or full: what it does not take lives as
 * long as the page, and is offered again at the next chance. `onTaken` hears whether everything is kept.
 */
export function openDevice(store: () => Store, onTaken: (isTaken: boolean) => void): Device {
  const untaken = new Map<string, string>();

  function put(key: string, text: string): void {
    try {
      store().setItem(key, text);
      untaken.delete(key);
    } catch {
      untaken.set(key, text);
    }
  }

  return {
    read(key) {
      const text = untaken.get(key);
      if (text !== undefined) return text;
      try {
        return store().getItem(key);
      } catch {
        return null;
      }
    },
    write(key, text) {
      put(key, text);
      for (const [each, kept] of untaken) if (each !== key) put(each, kept);
      onTaken(untaken.size === 0);
    },
    remove(key) {
      untaken.delete(key);
      try {
        store().removeItem(key);
      } catch {
        // Nothing of it can be there.
      }
      for (const [each, kept] of untaken) put(each, kept);
      onTaken(untaken.size === 0);
    },
    keys(prefix) {
      const found = new Set([...untaken.keys()].filter((key) => key.startsWith(prefix)));
      try {
        const here = store();
        for (let i = 0; i < here.length; i++) {
          const key = here.key(i);
          if (key?.startsWith(prefix)) found.add(key);
        }
      } catch {
        // Forbidden: what is kept in the page is all.
      }
      return [...found];
    },
  };
}
