import type { Database } from './database.ts';

/**
 * What postgres.js 3.4 keeps on a query and does not say in its types (database.ts says why it is
 * read): when it is handed over, and whether a connection has it.
 */
type Pending = Promise<unknown> & { handle?: () => Promise<void>; active?: boolean };

/**
 * Watches the pool's queries, which postgres.js itself does not tell of: how many hold a connection and how many wait for one.
 * A query is handed over when it is first awaited; a part of another query never is.
 */
export function countQueries(sql: Database) {
  const pending = new Set<Pending>();

  function watch(query: Pending): void {
    const { handle } = query;
    if (!handle) return;
    query.handle = () => {
      // Once: awaiting it below comes here again.
      query.handle = handle;
      pending.add(query);
      const end = () => void pending.delete(query);
      query.then(end, end);
      return handle.call(query);
    };
  }

  const watched = new Proxy(sql, {
    apply(target, self, args) {
      const made: unknown = Reflect.apply(target, self, args);
      if (made instanceof Promise) watch(made);
      return made;
    },
  });
  return {
    sql: watched,
    count() {
      const inUse = [...pending].filter(({ active }) => active).length;
      return { inUse, waiting: pending.size - inUse };
    },
  };
}
