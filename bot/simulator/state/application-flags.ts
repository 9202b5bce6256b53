import type { State } from './state.ts';

/** What the portal has switched on, as application flags (resources/application: the "limited" ones of a small bot). */
export function applicationFlags(state: State): number {
  const { messageContent, guildMembers, presences } = state.settings.privilegedIntents;
  return (presences ? 1 << 13 : 0) | (guildMembers ? 1 << 15 : 0) | (messageContent ? 1 << 19 : 0);
}
