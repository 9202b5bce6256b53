import type { ClientRefusal, Snowflake } from '../../../protocol.ts';

/** What came of asking: the value, or the refusal in words. Network trouble is a refusal with code 0. */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; code: number; reason: string };

/** One request to the simulator in a person's name. `body` is sent as JSON, or as it is when it is a form. */
export async function ask<Value = undefined>(
  person: Snowflake,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer<Value>> {
  const isForm = body instanceof FormData;
  const headers: Record<string, string> = { 'x-as': person };
  if (body !== undefined && !isForm) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(path, { method, headers, body: isForm ? body : JSON.stringify(body) });
    const answer: unknown =
      response.status === 204 ? undefined : await response.json().catch(() => undefined);
    if (response.ok) return { ok: true, value: answer as Value };
    const refusal = answer as Partial<ClientRefusal> | undefined;
    return {
      ok: false,
      code: refusal?.code ?? response.status,
      reason: describeRefusal(refusal, response.status),
    };
  } catch {
    return { ok: false, code: 0, reason: 'The simulator cannot be reached.' };
  }
}

/** The first sentence of a 50035 tree ("Must be 2000 or fewer in length."), else the refusal's own message. */
function describeRefusal(refusal: Partial<ClientRefusal> | undefined, status: number): string {
  return firstDetail(refusal?.errors) ?? refusal?.message ?? `The simulator answered ${status}.`;
}

function firstDetail(errors: unknown): string | undefined {
  if (typeof errors !== 'object' || errors === null) return undefined;
  for (const [key, value] of Object.entries(errors)) {
    if (key === '_errors' && Array.isArray(value))
      return (value[0] as { message?: string } | undefined)?.message;
    const detail = firstDetail(value);
    if (detail !== undefined) return detail;
  }
  return undefined;
}
