import { setTimeout as wait } from 'node:timers/promises';
import { signInClient } from '../start/sign-in-client.ts';
import { checkHistory, countUnknown, type Finding } from './check-history.ts';
import { brokenConnections, deleteChannel, disturb, guild, owner, wrongAnswers } from './disturb.ts';
import type { History } from './history.ts';
import { beAgent, beRequester, retryFailed } from './people.ts';
import type { PartName, Strike } from './points.ts';
import { openTickets } from './prepare-tickets.ts';
import { createRandom } from './random.ts';
import { killsAtEachPoint, type ChaosOptions } from './read-options.ts';
import { checkScreen, openScreens } from './screens.ts';
import { startParts, type Parts } from './start-parts.ts';
import { createStrikeList } from './strike-list.ts';
import { checkTimekeeping, keepTime, prepareTimekeeping, tellTimekeeping } from './timekeeping.ts';
import { variantArguments, variants } from './variants.ts';

const requesters = [201, 202, 203, 204, 205, 206, 207, 208].map((n) => `1180000000000000${n}`);
const agents = ['1180000000000000102', '1180000000000000104', owner];
/** Whose browser shows the screens. */
const onlooker = 'Noor Haddad';

/** A point that nothing passes within this time (ms) is given up for now. */
const strikePatience = 4000;
/** Everything must be caught up within this time (ms) once nothing goes wrong any more. */
const levelPatience = 90_000;

export type Outcome = {
  findings: Finding[];
  unknown: number;
  timekeeping: string;
  kills: string[];
  total: number;
  least: number;
  disturbed: Map<string, number>;
  replies: number;
  said: number;
  levelAfter: number;
  refused: Map<string, number>;
};

/** Requests end after a while (ms), as the desk's do. */
const impatient: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(8000) });

type Say = (line: string) => void;

