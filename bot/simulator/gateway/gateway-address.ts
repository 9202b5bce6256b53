import type { State } from '../state/state.ts';

/** Where a bot connects: what GET /gateway names, and READY for a resume. */
export function gatewayAddress(state: State): string {
  return `${state.origin.replace('http', 'ws')}/gateway`;
}
