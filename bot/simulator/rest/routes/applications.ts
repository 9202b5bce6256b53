import { gatewayAddress } from '../../gateway/gateway-address.ts';
import { applicationFlags } from '../../state/application-flags.ts';
import { userById } from '../../state/objects.ts';
import type { Call, Route } from '../route.ts';

export const applicationRoutes: Route[] = [
  { method: 'GET', path: '/gateway', auth: 'none', act: (call) => ({ url: gatewayAddress(call.state) }) },
  { method: 'GET', path: '/gateway/bot', auth: 'bot', act: gatewayBot },
  { method: 'GET', path: '/applications/@me', auth: 'bot', act: application },
  { method: 'GET', path: '/oauth2/applications/@me', auth: 'bot', act: application },
];

const aDay = 86_400_000;

function gatewayBot(call: Call) {
  const { settings, identifies } = call.state;
  const now = Date.now();
  const recent = identifies.filter((at) => now - at < aDay);
  return {
    url: gatewayAddress(call.state),
    shards: 1,
    session_start_limit: {
      total: settings.gateway.identifies,
      remaining: Math.max(0, settings.gateway.identifies - recent.length),
      reset_after: recent[0] ? recent[0] + aDay - now : aDay,
      max_concurrency: settings.gateway.concurrency,
    },
  };
}

function application(call: Call) {
  const { state } = call;
  const { id, name, description } = state.application;
  return {
    id,
    name,
    description,
    icon: null,
    bot: userById(state, state.bot_id),
    bot_public: true,
    bot_require_code_grant: false,
    flags: applicationFlags(state),
    hook: true,
    summary: '',
    verify_key: '0'.repeat(64),
    team: null,
    owner: userById(state, [...state.guilds.values()][0]?.owner_id ?? state.bot_id),
    tags: [],
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    approximate_guild_count: [...state.guilds.values()].filter((guild) => guild.members.has(state.bot_id))
      .length,
    integration_types_config: { '0': {} },
  };
}