/** One run: starts all, lets people write and things die, heals all, compares. Leaves nothing running. */
export async function runChaos(options: ChaosOptions, folder: string, say: Say): Promise<Outcome> {
  const random = createRandom(options.seed);
  const variant = variants[options.variant];
  const troubles: Finding[] = [];
  let clock = 0;
  const parts = await startParts({
    folder,
    bots: variant.bots ?? 1,
    botArguments: () => [
      ...variantArguments(options.variant),
      ...(clock ? [`--import=${new URL(`wrong-clock.ts?ms=${clock}`, import.meta.url).href}`] : []),
    ],
    say,
    log: (part, line) => {
      if (options.isLoud) console.log(`${part}: ${line}`);
    },
    onTrouble: (words) => void troubles.push({ what: 'untrue', where: words }),
  });
  let closeScreens = async () => {};
  try {
    await prepareTimekeeping(parts.sql);
    if (variant.sql) await parts.sql.unsafe(variant.sql);
    await parts.discord.changeSettings({
      gateway: { heartbeatMs: 2000, identifies: 1_000_000, disorder: 0.15 } as never,
    });
    const tickets = await openTickets(parts, requesters);
    const history: History = { tickets, replies: [], saidByRequesters: 0, refused: new Map() };
    const clients = await Promise.all(agents.map((agent) => signInClient(parts.info, agent, impatient)));
    const { screens, close } = await openScreens(parts.info.webUrl, guild, onlooker, tickets.slice(0, 2));
    closeScreens = close;
    say(
      `${tickets.length} tickets are open, ${clients.length} agents and ${screens.length} screens look on. It begins.`,
    );

    let isOver = false;
    const people = tickets.flatMap((ticket, n) => {
      const given = { history, ticket, random: createRandom(options.seed + 1 + n), isOver: () => isOver };
      return [
        beRequester(given, parts.discord),
        beAgent({ ...given, random: createRandom(options.seed + 100 + n) }, clients[n % clients.length]!),
      ];
    });
    people.push(
      keepTime({
        sql: parts.sql,
        guild,
        asker: owner,
        random: createRandom(options.seed + 200),
        isOver: () => isOver,
      }),
    );
    let writing = people.length;
    for (const person of people)
      void person
        .catch(
          (error: unknown) =>
            void troubles.push({ what: 'untrue', where: `somebody could not go on: ${String(error)}` }),
        )
        .finally(() => (writing -= 1));

    const list = createStrikeList(random);
    /** What goes wrong beside each strike, and how often. */
    const disturbances: [string[], number][] = [
      [variant.answers ?? wrongAnswers, 0.7],
      [brokenConnections, 0.3],
    ];
    const disturbed = new Map<string, number>();
    const end = Date.now() + options.seconds * 1000;
    const isEnough = () =>
      !options.isShort && list.total() >= options.kills && list.least() >= killsAtEachPoint;
    /** Kills some of the parts, one at a time, until it is over. */
    async function strikeAt(own: PartName[], isDisturbing: boolean, pause: number): Promise<void> {
      while (Date.now() < end && !isEnough()) {
        const strike = list.next(own);
        for (const [names, share] of disturbances)
          if (isDisturbing && random.chance(share)) {
            const name = random.pick(names);
            disturbed.set(name, (disturbed.get(name) ?? 0) + 1);
            await disturb(name, parts, random);
          }
        if (strike.part === 'bot') clock = random.chance(0.25) ? random.pick([-3_600_000, 3_600_000]) : 0;
        list.note(strike, await strikeOnce(parts, strike));
        await wait(random.between(0, pause));
      }
    }
    const telling = setInterval(
      () =>
        say(
          `${list.total()} kills, ${history.replies.length} replies, ${history.saidByRequesters} messages …`,
        ),
      20_000,
    );
    await Promise.all([
      strikeAt(['bot', 'postgres'], true, 400),
      // What agents write must come through in between.
      strikeAt(['stack', 'web'], false, 3000),
    ]).finally(() => clearInterval(telling));
    const victim = tickets.at(-1)!;
    await deleteChannel(victim, parts);
    isOver = true;
    clock = 0;
    parts.discordFaults.length = 0;
    say('No more faults; everything catches up.');
    const healed = Date.now();
    const retried = new Set<string>();
    let findings: Finding[] = [];
    do {
      await wait(250);
      if (writing > 0) {
        findings = [{ what: 'lost', where: `${writing} people still wait for an answer` }];
        continue;
      }
      const failed = (
        await parts.sql<{ id: string }[]>`
        select m.id from public.messages m join public.tickets t on t.id = m.ticket_id
        where m.delivery = 'failed' and m.deleted_at is null and t.channel_state = 'open'`
      ).filter(({ id }) => !retried.has(id));
      for (const { id } of failed) retried.add(id);
      await retryFailed(
        history,
        clients[0]!,
        failed.map(({ id }) => id),
      );
      findings = [...(await checkHistory({ ...parts, history })), ...(await checkTimekeeping(parts.sql))];
      if (findings.length === 0)
        findings = (await Promise.all(screens.map((screen) => checkScreen(screen, parts.sql)))).flat();
    } while (findings.length > 0 && Date.now() - healed < levelPatience);
    return {
      findings: [...troubles, ...findings],
      unknown: await countUnknown(parts.sql, history),
      timekeeping: await tellTimekeeping(parts.sql),
      kills: list.lines(),
      total: list.total(),
      least: list.least(),
      disturbed,
      replies: history.replies.length,
      said: history.saidByRequesters,
      levelAfter: Date.now() - healed,
      refused: history.refused,
    };
  } finally {
    await closeScreens();
    await parts.stop();
  }
}

/** Kills a part at a point and starts it again. False when nothing passed the point in time. */
async function strikeOnce(parts: Parts, strike: Strike): Promise<boolean> {
  const { part, point } = strike;
  if (point === 'idle') await parts.kill(part);
  else {
    const striking = parts.gate.strike(strike, strikePatience);
    await provoke(parts, strike);
    if (!(await striking)) return false;
  }
  await parts.revive(part);
  return true;
}

/** Some points are passed only when somebody comes along. */
async function provoke(parts: Parts, { part, point }: Strike): Promise<void> {
  if (part === 'bot' && (point === 'before connecting' || point === 'while catching up')) {
    await parts.kill('bot');
    // Once: its strike starts it again.
    parts.startBots().catch(() => {});
  }
  if (part === 'web') {
    const ask = point === 'while a page is read' ? parts.loadPage : parts.signIn;
    ask().catch(() => {});
  }
  if (point === 'while joining') parts.proxies.supabase.cutAll();
}
