import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { json } from '../http/exchange.ts';
import { asCaller, type StorageContext, type StorageRequest } from './context.ts';
import { dropContent, writeContent } from './contents.ts';
import { refusals, StorageError } from './storage-error.ts';

type Bucket = { file_size_limit: string | null; allowed_mime_types: string[] | null };
type Body = { content: AsyncIterable<Uint8Array>; mimetype: string; cacheControl: string; metadata: unknown };

/** What names may consist of, as for S3 (supabase/storage src/storage/limits.ts). */
const allowedName = /^[\w/!\-.*'() &$@=;:+,?]*$/;

/**
 * POST (new, or replaced with x-upsert) and PUT (replaced) /object/:bucket/*: the caller's policies on storage.objects
 * decide. Throws a StorageError for an unknown bucket, a type or size that the bucket refuses, an object that is there.
 */
export async function upload(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { request, claims } = incoming;
  const isUpdate = request.method === 'PUT';
  const isUpsert = isUpdate || request.headers.get('x-upsert') === 'true';
  const operation = isUpdate ? 'storage.object.upload_update' : 'storage.object.upload';
  return receive(incoming, context, { isUpdate, isUpsert }, (store) =>
    asCaller(context, claims, operation, store),
  );
}

type Store = (sql: postgres.TransactionSql) => Promise<string>;

/** Takes a request's file in, and stores its row as `as` runs it. */
export async function receive(
  incoming: StorageRequest,
  context: StorageContext,
  { isUpdate, isUpsert }: { isUpdate: boolean; isUpsert: boolean },
  as: (store: Store) => Promise<string>,
): Promise<Response> {
  const { request, bucket, name } = incoming;
  checkName(name);
  const rules = await findBucket(bucket, context);
  const body = await readBody(request);
  checkType(rules, body.mimetype);
  const version = randomUUID();
  const limit = rules.file_size_limit === null ? null : Number(rules.file_size_limit);
  const tooLarge = () => new StorageError('EntityTooLarge', 'The object exceeded the maximum allowed size');
  const { size, eTag } = await writeContent(context.filesDir, version, body.content, limit, tooLarge);
  const metadata = {
    eTag,
    size,
    mimetype: body.mimetype,
    cacheControl: body.cacheControl,
    lastModified: new Date().toISOString(),
    contentLength: size,
    httpStatusCode: 200,
  };
  try {
    const old = await replacedVersion(incoming, context);
    if (isUpdate && old === undefined) throw refusals.noObject();
    const stored = { version, metadata, userMetadata: body.metadata };
    const id = await as((sql) => storeRow(sql, incoming, stored, isUpsert));
    await dropContent(context.filesDir, isUpsert ? (old ?? null) : null);
    return json(200, { Id: id, Key: `${bucket}/${name}` });
  } catch (error) {
    await dropContent(context.filesDir, version);
    throw error;
  }
}

/** Throws a StorageError for a name that S3 would not take. */
export function checkName(name: string): void {
  if (!allowedName.test(name)) throw new StorageError('InvalidKey', `Invalid key: ${name}`);
}

async function findBucket(id: string, { sql }: StorageContext): Promise<Bucket> {
  const [bucket] = await sql<Bucket[]>`
    select file_size_limit, allowed_mime_types from storage.buckets where id = ${id}`;
  if (!bucket) throw refusals.noBucket();
  return bucket;
}

async function replacedVersion(
  { bucket, name }: StorageRequest,
  { sql }: StorageContext,
): Promise<string | undefined> {
  const [row] = await sql<{ version: string }[]>`
    select version from storage.objects where bucket_id = ${bucket} and name = ${name}`;
  return row?.version;
}

/** A form with the file in a field without a name, as the client sends files; any other body is the file itself. */
async function readBody(request: Request): Promise<Body> {
  const type = request.headers.get('content-type') ?? 'application/octet-stream';
  if (!type.startsWith('multipart/form-data')) {
    const header = request.headers.get('x-metadata');
    return {
      content: (request.body ?? new Blob([]).stream()) as AsyncIterable<Uint8Array>,
      mimetype: type,
      cacheControl: request.headers.get('cache-control') ?? 'no-cache',
      metadata: header ? JSON.parse(Buffer.from(header, 'base64').toString()) : null,
    };
  }
  const form = await request.formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  if (!file) throw new StorageError('InvalidRequest', 'No file provided');
  const seconds = form.get('cacheControl');
  const metadata = form.get('metadata');
  return {
    content: file.stream() as unknown as AsyncIterable<Uint8Array>,
    mimetype: file.type || 'application/octet-stream',
    cacheControl: typeof seconds === 'string' ? `max-age=${seconds}` : 'no-cache',
    metadata: typeof metadata === 'string' ? JSON.parse(metadata) : null,
  };
}

function checkType({ allowed_mime_types: allowed }: Bucket, mimetype: string): void {
  const bare = mimetype.split(';')[0]?.trim() ?? '';
  const isAllowed =
    !allowed?.length || allowed.some((one) => one === bare || one === `${bare.split('/')[0]}/*`);
  if (!isAllowed) throw new StorageError('InvalidMimeType', `mime type ${mimetype} is not supported`);
}

type Stored = { version: string; metadata: postgres.JSONValue; userMetadata: unknown };

export async function storeRow(
  sql: postgres.TransactionSql,
  { bucket, name, claims }: StorageRequest,
  { version, metadata, userMetadata }: Stored,
  isUpsert: boolean,
): Promise<string> {
  const id = randomUUID();
  const owner = claims.sub ?? null;
  const row = {
    id,
    bucket_id: bucket,
    name,
    version,
    owner,
    owner_id: owner,
    metadata: sql.json(metadata),
    user_metadata: userMetadata === null ? null : sql.json(userMetadata as postgres.JSONValue),
  };
  if (!isUpsert) {
    // Without `returning`: a caller may be allowed to add what they may not read.
    await sql`insert into storage.objects ${sql(row)}`;
    return id;
  }
  const [stored] = await sql<{ id: string }[]>`
    insert into storage.objects ${sql(row)}
    on conflict (bucket_id, name) do update set version = excluded.version, metadata = excluded.metadata,
      user_metadata = excluded.user_metadata, owner = excluded.owner, owner_id = excluded.owner_id
    returning id`;
  return stored?.id ?? id;
}
