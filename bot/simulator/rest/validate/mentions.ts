import type { Snowflake } from '../../protocol.ts';
import type { State } from '../../state/state.ts';
import { asList, asObject, type Form } from './form.ts';

export interface Mentions {
  mentions: Snowflake[];
  mention_roles: Snowflake[];
  mention_everyone: boolean;
}

/** Whom a text pings, as far as `allowed_mentions` lets it (resources/message: Allowed Mentions). */
export function readMentions(
  state: State,
  form: Form,
  content: string,
  allowedMentions: unknown,
  rules: { guildId: Snowflake | null; mayMentionAll: boolean; repliedTo?: Snowflake | null },
): Mentions {
  const allowed = asObject(allowedMentions);
  const isLimited = allowedMentions !== undefined && allowedMentions !== null;
  const parse = asList(allowed.parse);
  const listed = { users: asList(allowed.users), roles: asList(allowed.roles) };
  for (const kind of ['users', 'roles'] as const) {
    if (parse.includes(kind) && listed[kind].length > 0) {
      form.complain(
        ['allowed_mentions'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  }
  const lets = (kind: 'users' | 'roles', id: string) =>
    !isLimited || parse.includes(kind) || listed[kind].includes(id);
  const users = idsIn(content, /<@!?(\d{17,20})>/g).filter((id) => state.users.has(id) && lets('users', id));
  const { repliedTo } = rules;
  const pingsReplied = !isLimited || allowed.replied_user === true;
  if (repliedTo && pingsReplied && state.users.has(repliedTo)) users.push(repliedTo);
  const guild = state.guilds.get(rules.guildId ?? '');
  const roles = idsIn(content, /<@&(\d{17,20})>/g).filter((id) => {
    const role = guild?.roles.get(id);
    return role && (role.mentionable || rules.mayMentionAll) && lets('roles', id);
  });
  const mayAll = rules.mayMentionAll && (!isLimited || parse.includes('everyone'));
  return {
    mentions: [...new Set(users)],
    mention_roles: roles,
    mention_everyone: mayAll && /@(everyone|here)\b/.test(content),
  };
}

function idsIn(content: string, pattern: RegExp): Snowflake[] {
  if (!content.includes('<@')) return [];
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1]!))];
}
