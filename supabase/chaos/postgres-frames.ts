/*
 * Just as much of Postgres' protocol as tells which statement is under way
 * (https://www.postgresql.org/docs/17/protocol-message-formats.html): a type byte, a length that counts itself, the rest.
 */

export type Message = { type: string; body: Buffer; whole: Buffer };

/** Cuts one direction of a connection into messages. The first of a client has no type byte: `isUntyped`. */
export function createSplitter(isUntyped: boolean) {
  let rest: Buffer = Buffer.alloc(0);
  let first = isUntyped;
  return function* (chunk: Buffer): Generator<Message> {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const whole = rest.subarray(0, end);
      yield {
        type: first ? 'startup' : String.fromCharCode(whole[0]!),
        body: whole.subarray(head + 4),
        whole,
      };
      rest = rest.subarray(end);
      first = false;
    }
  };
}

/** The text at the beginning of a message up to its zero byte, and where the next one begins. */
function readText(body: Buffer, from = 0): [string, number] {
  const end = body.indexOf(0, from);
  return [body.toString('utf8', from, end), end + 1];
}

/** Follows what a client sends and tells, message by message, the text of the statement that it runs with it. */
export function createStatementReader() {
  const prepared = new Map<string, string>();
  return ({ type, body }: Message): string | null => {
    if (type === 'Q') return readText(body)[0];
    if (type === 'P') {
      const [name, next] = readText(body);
      prepared.set(name, readText(body, next)[0]);
    }
    if (type === 'B') {
      const [, next] = readText(body);
      return prepared.get(readText(body, next)[0]) ?? null;
    }
    return null;
  };
}
