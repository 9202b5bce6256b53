import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Snowflake } from '../protocol.ts';
import type { State } from '../state/state.ts';

/**
 * The address of an attachment, signed and with an end (reference: Signed Attachment CDN URLs):
 * `ex` and `is` are seconds in hex, `hm` the signature.
 */
export function signLink(
  state: State,
  channelId: Snowflake,
  attachmentId: Snowflake,
  filename: string,
): string {
  const issued = Math.floor(Date.now() / 1000);
  const expires = Math.floor((Date.now() + state.settings.attachmentLinkMs) / 1000);
  const path = `/attachments/${channelId}/${attachmentId}/${encodeURIComponent(filename)}`;
  const [ex, is] = [expires.toString(16), issued.toString(16)];
  return `${state.origin}/cdn${path}?ex=${ex}&is=${is}&hm=${signature(state, path, ex, is)}&`;
}

/** Is the address one of ours, unaltered and not yet ended? */
export function isLinkValid(state: State, path: string, query: URLSearchParams): boolean {
  const [ex, is, hm] = [query.get('ex') ?? '', query.get('is') ?? '', query.get('hm') ?? ''];
  const expected = signature(state, path, ex, is);
  if (hm.length !== expected.length || !timingSafeEqual(Buffer.from(hm), Buffer.from(expected))) return false;
  return parseInt(ex, 16) * 1000 > Date.now();
}

function signature(state: State, path: string, ex: string, is: string): string {
  return createHmac('sha256', state.link_key).update(`${path}\n${ex}\n${is}`).digest('hex');
}
