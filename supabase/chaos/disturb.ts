import { setTimeout as wait } from 'node:timers/promises';
import { PermissionFlagsBits as May } from 'discord.js';
import type { Fault } from './http-proxy.ts';
import type { Ticket } from './history.ts';
import type { Random } from './random.ts';
import type { Parts } from './start-parts.ts';

export const guild = '1180000000000000001';
export const owner = '1180000000000000101';
/** The bot's own role in the guild, what it may do there, and what of it replies need. */
const deskRole = '1180000000000000309';
const forWriting = May.SendMessages | May.ManageWebhooks | May.ManageMessages;
const allowed =
  forWriting |
  May.ViewChannel |
  May.SendMessagesInThreads |
  May.CreatePrivateThreads |
  May.ManageThreads |
  May.EmbedLinks |
  May.AttachFiles |
  May.ReadMessageHistory |
  May.AddReactions |
  May.PinMessages |
  May.ManageChannels |
  May.ManageRoles |
  May.ViewAuditLog |
  May.UseApplicationCommands;

const limited = (scope: string, headers: Record<string, string>, body: object): Fault => ({
  accepted: false,
  outcome: { status: 429, headers: { 'x-ratelimit-scope': scope, ...headers }, body: JSON.stringify(body) },
});
const said = (retry_after: number, isGlobal = false) => ({
  message: 'You are being rate limited.',
  retry_after,
  global: isGlobal,
});

/** Answers of Discord that are wrong, late or lost, before or after it has done what was asked. */
const answers: Record<string, () => Fault> = {
  'reset before Discord accepted': () => ({ accepted: false, outcome: 'reset' }),
  'reset after Discord accepted': () => ({ accepted: true, outcome: 'reset' }),
  'no answer at all': () => ({ accepted: true, outcome: 'silence' }),
  '502 before Discord accepted': () => ({
    accepted: false,
    outcome: { status: 502, body: '{"message":"502: Bad Gateway","code":0}' },
  }),
  '500 after Discord accepted': () => ({
    accepted: true,
    outcome: { status: 500, body: '{"message":"500: Internal","code":0}' },
  }),
  '503 without JSON after Discord accepted': () => ({
    accepted: true,
    outcome: { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>503</h1>' },
  }),
  '429 of a user': () => limited('user', { 'retry-after': '1' }, said(0.4)),
  '429 shared': () => limited('shared', { 'retry-after': '1' }, said(0.3)),
  '429 global': () =>
    limited('global', { 'retry-after': '1', 'x-ratelimit-global': 'true' }, said(0.3, true)),
  '429 that says to come back at once': () =>
    limited('user', { 'retry-after': '0', 'x-ratelimit-reset-after': '0' }, said(0)),
  '429 without headers': () => ({
    accepted: false,
    outcome: { status: 429, body: JSON.stringify(said(0.2)) },
  }),
  '429 of the edge, in HTML': () => ({
    accepted: false,
    outcome: {
      status: 429,
      headers: { 'content-type': 'text/html', 'retry-after': '1' },
      body: '<h1>1015</h1>',
    },
  }),
};

type Disturbance = (parts: Parts, random: Random) => Promise<void> | void;

/** What happens to connections while nobody dies. Each is over when it settles. */
const connections: Record<string, Disturbance> = {
  'gateway dropped': ({ discord }) => discord.dropGateway(),
  'gateway closed with 4000': ({ discord }) => discord.dropGateway(4000),
  'gateway asks to reconnect (op 7)': ({ discord }) => discord.askReconnect(),
  'session invalid, resumable': ({ discord }) => discord.invalidateSession(true),
  'session invalid': ({ discord }) => discord.invalidateSession(false),
  'gateway half-open': async ({ discord }, random) => {
    await discord.holdGateway();
    await wait(random.between(500, 5000));
    await discord.dropGateway();
    await discord.releaseGateway();
  },
  'database connections of the bot cut': ({ proxies }) => proxies.botDatabase.cutAll(),
  'database connections of the bot half-open': async ({ proxies }, random) => {
    proxies.botDatabase.silence(true);
    await wait(random.between(500, 4000));
    proxies.botDatabase.cutAll();
    proxies.botDatabase.silence(false);
  },
  'connections to Supabase cut': ({ proxies }) => proxies.supabase.cutAll(),
  'connections to Supabase half-open': async ({ proxies }, random) => {
    proxies.supabase.silence(true);
    await wait(random.between(500, 4000));
    proxies.supabase.silence(false);
    proxies.supabase.cutAll();
  },
  'connections to Discord cut': ({ proxies }) => proxies.discordApi.cutAll(),
  'the bot may not write, nor look for webhooks': async ({ discord }, random) => {
    await discord.changeRole({
      as: owner,
      guild,
      role: deskRole,
      permissions: String(allowed & ~forWriting),
    });
    await wait(random.between(500, 2500));
    await discord.changeRole({ as: owner, guild, role: deskRole, permissions: String(allowed) });
  },
};

/** By their names: what Discord answers, and what happens to connections. */
export const wrongAnswers = Object.keys(answers);
export const brokenConnections = Object.keys(connections);

/** Lets one thing go wrong. Settles when it is over, or lies in wait for the bot's next requests. */
export async function disturb(name: string, parts: Parts, random: Random): Promise<void> {
  const fault = answers[name];
  if (fault) for (let n = random.between(1, 3); n > 0; n -= 1) parts.discordFaults.push(fault());
  else await connections[name]!(parts, random);
}

/** An admin deletes a ticket's channel by hand. */
export async function deleteChannel(ticket: Ticket, { discord }: Parts): Promise<void> {
  ticket.isGone = true;
  await discord.deleteChannel({ as: owner, in: ticket.channel });
}
