import { GatewayIntentBits as I } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { asList, asObject } from '../rest/validate/form.ts';
import { applicationFlags } from '../state/application-flags.ts';
import { userById } from '../state/objects.ts';
import type { State } from '../state/state.ts';
import { gatewayAddress } from './gateway-address.ts';
import type { Gateway } from './gateway.ts';
import { guildCreate } from './guild-create.ts';
import { refusedIntents } from './intents.ts';
import { createSession, framesAfter, isOfShard, type Session } from './session.ts';

/** IDENTIFY: READY and then every guild of the shard; or the close code that Discord gives. */
export function answerIdentify(
  state: State,
  gateway: Gateway,
  socket: WebSocket,
  data: unknown,
): Session | null {
  const identify = asObject(data);
  const close = (code: number, words: string) => (socket.close(code, words), null);
  if (plainToken(identify.token) !== state.bot_token) return close(4004, 'Authentication failed.');
  const [id, count] = (asList(identify.shard).length === 2 ? identify.shard : [0, 1]) as [number, number];
  if (!(id >= 0 && id < count)) return close(4010, 'Invalid shard.');
  const refused = refusedIntents(identify.intents, state.settings);
  if (refused) return close(refused, refused === 4014 ? 'Disallowed intent(s).' : 'Invalid intent(s).');
  if (!takeIdentify(state)) {
    socket.send('{"op":9,"d":false}');
    return null;
  }
  const threshold = typeof identify.large_threshold === 'number' ? identify.large_threshold : 50;
  const session = createSession([id, count], identify.intents as number, threshold);
  session.socket = socket;
  gateway.sessions.set(session.id, session);
  const guilds = [...state.guilds.values()].filter(
    (guild) => guild.members.has(state.bot_id) && isOfShard(session, guild.id),
  );
  gateway.dispatch(session, 'READY', {
    v: 10,
    user: { ...userById(state, state.bot_id), verified: true, mfa_enabled: true, email: null },
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: gatewayAddress(state),
    shard: [id, count],
    application: { id: state.application.id, flags: applicationFlags(state) },
    private_channels: [],
    relationships: [],
    user_settings: {},
    presences: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: ['rotterdam'],
    auth: {},
    _trace: [],
  });
  const hasPresences = (session.intents & I.GuildPresences) !== 0;
  if (session.intents & I.Guilds) {
    for (const guild of guilds) {
      if (guild.available)
        gateway.dispatch(session, 'GUILD_CREATE', guildCreate(state, guild, hasPresences, threshold));
      else gateway.dispatch(session, 'GUILD_DELETE', { id: guild.id, unavailable: true });
    }
  }
  gateway.settle();
  return session;
}

/** RESUME: everything missed, then RESUMED; or op 9 when the session is gone or too much was missed. */
export function answerResume(
  state: State,
  gateway: Gateway,
  socket: WebSocket,
  data: unknown,
): Session | null {
  const resume = asObject(data);
  if (plainToken(resume.token) !== state.bot_token)
    return (socket.close(4004, 'Authentication failed.'), null);
  const session = gateway.sessions.get(String(resume.session_id));
  if (session && Number(resume.seq) > session.seq) return (socket.close(4007, 'Invalid seq.'), null);
  const missed = session ? framesAfter(session, Number(resume.seq)) : null;
  if (!session || !missed) {
    socket.send('{"op":9,"d":false}');
    return null;
  }
  if (session.socket !== socket) session.socket?.terminate();
  session.socket = socket;
  session.leftAt = null;
  for (const frame of missed) gateway.send(session, frame);
  gateway.dispatch(session, 'RESUMED', { _trace: [] });
  gateway.settle();
  return session;
}

function plainToken(token: unknown): string {
  return String(token).replace(/^Bot /, '');
}

/** Counts an identify against the day's and the five seconds' allowance. */
function takeIdentify(state: State): boolean {
  const now = Date.now();
  state.identifies = state.identifies.filter((at) => now - at < 86_400_000);
  const recent = state.identifies.filter((at) => now - at < 5000).length;
  const { concurrency, identifies } = state.settings.gateway;
  if (recent >= concurrency || state.identifies.length >= identifies) return false;
  state.identifies.push(now);
  return true;
}
