import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { isAlwaysReadable, withholdContent } from '../state/message-object.ts';
import { canView } from '../state/permissions.ts';
import type { State, StateEvent } from '../state/state.ts';
import type { Gateway } from './gateway.ts';
import { passesIntents } from './intents.ts';
import { isOfShard, nextFrame } from './session.ts';
import { tellInDisorder } from './tell-in-disorder.ts';

/** Events that need the bot to see the channel; the rest need only its guild. */
const IN_CHANNEL = /^(MESSAGE_|TYPING_START|THREAD_|CHANNEL_PINS_UPDATE)/;

/** One event to every session that may hear it, serialised once for those who read content and once for the others. */
export function tellSessions(state: State, gateway: Gateway, event: StateEvent): void {
  if (gateway.sessions.size === 0 || !isForBot(state, event)) return;
  let full: string | undefined;
  let withheld: string | undefined;
  for (const session of gateway.sessions.values()) {
    if (!isOfShard(session, event.guild_id) || !passesIntents(session.intents, event, state.bot_id)) continue;
    const { message } = event;
    const hidesContent =
      message && !(session.intents & I.MessageContent) && !isAlwaysReadable(state, message);
    const data = hidesContent
      ? (withheld ??= JSON.stringify(withholdContent(event.d as object)))
      : (full ??= JSON.stringify(event.d));
    tellInDisorder(state.settings.gateway.disorder, session, event.t, data, (t, one) =>
      gateway.send(session, nextFrame(session, t, one, state.settings.gateway.replay)),
    );
  }
}

/** Is the bot there, and can it see where it happened? */
function isForBot(state: State, event: StateEvent): boolean {
  if (event.t.startsWith('SIMULATOR_')) return false; // for windows only
  if (event.t === 'INTERACTION_CREATE' || event.t === 'GUILD_DELETE') return true;
  if (event.guild_id) {
    const guild = state.guilds.get(event.guild_id);
    if (!guild?.members.has(state.bot_id) || !guild.available) return false;
  }
  if (!IN_CHANNEL.test(event.t) || event.user_id === state.bot_id) return true;
  const channel = state.channels.get(event.channel_id ?? '');
  return channel ? canView(state, channel, state.bot_id) : event.t === 'THREAD_DELETE';
}
