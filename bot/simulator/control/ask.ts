import type { ClientRefusal } from '../protocol.ts';

/** A file to send. */
export interface FileToSend {
  name: string;
  type?: string;
  bytes: Uint8Array | string;
}

/** A refusal of the simulated Discord: its code, its words and its HTTP status. */
export class DiscordRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly body: ClientRefusal;

  constructor(status: number, body: ClientRefusal) {
    super(`${status} ${body.code}: ${body.message}`);
    this.status = status;
    this.code = body.code;
    this.body = body;
  }
}

/** One request; the parsed answer, or a `DiscordRefusal`. */
export async function ask<T>(url: string, method: string, body?: unknown): Promise<T> {
  const isForm = body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: body === undefined || isForm ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw new DiscordRefusal(response.status, answer as ClientRefusal);
  return answer as T;
}

/** JSON and files as one form; `nameOf` names the part of the nth file. */
export function withFiles(body: object, files: FileToSend[], nameOf: (n: number) => string): FormData {
  const form = new FormData();
  form.set('payload_json', JSON.stringify(body));
  for (const [n, file] of files.entries()) {
    const bytes = typeof file.bytes === 'string' ? file.bytes : new Uint8Array(file.bytes);
    form.append(nameOf(n), new Blob([bytes], { type: file.type ?? 'application/octet-stream' }), file.name);
  }
  return form;
}

/** Looks again until something is there; throws with the words when it is not in time. */
export async function until<T>(ms: number, words: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${words} within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
