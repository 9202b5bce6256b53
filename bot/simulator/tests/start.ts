import { Client, Events, GatewayIntentBits, type ClientEvents, type ClientOptions } from 'discord.js';
import { afterEach } from 'vitest';
import { startSimulator, type Simulator, type SimulatorOptions } from '../start-simulator.ts';

/** Ids of the demo guild. */
export const id = (n: number) => `1180000000000000${String(n).padStart(3, '0')}`;
export const HARBOR = id(1);
export const GLASSHOUSE = id(2);
export const POCKET = id(3);
export const [NOOR, THEO, INES, SAM] = [id(101), id(102), id(103), id(104)];
export const [MARLOWE, KESTREL, BEA] = [id(201), id(202), id(203)];
export const [MASTER, LEAD, CREW, WATCH] = [id(301), id(302), id(303), id(308)];
export const [ANNOUNCEMENTS, GET_HELP, TAVERN, TICKETS] = [id(403), id(404), id(405), id(406)];
export const BOT = id(900);

export const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.MessageContent,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.GuildMessageTyping,
  GatewayIntentBits.GuildModeration,
  GatewayIntentBits.GuildWebhooks,
];

const cleanups: (() => unknown)[] = [];

/** A simulator that ends with the test, and fails it when something was not covered. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  cleanups.push(async () => {
    await simulator.stop();
    const left = simulator.uncovered();
    if (left.length > 0) throw new Error(`not covered: ${left.join(', ')}`);
  });
  return simulator;
}

/** The unmodified discord.js, connected and ready. */
export async function connect(
  simulator: Simulator,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = makeClient(simulator, options);
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  await client.login(simulator.botToken);
  await ready;
  return client as Client<true>;
}

export function makeClient(simulator: Simulator, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: INTENTS,
    rest: { api: simulator.apiUrl, cdn: simulator.cdnUrl },
    ...options,
  });
  client.on(Events.Error, () => {});
  cleanups.push(() => client.destroy());
  return client;
}

/** The arguments of the next event of this kind for which `is` holds. */
export function next<E extends keyof ClientEvents>(
  client: Client,
  event: E,
  is: (...args: ClientEvents[E]) => boolean = () => true,
  ms = 5000,
): Promise<ClientEvents[E]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${String(event)} within ${ms} ms`)), ms);
    const listen = (...args: ClientEvents[E]) => {
      if (!is(...args)) return;
      clearTimeout(timer);
      client.off(event, listen);
      resolve(args);
    };
    client.on(event, listen);
  });
}

/** Asks again until it holds. */
export async function eventually<T>(look: () => T | Promise<T>, ms = 5000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A raw REST call as the bot. */
export async function rest(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${simulator.apiUrl}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${simulator.botToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

afterEach(async () => {
  const errors: unknown[] = [];
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      await cleanup();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
});
