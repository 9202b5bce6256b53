import type { World } from './world.ts';

/** What the portal has switched on, as application flags (resources/application: the "limited" ones of a small bot). */
export function applicationFlags(world: World): number {
  const { messageContent, guildMembers, presences } = world.settings.privilegedIntents;
  return (presences ? 1 << 13 : 0) | (guildMembers ? 1 << 15 : 0) | (messageContent ? 1 << 19 : 0);
}
