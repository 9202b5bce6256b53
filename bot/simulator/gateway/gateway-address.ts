import type { World } from '../state/world.ts';

/** Where a bot connects: what GET /gateway names, and READY for a resume. */
export function gatewayAddress(world: World): string {
  return `${world.origin.replace('http', 'ws')}/gateway`;
}
