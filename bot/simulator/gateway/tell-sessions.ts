import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { isAlwaysReadable, withholdContent } from '../state/message-object.ts';
import { canView } from '../state/permissions.ts';
import type { World, WorldEvent } from '../state/world.ts';
import type { Gateway } from './gateway.ts';
import { passesIntents } from './intents.ts';
import { isOfShard, nextFrame } from './session.ts';
import { tellInDisorder } from './tell-in-disorder.ts';

/** Events that need the bot to see the channel; the rest need only its guild. */
const IN_CHANNEL = /^(MESSAGE_|TYPING_START|THREAD_|CHANNEL_PINS_UPDATE)/;

/** One event to every session that may hear it, serialised once for those who read content and once for the others. */
export function tellSessions(world: World, gateway: Gateway, event: WorldEvent): void {
  if (gateway.sessions.size === 0 || !isForBot(world, event)) return;
  let full: string | undefined;
  let withheld: string | undefined;
  for (const session of gateway.sessions.values()) {
    if (!isOfShard(session, event.guild_id) || !passesIntents(session.intents, event, world.bot_id)) continue;
    const { message } = event;
    const hidesContent =
      message && !(session.intents & I.MessageContent) && !isAlwaysReadable(world, message);
    const data = hidesContent
      ? (withheld ??= JSON.stringify(withholdContent(event.d as object)))
      : (full ??= JSON.stringify(event.d));
    tellInDisorder(world.settings.gateway.disorder, session, event.t, data, (t, one) =>
      gateway.send(session, nextFrame(session, t, one, world.settings.gateway.replay)),
    );
  }
}

/** Is the bot there, and can it see where it happened? */
function isForBot(world: World, event: WorldEvent): boolean {
  if (event.t.startsWith('SIMULATOR_')) return false; // for windows only
  if (event.t === 'INTERACTION_CREATE' || event.t === 'GUILD_DELETE') return true;
  if (event.guild_id) {
    const guild = world.guilds.get(event.guild_id);
    if (!guild?.members.has(world.bot_id) || !guild.available) return false;
  }
  if (!IN_CHANNEL.test(event.t) || event.user_id === world.bot_id) return true;
  const channel = world.channels.get(event.channel_id ?? '');
  return channel ? canView(world, channel, world.bot_id) : event.t === 'THREAD_DELETE';
}
