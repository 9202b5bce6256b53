import { json } from '../http/exchange.ts';
import { asCaller, type StorageContext, type StorageRequest } from './context.ts';
import { dropContent } from './contents.ts';

type Listed = {
  name: string;
  id: string | null;
  updated_at: Date | null;
  created_at: Date | null;
  last_accessed_at: Date | null;
  metadata: Record<string, unknown> | null;
};

/** POST /object/list/:bucket: one level below `prefix`; folders come as bare names. What the caller may not read is not there. */
export async function list(
  { request, claims, bucket }: StorageRequest,
  context: StorageContext,
): Promise<Response> {
  const wanted = (await request.json()) as {
    prefix?: string;
    limit?: number;
    offset?: number;
    search?: string;
    sortBy?: { column?: string; order?: string };
  };
  const { limit = 100, offset = 0, search = '' } = wanted;
  const prefix = wanted.prefix ? `${wanted.prefix.replace(/\/+$/, '')}/` : '';
  const rows = await asCaller(
    context,
    claims,
    'storage.object.list',
    (sql) => sql<Listed[]>`
      select name, id, updated_at, created_at, last_accessed_at, metadata from storage.objects
      where bucket_id = ${bucket} and starts_with(name, ${prefix})`,
  );
  const level = oneLevel(rows, prefix).filter((entry) =>
    entry.name.toLowerCase().startsWith(search.toLowerCase()),
  );
  const column = (wanted.sortBy?.column ?? 'name') as keyof Listed;
  const direction = wanted.sortBy?.order === 'desc' ? -1 : 1;
  const keyOf = (entry: Listed) =>
    entry[column] instanceof Date ? entry[column].toISOString() : String(entry[column]);
  level.sort((a, b) => direction * (keyOf(a) < keyOf(b) ? -1 : 1));
  return json(200, level.slice(offset, offset + limit));
}

function oneLevel(rows: Listed[], prefix: string): Listed[] {
  const entries = new Map<string, Listed>();
  const folder = { id: null, updated_at: null, created_at: null, last_accessed_at: null, metadata: null };
  for (const row of rows) {
    const [name = '', ...below] = row.name.slice(prefix.length).split('/');
    entries.set(name, below.length > 0 ? { name, ...folder } : { ...row, name });
  }
  return [...entries.values()];
}

/** DELETE /object/:bucket with `{prefixes}`: takes away those of the named objects that the policies allow; answers with them. */
export async function remove(
  { request, claims, bucket }: StorageRequest,
  context: StorageContext,
): Promise<Response> {
  const { prefixes } = (await request.json()) as { prefixes: string[] };
  const rows = await asCaller(
    context,
    claims,
    'storage.object.delete_many',
    (sql) => sql<{ version: string | null }[]>`
      delete from storage.objects where bucket_id = ${bucket} and name = any(${prefixes}) returning *`,
  );
  await Promise.all(rows.map((row) => dropContent(context.filesDir, row.version)));
  return json(200, [...rows]);
}
