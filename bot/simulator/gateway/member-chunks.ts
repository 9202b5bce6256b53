import { GatewayIntentBits as I } from 'discord-api-types/v10';
import { asList, asObject, asText } from '../rest/validate/form.ts';
import { memberWithUser } from '../state/objects.ts';
import { searchMembers } from '../state/search-members.ts';
import type { Guild, Member, State } from '../state/state.ts';
import type { Gateway } from './gateway.ts';
import { presenceObject } from './guild-create.ts';
import type { Session } from './session.ts';

/** Members in one chunk (events/gateway-events: Guild Members Chunk). */
const CHUNK = 1000;

/** Op 8: by ids (up to 100), by the start of a name (up to 100), or all, which needs the members intent. */
export function sendMemberChunks(state: State, gateway: Gateway, session: Session, data: unknown): void {
  const request = asObject(data);
  const guild = state.guilds.get(String(request.guild_id));
  if (!guild?.members.has(state.bot_id)) return;
  const { found, missing } = choose(state, guild, session, request);
  const chunks = Math.max(1, Math.ceil(found.length / CHUNK));
  for (let index = 0; index < chunks; index += 1) {
    const members = found.slice(index * CHUNK, (index + 1) * CHUNK);
    const presences = request.presences === true && (session.intents & I.GuildPresences) !== 0;
    gateway.dispatch(session, 'GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members: members.map((member) => memberWithUser(state, member)),
      chunk_index: index,
      chunk_count: chunks,
      not_found: missing,
      presences: presences ? members.map((member) => presenceObject(guild.id, member)) : undefined,
      nonce: asText(request.nonce) ?? undefined,
    });
  }
}

function choose(state: State, guild: Guild, session: Session, request: Record<string, unknown>) {
  const ids =
    typeof request.user_ids === 'string' ? [request.user_ids] : asList(request.user_ids).map(String);
  if (ids.length > 0) {
    const asked = ids.slice(0, 100);
    const found = asked
      .map((id) => guild.members.get(id))
      .filter((member): member is Member => member !== undefined);
    return { found, missing: asked.filter((id) => !guild.members.has(id)) };
  }
  const query = asText(request.query) ?? '';
  const limit = Number(request.limit ?? 0);
  if (query === '' && limit === 0) {
    const mayList = (session.intents & I.GuildMembers) !== 0;
    return { found: mayList ? [...guild.members.values()] : [], missing: undefined };
  }
  const found = searchMembers(state, guild, query).slice(0, Math.min(limit || 100, 100));
  return { found, missing: undefined };
}
