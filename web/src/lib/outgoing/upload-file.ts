import { t } from '#lib/words/words.ts';

type Where = { supabaseUrl: string; publishableKey: string; readToken: () => Promise<string | null> };

/** Puts a file where it was reserved; `onProgress` hears which part of it (0 to 1) has gone. Resolves to why it did not, or null. */
export type Upload = (
  path: string,
  file: File,
  contentType: string,
  onProgress: (part: number) => void,
  signal: AbortSignal,
) => Promise<string | null>;

/**
 * Uploads to Storage as the signed-in person. By XMLHttpRequest, since fetch does not say how far it is
 * (https://developer.mozilla.org/en-US/docs/Web/API/XMLHttpRequest/upload). Never throws.
 */
export async function uploadFile(
  where: Where,
  ...[path, file, contentType, onProgress, signal]: Parameters<Upload>
) {
  const token = await where.readToken().catch(() => null);
  if (!token) return t.asking.unreachable;
  return new Promise<string | null>((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${where.supabaseUrl}/storage/v1/object/attachments/${path}`);
    request.setRequestHeader('apikey', where.publishableKey);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', contentType);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(request.status === 200 ? null : t.attaching.storageRefuses);
    request.onerror = () => resolve(t.attaching.connectionBroke);
    // Nothing to tell: the person who took it back knows.
    request.onabort = () => resolve('aborted');
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
