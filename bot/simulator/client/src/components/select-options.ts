import { ComponentType, type APISelectMenuComponent } from 'discord-api-types/v10';
import type { GuildView } from '../../../protocol.ts';
import type { ChoiceOption } from '../ui/choice-option.ts';

/** What a select of any kind offers in this guild. Discord fills the user, role and channel ones by itself. */
export function selectOptions(select: APISelectMenuComponent, guild: GuildView | undefined): ChoiceOption[] {
  switch (select.type) {
    case ComponentType.StringSelect:
      return select.options.map(({ value, label, description, emoji }) => ({
        value,
        label,
        description,
        mark: emoji?.id
          ? { is: 'image', url: `/cdn/emojis/${emoji.id}.png` }
          : emoji?.name
            ? { is: 'emoji', text: emoji.name }
            : undefined,
      }));
    case ComponentType.UserSelect:
      return userOptions(guild);
    case ComponentType.RoleSelect:
      return roleOptions(guild);
    case ComponentType.MentionableSelect:
      return [...userOptions(guild), ...roleOptions(guild)];
    case ComponentType.ChannelSelect:
      return channelOptions(guild, select.channel_types);
  }
}

/** What is chosen before anybody touches it. */
export function selectDefaults(select: APISelectMenuComponent): string[] {
  if (select.type !== ComponentType.StringSelect)
    return select.default_values?.map((value) => value.id) ?? [];
  return select.options.filter((option) => option.default).map((option) => option.value);
}

export function userOptions(guild: GuildView | undefined): ChoiceOption[] {
  return (guild?.members ?? []).map((member) => ({
    value: member.id,
    label: member.name,
    description: member.username,
    mark: { is: 'image', url: member.avatar_url },
  }));
}

export function roleOptions(guild: GuildView | undefined): ChoiceOption[] {
  return (guild?.roles ?? []).map((role) => ({
    value: role.id,
    label: role.name,
    mark: { is: 'dot', color: role.color ?? '#99a0ab' },
  }));
}

export function channelOptions(guild: GuildView | undefined, types?: number[]): ChoiceOption[] {
  return (guild?.channels ?? [])
    .filter((channel) => (types?.length ? types.includes(channel.type) : true))
    .map((channel) => ({ value: channel.id, label: channel.name, mark: { is: 'hash' } }));
}
