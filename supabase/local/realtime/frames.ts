/** The two Phoenix serializers of Realtime (realtime-js src/lib/serializer.ts; supabase/realtime RealtimeWeb.Socket.V2Serializer). */
export type Version = '1.0.0' | '2.0.0';

export type Frame = {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: unknown;
};

/** A broadcast's content: JSON, or bytes, which only clients of version 2.0.0 can be given. */
export type Content = { json: unknown } | { bytes: Buffer };

/** A frame from a client. A broadcast sent as binary (kind 3) carries its own event and content apart. */
export type Received = Frame & { broadcast?: { event: string; content: Content } };

const pushKind = 3;
const broadcastKind = 4;
const jsonEncoding = 1;

/** Reads a client's frame; `undefined` for anything else. */
export function decodeFrame(data: Buffer, isBinary: boolean, version: Version): Received | undefined {
  try {
    if (isBinary) return decodePush(data);
    const value: unknown = JSON.parse(data.toString());
    return version === '2.0.0' ? fromList(value) : fromObject(value);
  } catch {
    return undefined;
  }
}

function fromList(value: unknown): Received | undefined {
  if (!Array.isArray(value)) return undefined;
  const [joinRef, ref, topic, event, payload] = value as unknown[];
  return toFrame(joinRef, ref, topic, event, payload);
}

function fromObject(value: unknown): Received | undefined {
  if (!value || typeof value !== 'object') return undefined;
  const { join_ref: joinRef, ref, topic, event, payload } = value as Record<string, unknown>;
  return toFrame(joinRef, ref, topic, event, payload);
}

function toFrame(joinRef: unknown, ref: unknown, topic: unknown, event: unknown, payload: unknown) {
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  const asRef = (given: unknown) => (given === null || given === undefined ? null : String(given));
  return { joinRef: asRef(joinRef), ref: asRef(ref), topic, event, payload };
}

/** Kind 3: [3][lengths of join_ref, ref, topic, event, metadata][encoding], then these five and the content. */
function decodePush(data: Buffer): Received | undefined {
  if (data[0] !== pushKind || data.length < 7) return undefined;
  let at = 7;
  const [joinRef = '', ref = '', topic = '', event = ''] = [1, 2, 3, 4, 5].map((field) => {
    const part = data.subarray(at, at + (data[field] ?? 0)).toString();
    at += data[field] ?? 0;
    return part;
  });
  const rest = data.subarray(at);
  const content =
    data[6] === jsonEncoding ? { json: JSON.parse(rest.toString() || '{}') as unknown } : { bytes: rest };
  const frame = { joinRef: joinRef || null, ref: ref || null, topic, event: 'broadcast', payload: undefined };
  return { ...frame, broadcast: { event, content } };
}

/** A frame for a client, as text. */
export function encodeFrame({ joinRef, ref, topic, event, payload }: Frame, version: Version): string {
  return version === '2.0.0'
    ? JSON.stringify([joinRef, ref, topic, event, payload])
    : JSON.stringify({ topic, event, payload, ref });
}

/**
 * A broadcast for a client: kind 4 ([4][lengths of topic, event, metadata][encoding], then these and the content) in
 * version 2.0.0, JSON text in 1.0.0. `undefined` where the client's version cannot carry it.
 */
export function encodeBroadcast(
  topic: string,
  event: string,
  content: Content,
  meta: Record<string, unknown> | undefined,
  version: Version,
): string | Buffer | undefined {
  if (version === '1.0.0') {
    if ('bytes' in content) return undefined;
    const payload = { type: 'broadcast', event, payload: content.json, ...(meta ? { meta } : {}) };
    return encodeFrame({ joinRef: null, ref: null, topic, event: 'broadcast', payload }, version);
  }
  const parts = [topic, event, meta ? JSON.stringify(meta) : ''].map((part) => Buffer.from(part));
  const isJson = 'json' in content;
  const header = Buffer.from([broadcastKind, ...parts.map((part) => part.length), isJson ? jsonEncoding : 0]);
  return Buffer.concat([
    header,
    ...parts,
    isJson ? Buffer.from(JSON.stringify(content.json)) : content.bytes,
  ]);
}

/** Lengths travel in one byte each. */
export const longestName = 255;
