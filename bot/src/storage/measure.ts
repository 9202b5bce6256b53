import { createHash } from 'node:crypto';

/** The file is larger than what is kept. */
export class TooLarge extends Error {}

/** Lets a body through and sums it up on its way. Its stream breaks with a TooLarge past `limit` bytes. */
export function measure(
  body: ReadableStream<Uint8Array>,
  limit: number,
): { stream: ReadableStream<Uint8Array>; sha256: () => string } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.length;
        if (size > limit) throw new TooLarge();
        hash.update(chunk);
        controller.enqueue(chunk);
      },
    }),
  );
  return { stream, sha256: () => hash.digest('hex') };
}
