import { WebSocket } from 'ws';
import { eventually } from './eventually.ts';
import type { Project } from './local-server.ts';

export type Seen = { joinRef: string | null; ref: string | null; topic: string; event: string; payload: any }; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A bare WebSocket to Realtime that keeps every frame, for what the client library hides. */
export type RawSocket = {
  send: (
    topic: string,
    event: string,
    payload: unknown,
    refs?: { ref?: string | null; joinRef?: string | null },
  ) => void;
  sendBytes: (bytes: Buffer) => void;
  join: (topic: string, config?: object, token?: string) => Promise<Seen>;
  /** Waits for the first kept frame that fits. */
  next: (what: string, fits: (frame: Seen) => boolean, deadline?: number) => Promise<Seen>;
  frames: Seen[];
  binary: Buffer[];
  isClosed: () => boolean;
  close: () => void;
};

export async function openRawSocket(
  project: Pick<Project, 'supabaseUrl' | 'publishableKey'>,
  version: '1.0.0' | '2.0.0' = '2.0.0',
): Promise<RawSocket> {
  const address = new URL('/realtime/v1/websocket', project.supabaseUrl.replace('http', 'ws'));
  address.searchParams.set('apikey', project.publishableKey);
  address.searchParams.set('vsn', version);
  const socket = new WebSocket(address);
  const frames: Seen[] = [];
  const binary: Buffer[] = [];
  let isClosed = false;
  let count = 0;
  socket.on('close', () => (isClosed = true));
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return void binary.push(data);
    const value = JSON.parse(data.toString());
    frames.push(
      version === '2.0.0'
        ? { joinRef: value[0], ref: value[1], topic: value[2], event: value[3], payload: value[4] }
        : { joinRef: null, ref: value.ref, topic: value.topic, event: value.event, payload: value.payload },
    );
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));

  const raw: RawSocket = {
    send: (topic, event, payload, { ref = null, joinRef = null } = {}) =>
      socket.send(
        JSON.stringify(
          version === '2.0.0'
            ? [joinRef, ref, topic, event, payload]
            : { topic, event, payload, ref, join_ref: joinRef },
        ),
      ),
    sendBytes: (bytes) => socket.send(bytes),
    join: async (topic, config = {}, token) => {
      const ref = `join-${(count += 1)}`;
      raw.send(
        topic,
        'phx_join',
        { config, ...(token ? { access_token: token } : {}) },
        { ref, joinRef: ref },
      );
      return raw.next(
        `the join of ${topic} is answered`,
        (frame) => frame.event === 'phx_reply' && frame.ref === ref,
      );
    },
    next: (what, fits, deadline) => eventually(what, () => frames.find(fits), deadline),
    frames,
    binary,
    isClosed: () => isClosed,
    close: () => socket.close(),
  };
  return raw;
}

/** Kind 3 of version 2.0.0: a broadcast from a client, its lengths counted in bytes. */
export function binaryPush(
  parts: { joinRef: string; ref: string; topic: string; event: string; metadata?: string },
  content: Buffer | object,
): Buffer {
  const fields = [parts.joinRef, parts.ref, parts.topic, parts.event, parts.metadata ?? ''].map((part) =>
    Buffer.from(part),
  );
  const isBytes = Buffer.isBuffer(content);
  const head = Buffer.from([3, ...fields.map((field) => field.length), isBytes ? 0 : 1]);
  return Buffer.concat([head, ...fields, isBytes ? content : Buffer.from(JSON.stringify(content))]);
}

/** Kind 4 of version 2.0.0, read apart. */
export function readBroadcast(data: Buffer) {
  const [kind, topicLength = 0, eventLength = 0, metaLength = 0, encoding] = data;
  const cut = (from: number, length: number) => data.subarray(from, from + length);
  const topic = cut(5, topicLength).toString();
  const event = cut(5 + topicLength, eventLength).toString();
  const meta = cut(5 + topicLength + eventLength, metaLength).toString();
  return {
    kind,
    topic,
    event,
    meta,
    isJson: encoding === 1,
    content: data.subarray(5 + topicLength + eventLength + metaLength),
  };
}
