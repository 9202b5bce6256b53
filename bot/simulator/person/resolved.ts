import { interactionChannel, memberObject, roleObject, userById } from '../state/objects.ts';
import { guildPermissions } from '../state/permissions.ts';
import type { Attachment, Channel } from '../state/state.ts';
import type { Call } from '../rest/route.ts';
import type { Json } from '../rest/validate/form.ts';

/** Ids that a person chose, by what they are; `mentionables` are users or roles. */
export interface Chosen {
  users?: string[];
  roles?: string[];
  channels?: string[];
  mentionables?: string[];
  attachments?: Attachment[];
}

/** The objects behind chosen ids (interactions/receiving-and-responding: Resolved Data). */
export function resolve(call: Call, channel: Channel, chosen: Chosen): Json {
  const guild = call.state.guilds.get(channel.guild_id ?? '');
  const both = chosen.mentionables ?? [];
  const roles = [...(chosen.roles ?? []), ...both.filter((id) => guild?.roles.has(id))];
  const users = [...(chosen.users ?? []), ...both.filter((id) => !guild?.roles.has(id))];
  const resolved: Json = {};
  if (users.length > 0) {
    resolved.users = Object.fromEntries(users.map((id) => [id, userById(call.state, id)]));
    resolved.members = Object.fromEntries(
      users.flatMap((id) => {
        const member = guild?.members.get(id);
        return member
          ? [[id, { ...memberObject(member), permissions: guildPermissions(guild!, id).toString() }]]
          : [];
      }),
    );
  }
  if (roles.length > 0) {
    resolved.roles = Object.fromEntries(
      roles.flatMap((id) => (guild?.roles.has(id) ? [[id, roleObject(guild.roles.get(id)!)]] : [])),
    );
  }
  if (chosen.channels?.length) {
    resolved.channels = Object.fromEntries(
      chosen.channels.flatMap((id) => {
        const one = call.state.channels.get(id);
        return one ? [[id, interactionChannel(call.state, one, call.actor)]] : [];
      }),
    );
  }
  return resolved;
}
