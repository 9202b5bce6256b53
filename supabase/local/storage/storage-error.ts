import { json } from '../http/exchange.ts';

/** What Storage names its refusals: the status that goes into the body, and the old name beside the code (supabase/storage src/internal/errors/codes.ts). */
const codes = {
  NoSuchKey: [404, 'not_found'],
  NoSuchBucket: [404, 'Bucket not found'],
  ResourceAlreadyExists: [409, 'Duplicate'],
  AccessDenied: [403, 'Unauthorized'],
  EntityTooLarge: [413, 'Payload too large'],
  InvalidMimeType: [415, 'invalid_mime_type'],
  InvalidJWT: [400, 'InvalidJWT'],
  InvalidSignature: [400, 'InvalidSignature'],
  InvalidKey: [400, 'InvalidKey'],
  InvalidRequest: [400, 'InvalidRequest'],
  BucketNotEmpty: [409, 'InvalidRequest'],
} as const;

/** A refusal of Storage's. */
export class StorageError extends Error {
  readonly code: keyof typeof codes;

  constructor(code: keyof typeof codes, message: string) {
    super(message);
    this.code = code;
  }
}

/** Refusals that occur in more than one place. */
export const refusals = {
  noObject: () => new StorageError('NoSuchKey', 'Object not found'),
  noBucket: () => new StorageError('NoSuchBucket', 'Bucket not found'),
};

/** The refusal as an answer: HTTP says 400 whatever the body's status is. */
export function answerStorageError({ code, message }: StorageError): Response {
  const [status, error] = codes[code];
  return json(400, { statusCode: String(status), error, message, code });
}

/** The refusal that a database error stands for: duplicate key, or no permission; any other is passed on. */
export function asStorageError(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === '23505') return new StorageError('ResourceAlreadyExists', 'The resource already exists');
  return code === '42501'
    ? new StorageError('AccessDenied', 'new row violates row-level security policy')
    : error;
}
