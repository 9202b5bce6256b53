import { json } from '../http/exchange.ts';
import type { Caller } from '../http/caller.ts';
import { checkWrite } from './authorize.ts';
import type { Content } from './frames.ts';
import type { Realtime } from './realtime.ts';

type Message = { topic: string; event: string; payload: unknown; isPrivate: boolean };

const onePath = /^\/realtime\/v1\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/;

/** Answers Realtime's two HTTP calls, by which a broadcast is sent without a socket; `undefined` for any other. */
export async function answerBroadcast(
  request: Request,
  caller: Caller,
  realtime: Realtime,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const one = onePath.exec(url.pathname);
  const isBatch = url.pathname === '/realtime/v1/api/broadcast';
  if (request.method !== 'POST' || (!one && !isBatch)) return undefined;
  const isRefused = caller.token ? caller.token.state !== 'valid' : !caller.keyRole;
  if (isRefused) return json(401, { message: 'Unauthorized' });
  if (isBatch) return sendBatch(request, caller, realtime);
  const [topic, event] = [decodeURIComponent(one?.[1] ?? ''), decodeURIComponent(one?.[2] ?? '')];
  return sendOne(
    request,
    { topic, event, isPrivate: url.searchParams.get('private') === 'true' },
    caller,
    realtime,
  );
}

/** Messages that the caller may not send are dropped without a word: still 202. */
async function sendBatch(request: Request, caller: Caller, realtime: Realtime): Promise<Response> {
  const body = (await request.json().catch(() => undefined)) as { messages?: unknown } | undefined;
  if (!Array.isArray(body?.messages)) return json(422, { errors: { messages: ["can't be blank"] } });
  const messages = (body.messages as Record<string, unknown>[]).map(readMessage);
  const errors = messages.map((message) => ('errors' in message ? message.errors : {}));
  if (errors.some((error) => Object.keys(error).length > 0))
    return json(422, { errors: { messages: errors } });
  for (const message of messages as Message[]) {
    if (!realtime.messages.add()) return json(429, { message: 'You have exceeded your rate limit' });
    if (!(await maySend(message, caller, realtime))) continue;
    publish(message, { json: message.payload }, realtime);
  }
  return new Response(null, { status: 202 });
}

async function sendOne(
  request: Request,
  target: Omit<Message, 'payload'>,
  caller: Caller,
  realtime: Realtime,
): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  const isBinary = type.startsWith('application/octet-stream');
  if (!isBinary && !type.startsWith('application/json'))
    return json(415, { message: 'Unsupported Media Type' });
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length > realtime.limits.payloadBytes) return json(422, { message: 'Payload too large' });
  const content: Content | undefined = isBinary ? { bytes: body } : parseJson(body.toString());
  if (!content) return json(422, { message: 'Payload is not valid JSON' });
  if (!realtime.messages.add()) return json(429, { message: 'You have exceeded your rate limit' });
  if (!(await maySend(target, caller, realtime))) return json(403, { message: 'Forbidden' });
  publish(target, content, realtime);
  return new Response(null, { status: 202 });
}

async function maySend(
  { topic, isPrivate }: Omit<Message, 'payload'>,
  { claims }: Caller,
  { sql }: Realtime,
) {
  return !isPrivate || checkWrite(sql, topic, claims, 'broadcast');
}

function publish(
  { topic, event, isPrivate }: Omit<Message, 'payload'>,
  content: Content,
  { hub }: Realtime,
): void {
  hub.publish({ topic, event, isPrivate, content });
}

function readMessage(value: Record<string, unknown>): Message | { errors: Record<string, string[]> } {
  const { topic, event, payload, private: isPrivate } = value;
  const errors: Record<string, string[]> = {};
  if (typeof topic !== 'string' || !topic) errors.topic = ["can't be blank"];
  if (typeof event !== 'string' || !event) errors.event = ["can't be blank"];
  if (payload === null || typeof payload !== 'object') errors.payload = ["can't be blank"];
  if (Object.keys(errors).length > 0) return { errors };
  return { topic: String(topic), event: String(event), payload, isPrivate: isPrivate === true };
}

function parseJson(text: string): Content | undefined {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
