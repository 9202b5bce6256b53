import type { IncomingMessage } from 'node:http';
import { asObject, type Json } from './validate/form.ts';
import { Refusal, refuse, refuseStatus } from './refusal.ts';

export interface UploadedFile {
  /** `0` of `files[0]`, or the part's own name. */
  key: string;
  filename: string;
  content_type: string;
  bytes: Buffer;
}

export interface Body {
  body: Json;
  list: unknown[];
  files: UploadedFile[];
}

/** Reads JSON, a form, or multipart with `payload_json` and `files[n]`. Throws 50109 and 40005 as Discord does. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  const bytes = await readAll(request, maxBytes);
  if (bytes.length === 0) return { body: {}, list: [], files: [] };
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readMultipart(bytes, type);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(bytes.toString())), list: [], files: [] };
  }
  if (!type.startsWith('application/json')) throw refuseStatus(415, 'Unsupported Media Type');
  const json = parse(bytes.toString());
  return { body: asObject(json), list: Array.isArray(json) ? json : [], files: [] };
}

async function readAll(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw refuse(40005);
  return Buffer.concat(chunks);
}

async function readMultipart(bytes: Buffer, type: string): Promise<Body> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Refusal(400, { message: 'Malformed multipart body', code: 0 } as { message: string });
  }
  const files: UploadedFile[] = [];
  let json: unknown = {};
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') {
      if (name === 'payload_json') json = parse(value);
      else json = { ...asObject(json), [name]: value };
      continue;
    }
    const key = /^files\[(\d+)\]$/.exec(name)?.[1] ?? name;
    const content_type = value.type || 'application/octet-stream';
    files.push({ key, filename: value.name, content_type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return { body: asObject(json), list: [], files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(50109);
  }
}
