import type { Stack } from '../../start/stack.ts';
import { percentile, type Row } from '../report.ts';
import { runBareBot } from './run-bare-bot.ts';

const warmUp = 2;
const rounds = 15;

type Ready = { ms: number; rss: number };

/** Start → ready and memory at ready: both bots started again and again, in turn, each alone. `ours` starts our bot and stops it. */
export async function measureStart(stack: Stack, ours: () => Promise<Ready>): Promise<Row[]> {
  await stack.parts.bot?.stop();
  const sides = {
    ours,
    bare: async (): Promise<Ready> => {
      const { part, ms, rss } = await runBareBot(stack.info);
      await part.stop();
      return { ms, rss };
    },
  };
  const found: Record<keyof typeof sides, Ready[]> = { ours: [], bare: [] };
  for (let round = -warmUp; round < rounds; round += 1) {
    // Each is first as often as the other.
    const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
    for (const side of order) {
      const one = await sides[side]();
      if (round >= 0) found[side].push(one);
    }
  }
  const row = (metric: string, unit: string, read: (one: Ready) => number, bar: number): Row => {
    const [value, other] = [percentile(found.ours.map(read), 0.5), percentile(found.bare.map(read), 0.5)];
    return {
      metric: `${metric}, p50 (${rounds})`,
      value,
      unit,
      against: `bare discord.js: ${other.toFixed(0)} ${unit}`,
      ratio: value / other,
      bar: `≤ ${bar}×`,
      holds: value / other <= bar,
    };
  };
  return [
    row('start → ready', 'ms', ({ ms }) => ms, 1.3),
    row('memory at ready', 'MB', ({ rss }) => rss / 2 ** 20, 1.3),
  ];
}
