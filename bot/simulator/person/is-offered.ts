import type { Call } from '../rest/route.ts';
import { asList, asObject, type Json } from '../rest/validate/form.ts';
import { canView } from '../state/permissions.ts';
import type { Channel } from '../state/state.ts';

const KINDS = { 5: 'users', 6: 'roles', 7: 'mentionables', 8: 'channels' } as const;

/** What a select's values are ids of; undefined where it has options of its own. */
export function kindOfIds(select: Json): (typeof KINDS)[keyof typeof KINDS] | undefined {
  return KINDS[select.type as keyof typeof KINDS];
}

/** Does the app offer this value to the person? Selects of ids fill themselves from the channel's guild (components/reference). */
export function isOffered(call: Call, channel: Channel, select: Json, value: string): boolean {
  const { state, actor } = call;
  const guild = state.guilds.get(channel.guild_id ?? '');
  const isUser = guild ? guild.members.has(value) : state.users.has(value);
  const isRole = guild?.roles.has(value) ?? false;
  switch (kindOfIds(select)) {
    case 'users':
      return isUser;
    case 'roles':
      return isRole;
    case 'mentionables':
      return isUser || isRole;
    case 'channels': {
      const one = state.channels.get(value);
      const types = asList(select.channel_types);
      if (!one || one.guild_id !== channel.guild_id || !canView(state, one, actor)) return false;
      return types.length === 0 || types.includes(one.type);
    }
    default:
      return asList(select.options).some((option) => asObject(option).value === value);
  }
}
