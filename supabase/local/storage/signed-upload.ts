import { json } from '../http/exchange.ts';
import { signJwt, verifyJwt } from '../jwt.ts';
import { asCaller, type StorageContext, type StorageRequest } from './context.ts';
import { asStorageError, StorageError } from './storage-error.ts';
import { checkName, receive, storeRow } from './upload.ts';

/** How long an address to upload to is good (supabase.com/docs, createSignedUploadUrl): two hours, in seconds. */
const life = 2 * 60 * 60;

/** Undoes what was tried. */
class TriedOut extends Error {}

/** POST /object/upload/sign/:bucket/*: an address to which anybody may upload once; the caller must be able to. */
export async function signUpload(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const { claims, bucket, name, request } = incoming;
  checkName(name);
  const isUpsert = request.headers.get('x-upsert') === 'true';
  const tried = { version: '00000000-0000-0000-0000-000000000000', metadata: {}, userMetadata: null };
  await asCaller(context, claims, 'storage.object.sign_upload_url', async (sql) => {
    await storeRow(sql, incoming, tried, isUpsert);
    throw new TriedOut();
  }).catch((error: unknown) => {
    if (!(error instanceof TriedOut)) throw error;
  });
  const issued = Math.floor(Date.now() / 1000);
  const signed = {
    url: `${bucket}/${name}`,
    owner: claims.sub,
    upsert: isUpsert,
    iat: issued,
    exp: issued + life,
  };
  return json(200, {
    url: `/object/upload/sign/${bucket}/${name}?token=${signJwt(signed, context.jwtSecret)}`,
  });
}

/** PUT /object/upload/sign/:bucket/*?token=…: anyone with the address, past every policy. */
export async function uploadSigned(incoming: StorageRequest, context: StorageContext): Promise<Response> {
  const token = verifyJwt(incoming.url.searchParams.get('token') ?? '', context.jwtSecret);
  if (token.state !== 'valid') throw new StorageError('InvalidJWT', 'Invalid JWT');
  const { url, owner, upsert } = token.claims as { url?: string; owner?: string; upsert?: boolean };
  if (url !== `${incoming.bucket}/${incoming.name}`)
    throw new StorageError('InvalidSignature', 'Invalid signature');
  const owned = { ...incoming, claims: { role: 'service_role', sub: owner } };
  return receive(owned, context, { isUpdate: false, isUpsert: upsert === true }, async (store) => {
    try {
      return (await context.sql.begin(store)) as string;
    } catch (error) {
      throw asStorageError(error);
    }
  });
}
