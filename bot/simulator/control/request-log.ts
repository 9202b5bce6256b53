/** One REST request as it was answered; 0 is a connection that was cut. */
export interface LoggedRequest {
  n: number;
  method: string;
  /** Without tokens: `/webhooks/<id>/…/messages/<id>`. */
  path: string;
  /** The pattern that matched. */
  route: string | null;
  status: number | null;
  at: string;
  ms: number | null;
}

export interface RequestLog {
  open(method: string, path: string): { route: string | null; close(status: number): void };
  list(): LoggedRequest[];
  clear(): void;
}

const KEPT = 20_000;

/** Remembers the requests of the bot, newest last. */
export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let n = 0;
  return {
    open(method, path) {
      const began = performance.now();
      const entry: LoggedRequest = {
        n: (n += 1),
        method,
        path: withoutToken(path),
        route: null,
        status: null,
        at: new Date().toISOString(),
        ms: null,
      };
      entries.push(entry);
      if (entries.length > KEPT * 1.25) entries = entries.slice(-KEPT);
      return {
        get route() {
          return entry.route;
        },
        set route(pattern) {
          entry.route = pattern;
        },
        close(status) {
          entry.status = status;
          entry.ms = Math.round((performance.now() - began) * 100) / 100;
        },
      };
    },
    list: () => entries,
    clear: () => void (entries = []),
  };
}

function withoutToken(path: string): string {
  return path.replace(/^(\/(?:webhooks|interactions)\/\d+\/)[^/]+/, '$1…');
}
