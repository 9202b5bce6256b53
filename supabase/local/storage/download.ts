import { json } from '../http/exchange.ts';
import { signJwt, verifyJwt } from '../jwt.ts';
import { asCaller, type StorageContext, type StorageRequest } from './context.ts';
import { readContent } from './contents.ts';
import { refusals, StorageError } from './storage-error.ts';

type Row = {
  id: string;
  name: string;
  version: string;
  metadata: { mimetype: string; cacheControl: string; eTag: string; size: number; lastModified: string };
  user_metadata: unknown;
  created_at: Date;
};

/** GET and HEAD /object/:bucket/* and /object/authenticated/:bucket/*: for whom the policies let read the row. */
export async function download(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  return sendObject(incoming, await readRow(incoming, context, 'storage.object.get_authenticated'), context);
}

/** GET and HEAD /object/public/:bucket/*: for everybody, from a public bucket. */
export async function downloadPublic(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const [bucket] = await context.sql`select from storage.buckets where id = ${incoming.bucket} and public`;
  if (!bucket) throw refusals.noBucket();
  return sendObject(incoming, await readAnyRow(incoming, context), context);
}

/** GET /object/info/:bucket/* and /object/info/authenticated/:bucket/* */
export async function objectInfo(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { id, name, version, metadata, user_metadata, created_at } = await readRow(
    incoming,
    context,
    'storage.object.info_authenticated',
  );
  return json(200, {
    id,
    name,
    version,
    bucket_id: incoming.bucket,
    size: metadata.size,
    content_type: metadata.mimetype,
    cache_control: metadata.cacheControl,
    etag: metadata.eTag,
    metadata: user_metadata,
    last_modified: metadata.lastModified,
    created_at,
  });
}

/** POST /object/sign/:bucket/*: an address that works without credentials for `expiresIn` seconds; the caller must be able to read. */
export async function sign(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { expiresIn } = (await incoming.request.json()) as { expiresIn: number };
  await readRow(incoming, context, 'storage.object.sign');
  return json(200, { signedURL: signedPath(incoming.bucket, incoming.name, expiresIn, context) });
}

/** POST /object/sign/:bucket: the same for several paths, each with its own outcome. */
export async function signMany(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { expiresIn, paths } = (await incoming.request.json()) as { expiresIn: number; paths: string[] };
  const rows = await asCaller(
    context,
    incoming.claims,
    'storage.object.sign_many',
    (sql) => sql<{ name: string }[]>`
      select name from storage.objects where bucket_id = ${incoming.bucket} and name = any(${paths})`,
  );
  const readable = new Set(rows.map((row) => row.name));
  return json(
    200,
    paths.map((path) =>
      readable.has(path)
        ? { error: null, path, signedURL: signedPath(incoming.bucket, path, expiresIn, context) }
        : {
            error: 'Either the object does not exist or you do not have access to it',
            path,
            signedURL: null,
          },
    ),
  );
}

/** GET /object/sign/:bucket/*?token=…: anyone with the address, until it expires. */
export async function downloadSigned(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const token = verifyJwt(incoming.url.searchParams.get('token') ?? '', context.jwtSecret);
  if (token.state === 'expired') throw new StorageError('InvalidJWT', '"exp" claim timestamp check failed');
  if (token.state !== 'valid') throw new StorageError('InvalidJWT', 'Invalid JWT');
  if (token.claims.url !== `${incoming.bucket}/${incoming.name}`) {
    throw new StorageError('InvalidSignature', 'Invalid signature');
  }
  return sendObject(incoming, await readAnyRow(incoming, context), context);
}

function signedPath(bucket: string, name: string, expiresIn: number, { jwtSecret }: StorageContext): string {
  const issued = Math.floor(Date.now() / 1000);
  const token = signJwt({ url: `${bucket}/${name}`, iat: issued, exp: issued + expiresIn }, jwtSecret);
  // The client encodes the address.
  return `/object/sign/${bucket}/${name}?token=${token}`;
}

async function readRow({ claims, bucket, name }: StorageRequest, context: StorageContext, operation: string) {
  const [row] = await asCaller(
    context,
    claims,
    operation,
    (sql) => sql<Row[]>`
      select id, name, version, metadata, user_metadata, created_at from storage.objects
      where bucket_id = ${bucket} and name = ${name}`,
  );
  if (!row) throw refusals.noObject();
  return row;
}

/** For public and signed addresses, where the decision fell earlier. */
async function readAnyRow({ bucket, name }: StorageRequest, { sql }: StorageContext): Promise<Row> {
  const [row] = await sql<Row[]>`
    select id, name, version, metadata, user_metadata, created_at from storage.objects
    where bucket_id = ${bucket} and name = ${name}`;
  if (!row) throw refusals.noObject();
  return row;
}

/** With `?download` the browser is told to save it, under the given name if there is one. */
async function sendObject(
  incoming: StorageRequest,
  row: Row,
  { filesDir }: StorageContext,
): Promise<Response> {
  const content = await readContent(filesDir, row.version);
  if (!content) throw refusals.noObject();
  const { mimetype, cacheControl, eTag, lastModified } = row.metadata;
  const headers = new Headers({
    'content-type': mimetype,
    'content-length': String(content.length),
    'cache-control': cacheControl,
    etag: eTag,
    'last-modified': new Date(lastModified).toUTCString(),
  });
  const saveAs = incoming.url.searchParams.get('download');
  if (saveAs !== null) {
    const name = saveAs
      ? `; filename=${encodeURIComponent(saveAs)}; filename*=UTF-8''${encodeURIComponent(saveAs)};`
      : '';
    headers.set('content-disposition', `attachment${name}`);
  }
  return new Response(incoming.request.method === 'HEAD' ? null : new Uint8Array(content), { headers });
}
