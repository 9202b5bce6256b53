import { json } from '../http/exchange.ts';
import { asCaller, type StorageContext, type StorageRequest } from './context.ts';
import { dropContent } from './contents.ts';
import { refusals, StorageError } from './storage-error.ts';

type Wanted = {
  id?: string;
  name: string;
  public?: boolean;
  file_size_limit?: number | string | null;
  allowed_mime_types?: string[] | null;
};

/** POST /bucket. Throws a StorageError when there is one of that name. */
export async function createBucket(
  { request, claims }: StorageRequest,
  context: StorageContext,
): Promise<Response> {
  const wanted = (await request.json()) as Wanted;
  const row = {
    id: wanted.id ?? wanted.name,
    name: wanted.name,
    public: wanted.public ?? false,
    file_size_limit: toBytes(wanted.file_size_limit ?? null),
    allowed_mime_types: wanted.allowed_mime_types ?? null,
    owner: claims.sub ?? null,
    owner_id: claims.sub ?? null,
  };
  await asCaller(
    context,
    claims,
    'storage.bucket.create',
    (sql) => sql`insert into storage.buckets ${sql(row)}`,
  );
  return json(200, { name: row.name });
}

/** GET /bucket and /bucket/:id: those that the caller's policies on storage.buckets show. */
export async function readBuckets(
  { claims, bucket }: StorageRequest,
  context: StorageContext,
): Promise<Response> {
  const rows = await asCaller(
    context,
    claims,
    bucket ? 'storage.bucket.get' : 'storage.bucket.list',
    (sql) => sql`
      select id, name, type, owner, public, file_size_limit::float8, allowed_mime_types, created_at, updated_at
      from storage.buckets where ${bucket === '' || sql`id = ${bucket}`} order by name`,
  );
  if (!bucket) return json(200, [...rows]);
  if (!rows[0]) throw refusals.noBucket();
  return json(200, rows[0]);
}

/** POST /bucket/:id/empty */
export async function emptyBucket(
  { claims, bucket }: StorageRequest,
  context: StorageContext,
): Promise<Response> {
  const rows = await asCaller(
    context,
    claims,
    'storage.bucket.empty',
    (sql) => sql<{ version: string | null }[]>`
      delete from storage.objects where bucket_id = ${bucket} returning version`,
  );
  await Promise.all(rows.map((row) => dropContent(context.filesDir, row.version)));
  return json(200, { message: 'Successfully emptied' });
}

/** DELETE /bucket/:id. Throws a StorageError while it holds objects. */
export async function deleteBucket(
  { claims, bucket }: StorageRequest,
  context: StorageContext,
): Promise<Response> {
  const [held] = await context.sql`select from storage.objects where bucket_id = ${bucket} limit 1`;
  if (held) throw new StorageError('BucketNotEmpty', 'The bucket you tried to delete is not empty');
  const gone = await asCaller(
    context,
    claims,
    'storage.bucket.delete',
    (sql) => sql`delete from storage.buckets where id = ${bucket} returning id`,
  );
  if (gone.length === 0) throw refusals.noBucket();
  return json(200, { message: 'Successfully deleted' });
}

/** Sizes come as bytes or as words such as 20MB, in steps of 1000 as in storage-api. */
function toBytes(size: number | string | null): number | null {
  if (size === null || typeof size === 'number') return size;
  const [, digits, unit = 'B'] = /^(\d+)\s*(B|KB|MB|GB)?$/i.exec(size) ?? [];
  if (!digits)
    throw new StorageError('InvalidRequest', 'Invalid file size format, use "20GB" / "20MB" / "30KB" / "3B"');
  return Number(digits) * 1000 ** ['B', 'KB', 'MB', 'GB'].indexOf(unit.toUpperCase());
}
