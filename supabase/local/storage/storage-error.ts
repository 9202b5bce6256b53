import { json } from '../http/exchange.ts';

/** A refusal of Storage's: the status goes into the body, HTTP says 400 (supabase/storage src/internal/errors). */
export class StorageError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Refusals that occur in more than one place. */
export const refusals = {
  noObject: () => new StorageError(404, 'not_found', 'Object not found'),
  noBucket: () => new StorageError(404, 'Bucket not found', 'Bucket not found'),
  duplicate: () => new StorageError(409, 'Duplicate', 'The resource already exists'),
  denied: () => new StorageError(403, 'Unauthorized', 'new row violates row-level security policy'),
};

export function answerStorageError({ status, code, message }: StorageError): Response {
  return json(status >= 500 ? status : 400, { statusCode: String(status), error: code, message });
}

/** The refusal that a database error stands for: duplicate key, or no permission; any other is passed on. */
export function asStorageError(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === '23505') return refusals.duplicate();
  return code === '42501' ? refusals.denied() : error;
}
