import type { IncomingMessage, ServerResponse } from 'node:http';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { readBody } from '../rest/read-body.ts';
import { toMember } from '../scenario.ts';
import { addMember } from '../state/members.ts';
import { guildPermissions } from '../state/permissions.ts';
import type { State } from '../state/state.ts';
import { authorizePage, refusalPage } from './authorize-page.ts';
import { giveCode } from './codes.ts';

const COOKIE = 'simulator_person';
const KNOWN_SCOPES = new Set([
  'identify',
  'email',
  'guilds',
  'guilds.members.read',
  'bot',
  'applications.commands',
]);

/** What the address asks for, read and checked; a text is the reason for refusing. */
interface Asked {
  redirect: URL | null;
  /** As it was given: the exchange must repeat it letter by letter. */
  redirectUri: string;
  scopes: string[];
  state: string | null;
  isSilent: boolean;
  guildId: string | null;
  permissions: string;
}

/**
 * `/oauth2/authorize` (topics/oauth2): GET shows the page, or with `prompt=none` and a remembered person
 * goes straight back; POST is the person's answer.
 */
export async function serveAuthorize(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const asked = readAsked(state, url.searchParams);
  if (typeof asked === 'string') return html(response, 400, refusalPage(asked));
  const remembered = rememberedPerson(state, request);
  if (request.method === 'POST') {
    const { body } = await readBody(request, 64 * 1024);
    const person = String(body.person ?? '');
    if (body.answer !== 'authorize')
      return goBack(response, asked, {
        error: 'access_denied',
        error_description: 'The resource owner or authorization server denied the request',
      });
    if (!state.users.get(person)?.part) return html(response, 400, refusalPage('Pick who you are.'));
    return authorize(
      state,
      response,
      { ...asked, guildId: asked.guildId ?? (String(body.guild ?? '') || null) },
      person,
    );
  }
  if (asked.isSilent && remembered && !asked.scopes.includes('bot'))
    return authorize(state, response, asked, remembered);
  html(response, 200, authorizePage(state, url, asked.scopes, remembered, asked.guildId));
}

function readAsked(state: State, query: URLSearchParams): Asked | string {
  const scopes = (query.get('scope') ?? '').split(/[\s+]+/).filter(Boolean);
  const onlyBot =
    scopes.length > 0 && scopes.every((scope) => scope === 'bot' || scope === 'applications.commands');
  if (query.get('client_id') !== state.application.id) return 'Unknown application: client_id is not ours.';
  if (scopes.length === 0) return 'No scope was asked for.';
  const unknown = scopes.find((scope) => !KNOWN_SCOPES.has(scope));
  if (unknown) return `The scope "${unknown}" is not covered by the simulator.`;
  const redirect = query.get('redirect_uri');
  if (!redirect && !onlyBot) return 'redirect_uri is missing.';
  if (redirect && !URL.canParse(redirect)) return 'redirect_uri is not an address.';
  if (redirect && query.get('response_type') !== 'code') return 'response_type must be "code".';
  return {
    redirect: redirect ? new URL(redirect) : null,
    redirectUri: redirect ?? '',
    scopes,
    state: query.get('state'),
    isSilent: query.get('prompt') === 'none',
    guildId: query.get('guild_id'),
    permissions: query.get('permissions') ?? '0',
  };
}

function authorize(state: State, response: ServerResponse, asked: Asked, person: string): void {
  response.setHeader(
    'set-cookie',
    `${COOKIE}=${person}; Path=/oauth2; HttpOnly; SameSite=Lax; Max-Age=31536000`,
  );
  const extra: Record<string, string> = {};
  if (asked.scopes.includes('bot')) {
    const guild = state.guilds.get(asked.guildId ?? '');
    if (!guild || (guildPermissions(guild, person) & P.ManageGuild) === 0n) {
      return html(response, 403, refusalPage('You may not add an app to this server.'));
    }
    inviteBot(state, guild.id, asked.permissions);
    Object.assign(extra, { guild_id: guild.id, permissions: asked.permissions });
  }
  if (!asked.redirect)
    return html(response, 200, refusalPage('Done. You can close this window.', 'Authorized'));
  const code = giveCode(state, person, asked.scopes, asked.redirectUri);
  goBack(response, asked, { code, ...extra });
}

/** The bot comes in with a role of its own that has what was asked for. */
function inviteBot(state: State, guildId: string, permissions: string): void {
  const guild = state.guilds.get(guildId)!;
  if (guild.members.has(state.bot_id)) return;
  const id = state.nextId();
  const role = {
    id,
    name: state.application.name,
    color: 0,
    hoist: false,
    position: 1,
    permissions,
    managed: true,
    mentionable: false,
  };
  for (const other of guild.roles.values()) if (other.id !== guild.id) other.position += 1;
  guild.roles.set(id, { ...role, bot_id: state.bot_id });
  addMember(state, guild, toMember({ id: state.bot_id, roles: [id] }, new Date().toISOString()));
}

function goBack(response: ServerResponse, asked: Asked, params: Record<string, string>): void {
  if (!asked.redirect) return html(response, 200, refusalPage('Cancelled.'));
  const target = new URL(asked.redirect);
  for (const [key, value] of Object.entries(params)) target.searchParams.set(key, value);
  if (asked.state !== null) target.searchParams.set('state', asked.state);
  response.writeHead(302, { location: target.href }).end();
}

function rememberedPerson(state: State, request: IncomingMessage): string | null {
  const person = new RegExp(`${COOKIE}=(\\d+)`).exec(request.headers.cookie ?? '')?.[1] ?? null;
  return person && state.users.get(person)?.part ? person : null;
}

function html(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(text);
}
