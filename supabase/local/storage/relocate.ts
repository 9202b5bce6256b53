import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { json } from '../http/exchange.ts';
import { asCaller, type StorageContext, type StorageRequest } from './context.ts';
import { dropContent, readContent, writeContent } from './contents.ts';
import { refusals } from './storage-error.ts';
import { checkName } from './upload.ts';

type Wanted = { bucketId: string; sourceKey: string; destinationBucket?: string; destinationKey: string };
type Source = { version: string; metadata: postgres.JSONValue };

/** POST /object/copy: the caller must be able to read the one and to add the other. */
export async function copy(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { bucketId, sourceKey, destinationBucket = bucketId, destinationKey } = await wanted(incoming);
  const version = randomUUID();
  try {
    const id = await asCaller(context, incoming.claims, 'storage.object.copy', async (sql) => {
      const source = await readSource(sql, bucketId, sourceKey);
      const content = (await readContent(context.filesDir, source.version)) ?? Buffer.alloc(0);
      await writeContent(context.filesDir, version, chunks(content), null, () => new Error());
      const [row] = await sql<{ id: string }[]>`
        insert into storage.objects (bucket_id, name, version, owner_id, metadata)
        values (${destinationBucket}, ${destinationKey}, ${version}, ${incoming.claims.sub ?? null}, ${sql.json(source.metadata)})
        returning id`;
      return row?.id;
    });
    return json(200, { Id: id, Key: `${destinationBucket}/${destinationKey}` });
  } catch (error) {
    await dropContent(context.filesDir, version);
    throw error;
  }
}

/** POST /object/move: the caller must be able to read and change the row, its new name included. */
export async function move(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { bucketId, sourceKey, destinationBucket = bucketId, destinationKey } = await wanted(incoming);
  const moved = await asCaller(context, incoming.claims, 'storage.object.move', async (sql) => {
    await readSource(sql, bucketId, sourceKey);
    return sql<{ id: string }[]>`
      update storage.objects set bucket_id = ${destinationBucket}, name = ${destinationKey}
      where bucket_id = ${bucketId} and name = ${sourceKey} returning id`;
  });
  if (!moved[0]) throw refusals.noObject();
  return json(200, {
    message: 'Successfully moved',
    Id: moved[0].id,
    Key: `${destinationBucket}/${destinationKey}`,
  });
}

async function wanted({ request }: StorageRequest): Promise<Wanted> {
  const body = (await request.json()) as Wanted;
  checkName(body.destinationKey);
  return body;
}

async function readSource(sql: postgres.TransactionSql, bucket: string, name: string): Promise<Source> {
  const [source] = await sql<Source[]>`
    select version, metadata from storage.objects where bucket_id = ${bucket} and name = ${name}`;
  if (!source) throw refusals.noObject();
  return source;
}

async function* chunks(content: Buffer) {
  yield content;
}
