import type { ChannelView, GuildView, Snowflake } from '../../../protocol.ts';

const CATEGORY = 4;
const VOICE = new Set([2, 13]);

export type ChannelBranch = { channel: ChannelView; threads: ChannelView[] };
export type ChannelGroup = { category: ChannelView | null; branches: ChannelBranch[] };

export function isVoice(channel: ChannelView): boolean {
  return VOICE.has(channel.type);
}

/** Channels as Discord lists them: without a category first, text before voice, threads under their channel. */
export function buildChannelTree(guild: GuildView): ChannelGroup[] {
  const categories = guild.channels.filter((channel) => channel.type === CATEGORY).toSorted(byPosition);
  const known = new Set(categories.map((category) => category.id));
  const inside = (parent: Snowflake | null) =>
    guild.channels
      .filter((channel) => channel.type !== CATEGORY && channel.thread === null)
      .filter(
        (channel) =>
          (channel.parent_id !== null && known.has(channel.parent_id) ? channel.parent_id : null) === parent,
      )
      .toSorted((a, b) => Number(isVoice(a)) - Number(isVoice(b)) || byPosition(a, b))
      .map((channel) => ({ channel, threads: threadsOf(guild, channel.id) }));
  return [null, ...categories]
    .map((category) => ({ category, branches: inside(category?.id ?? null) }))
    .filter((group) => group.branches.length > 0 || group.category?.canManageChannel);
}

function threadsOf(guild: GuildView, channel: Snowflake): ChannelView[] {
  return guild.channels.filter(
    (thread) => thread.parent_id === channel && thread.thread !== null && !thread.thread.archived,
  );
}

/** The channel to show when none is asked for: the first text channel in the list. */
export function firstTextChannel(guild: GuildView): ChannelView | undefined {
  return buildChannelTree(guild)
    .flatMap((group) => group.branches)
    .map((branch) => branch.channel)
    .find((channel) => !isVoice(channel));
}

function byPosition(a: ChannelView, b: ChannelView): number {
  return a.position - b.position || a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
