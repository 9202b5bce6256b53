import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import type { Control } from '../../../bot/simulator/control.ts';
import type { StackInfo } from '../../start/stack.ts';
import { cpuOf } from './cpu-of.ts';
import { expectCount, type Row } from '../report.ts';

const salty = '1180000000000000203';
const perSecond = 20;
/** How much longer than the burst itself storing it may take. */
const keepsUp = 1.02;

/** A burst into one ticket: both bots hear the same events in the same run. Every tenth message is edited, every tenth deleted. */
export async function measureIngest(
  info: StackInfo,
  discord: Control,
  channelId: string,
  botPid: number,
  bare: ChildProcess,
  count: number,
): Promise<Row[]> {
  const sql = postgres(info.databaseUrl!, { max: 1, onnotice: () => {} });
  const stored = async () =>
    (
      await sql`select count(*) filter (where body like 'burst%' or body like 'edited burst%' or deleted_at is not null)::int as total,
      count(*) filter (where body like 'edited burst%')::int as edited, count(*) filter (where deleted_at is not null)::int as deleted
      from public.messages m join public.tickets t on t.id = m.ticket_id where t.channel_id = ${channelId} and m.created_at > ${since}`
    )[0] as {
      total: number;
      edited: number;
      deleted: number;
    };
  const since = new Date();
  const before = {
    ours: await cpuOf(botPid),
    bare: await cpuOf(bare.pid!),
    received: await receivedBy(bare),
  };
  const from = performance.now();
  const changes: Promise<unknown>[] = [];
  for (let n = 0; n < count; n += 1) {
    await wait(Math.max(0, from + (n * 1000) / perSecond - performance.now()));
    changes.push(
      discord.say({ as: salty, in: channelId, text: `burst ${n}` }).then(async (message) => {
        if (n % 10 === 3) {
          await wait(300);
          await discord.edit({ as: salty, in: channelId, message: message.id, text: `edited burst ${n}` });
        } else if (n % 10 === 7) {
          await wait(300);
          await discord.remove({ as: salty, in: channelId, message: message.id });
        }
      }),
    );
  }
  await Promise.all(changes);
  const tookSaying = performance.now() - from;
  // What the last event needs to be stored, and no more.
  const deadline = performance.now() + tookSaying * (keepsUp - 1);
  let found = await stored();
  while (
    (found.total < count || found.edited < count / 10 || found.deleted < count / 10) &&
    performance.now() < deadline
  )
    found = await stored();
  const tookStoring = performance.now() - from;
  const cpu = { ours: (await cpuOf(botPid)) - before.ours, bare: (await cpuOf(bare.pid!)) - before.bare };
  expectCount('Messages stored', found.total, count);
  expectCount('Edits stored', found.edited, count / 10);
  expectCount('Deletions stored', found.deleted, count / 10);
  expectCount('Messages that the bare bot received', (await receivedBy(bare)) - before.received, count);
  await sql.end();
  return [
    {
      metric: `CPU of the bot for ${count} messages at ${perSecond}/s`,
      value: cpu.ours,
      unit: 's',
      against: `bare discord.js: ${cpu.bare.toFixed(2)} s`,
      ratio: cpu.ours / cpu.bare,
      bar: '≤ 3.5×',
      holds: cpu.ours / cpu.bare <= 3.5,
    },
    {
      metric: 'all of them, edits and deletions, stored since the first',
      value: tookStoring / 1000,
      unit: 's',
      against: `said within ${(tookSaying / 1000).toFixed(2)} s`,
      ratio: tookStoring / tookSaying,
      bar: `≤ ${keepsUp}×`,
      holds: tookStoring / tookSaying <= keepsUp,
    },
  ];
}

function receivedBy(bare: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    bare.once('message', (answer) => resolve((answer as { received: number }).received));
    bare.send('received');
  });
}
