/** Discord's words and HTTP status for each error code we answer (topics/opcodes-and-status-codes, JSON error codes). */
export const REFUSALS: Record<number, [status: number, message: string]> = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10009: [404, 'Unknown Overwrite'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10014: [400, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  30003: [400, 'Maximum number of pins reached (250)'],
  30005: [400, 'Maximum number of server roles reached (250)'],
  30007: [400, 'Maximum number of webhooks reached (15)'],
  30010: [400, 'Maximum number of reactions reached (20)'],
  30013: [400, 'Maximum number of server channels reached (500)'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  30033: [400, 'Maximum number of thread participants reached (1000)'],
  30058: [400, 'Maximum number of webhooks per server reached (1000)'],
  30060: [400, 'Maximum number of channel permission overwrites reached (1000)'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50016: [
    400,
    'Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages',
  ],
  50021: [403, 'Cannot execute action on a system message'],
  50024: [400, 'Cannot execute action on this channel type'],
  50026: [403, 'Missing required OAuth2 scope'],
  50027: [401, 'Invalid Webhook Token'],
  50034: [400, 'You can only bulk delete messages that are under 14 days old.'],
  50055: [404, 'Invalid Guild'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160002: [400, 'Cannot reply without permission to read message history'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [403, 'Thread is locked'],
  160006: [400, 'Maximum number of active threads reached'],
};

/** An answer that is not the one asked for; thrown anywhere below a route, written by the router. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(status: number, body: { message: string }, headers: Record<string, string> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The refusal with Discord's code, its words and its status. */
export function refuse(code: number): Refusal {
  const [status, message] = REFUSALS[code] ?? [400, `Error ${code}`];
  return new Refusal(status, { message, code } as { message: string });
}

/** 401, 404 and 405 outside of any route: code 0 and the status in words. */
export function refuseStatus(status: number, words: string): Refusal {
  return new Refusal(status, { message: `${status}: ${words}`, code: 0 } as { message: string });
}

/** One complaint of a 50035: where (keys and indexes), Discord's error name, its words. */
export interface Complaint {
  path: (string | number)[];
  code: string;
  message: string;
}

/** 50035 with the nested tree that Discord answers (reference: Error Messages). */
export function refuseForm(complaints: Complaint[]): Refusal {
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of complaints) {
    let node = errors;
    for (const key of path) node = (node[String(key)] ??= {}) as Record<string, unknown>;
    const list = (node._errors ??= []) as unknown[];
    list.push({ code, message });
  }
  return new Refusal(400, { message: 'Invalid Form Body', code: 50035, errors } as { message: string });
}
