import type { Guild, Member, State } from './state.ts';

/** Members whose user name, display name or nickname starts with the query. */
export function searchMembers(state: State, guild: Guild, query: string): Member[] {
  const start = query.toLowerCase();
  return [...guild.members.values()].filter((member) => {
    const user = state.users.get(member.user_id);
    return [user?.username, user?.global_name, member.nick].some((name) =>
      name?.toLowerCase().startsWith(start),
    );
  });
}
