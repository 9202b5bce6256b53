import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Snowflake } from '../protocol.ts';
import type { World } from '../state/world.ts';

/**
 * The address of an attachment, signed and with an end (reference: Signed Attachment CDN URLs):
 * `ex` and `is` are seconds in hex, `hm` the signature.
 */
export function signLink(
  world: World,
  channelId: Snowflake,
  attachmentId: Snowflake,
  filename: string,
): string {
  const issued = Math.floor(Date.now() / 1000);
  const expires = Math.floor((Date.now() + world.settings.attachmentLinkMs) / 1000);
  const path = `/attachments/${channelId}/${attachmentId}/${encodeURIComponent(filename)}`;
  const [ex, is] = [expires.toString(16), issued.toString(16)];
  return `${world.origin}/cdn${path}?ex=${ex}&is=${is}&hm=${signature(world, path, ex, is)}&`;
}

/** Is the address one of ours, unaltered and not yet ended? */
export function isLinkValid(world: World, path: string, query: URLSearchParams): boolean {
  const [ex, is, hm] = [query.get('ex') ?? '', query.get('is') ?? '', query.get('hm') ?? ''];
  const expected = signature(world, path, ex, is);
  if (hm.length !== expected.length || !timingSafeEqual(Buffer.from(hm), Buffer.from(expected))) return false;
  return parseInt(ex, 16) * 1000 > Date.now();
}

function signature(world: World, path: string, ex: string, is: string): string {
  return createHmac('sha256', world.link_key).update(`${path}\n${ex}\n${is}`).digest('hex');
}
