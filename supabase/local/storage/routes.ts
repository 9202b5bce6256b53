import type { Caller } from '../http/caller.ts';
import { createBucket, deleteBucket, emptyBucket, readBuckets } from './buckets.ts';
import type { StorageContext, StorageRequest } from './context.ts';
import { download, downloadPublic, downloadSigned, objectInfo, sign, signMany } from './download.ts';
import { list, remove } from './list.ts';
import { copy, move } from './relocate.ts';
import { signUpload, uploadSigned } from './signed-upload.ts';
import { answerStorageError, StorageError } from './storage-error.ts';
import { upload } from './upload.ts';

type Handle = (incoming: StorageRequest, context: StorageContext) => Promise<Response>;

const object = '(?<bucket>[^/]+)/(?<name>.+)';
const bucket = '(?<bucket>[^/]+)';

/** Every call of Storage's that this stack covers, the first that fits; see COVERAGE.md. Paths below /storage/v1. */
const routes: [string, Handle][] = [
  ['POST /bucket', createBucket],
  ['GET /bucket', readBuckets],
  [`GET /bucket/${bucket}`, readBuckets],
  [`DELETE /bucket/${bucket}`, deleteBucket],
  [`POST /bucket/${bucket}/empty`, emptyBucket],
  ['POST /object/copy', copy],
  ['POST /object/move', move],
  [`POST /object/upload/sign/${object}`, signUpload],
  [`PUT /object/upload/sign/${object}`, uploadSigned],
  [`POST /object/list/${bucket}`, list],
  [`POST /object/sign/${bucket}`, signMany],
  [`POST /object/sign/${object}`, sign],
  [`(GET|HEAD) /object/sign/${object}`, downloadSigned],
  [`(GET|HEAD) /object/public/${object}`, downloadPublic],
  [`(GET|HEAD) /object/authenticated/${object}`, download],
  [`GET /object/info/authenticated/${object}`, objectInfo],
  [`GET /object/info/(?!public/)${object}`, objectInfo],
  [`(POST|PUT) /object/(?!(?:upload|move|copy|list-v2)/)${object}`, upload],
  [`(GET|HEAD) /object/(?!(?:upload|info)/)${object}`, download],
  [`DELETE /object/${bucket}`, remove],
];
const patterns = routes.map(([pattern, handle]) => ({ pattern: new RegExp(`^${pattern}$`), handle }));

/** These carry their permission in the address. */
const openHandles = new Set<Handle>([downloadSigned, downloadPublic, uploadSigned]);

/** Answers a request below /storage/v1, or `undefined` when it is not covered. */
export async function answerStorage(
  request: Request,
  caller: Caller,
  context: StorageContext,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const call = `${request.method} ${url.pathname.slice('/storage/v1'.length)}`;
  for (const { pattern, handle } of patterns) {
    const found = pattern.exec(call);
    if (!found) continue;
    const { bucket: id = '', name = '' } = found.groups ?? {};
    try {
      if (!openHandles.has(handle)) checkCaller(caller);
      const incoming = { request, url, claims: caller.claims, bucket: decode(id), name: decode(name) };
      return await handle(incoming, context);
    } catch (error) {
      if (error instanceof StorageError) return answerStorageError(error);
      throw error;
    }
  }
  return undefined;
}

function checkCaller({ token, keyRole }: Caller): void {
  if (token?.state === 'expired')
    throw new StorageError('AccessDenied', '"exp" claim timestamp check failed');
  if (token && token.state !== 'valid') throw new StorageError('AccessDenied', 'Invalid Compact JWS');
  if (!token && !keyRole)
    throw new StorageError('InvalidRequest', "headers must have required property 'authorization'");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new StorageError('InvalidKey', `Invalid key: ${part}`);
  }
}
