import postgres from 'postgres';
import type { Control } from '../../../bot/simulator/control.ts';
import type { StackInfo } from '../../start/stack.ts';
import { cpuOf } from './cpu-of.ts';
import { openWindow } from './open-window.ts';
import { compare, expectCount, type Row } from '../report.ts';
import type { BareBot } from './run-bare-bot.ts';

const noor = '1180000000000000101';
const getHelp = '1180000000000000404';
const account = '5f0c0000-0000-4000-8000-000000000002';

/** Modal submitted → opening message in the channel: ours and a bare bot making the same calls, in turn. */
export async function measureOpening(
  info: StackInfo,
  discord: Control,
  botPid: number,
  bareBot: BareBot,
  count: number,
): Promise<Row[]> {
  const sql = postgres(info.databaseUrl!, { max: 1, onnotice: () => {} });
  const person = '1180000000000000208';
  const panel = (await discord.messages(getHelp)).find(
    (message) =>
      message.author.id === '1180000000000000900' &&
      message.id !== bareBot.panel &&
      message.components?.length,
  );
  if (!panel) throw new Error('The panel is not published');
  const window = await openWindow(info.discordWebUrl, person);

  async function open(message: string, customId: string, field: string, n: number) {
    await discord.press({ as: person, in: getHelp, message, customId });
    const modal = await discord.nextModal(person);
    const text = `measured ${customId.slice(0, 4)} ${n}`;
    const posted = window.next(
      (one) => one.channel_id !== getHelp && one.author.id === '1180000000000000900',
    );
    const from = performance.now();
    const [{ at, message: opening }] = await Promise.all([
      posted,
      discord.submit({ as: person, interaction: modal.interaction_id, values: { [field]: text } }),
    ]);
    // The last call of both: the ephemeral answer names the channel.
    const deadline = Date.now() + 5000;
    while (!(await discord.ephemerals(person)).some(({ content }) => content.includes(opening.channel_id)))
      if (Date.now() > deadline) throw new Error('The requester was not told where their ticket is');
    return { ms: at - from, channel: opening.channel_id };
  }

  const sides = {
    ours: { panel: panel.id, button: `open:${account}`, pid: botPid },
    bare: { panel: bareBot.panel, button: 'bare-open', pid: bareBot.part.pid },
  };
  const warmUp = 10;
  const times: Record<keyof typeof sides, number[]> = { ours: [], bare: [] };
  const cpu: Record<keyof typeof sides, number> = { ours: 0, bare: 0 };
  let requests = 0;
  for (let n = -warmUp; n < count; n += 1) {
    const made: string[] = [];
    // Each is first as often as the other.
    for (const side of n % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      const { panel: message, button, pid } = sides[side];
      const before = { n: (await discord.requests()).at(-1)?.n ?? 0, cpu: await cpuOf(pid) };
      const { ms, channel } = await open(message, button, 'story', n);
      made.push(channel);
      if (n < 0) continue;
      times[side].push(ms);
      cpu[side] += (await cpuOf(pid)) - before.cpu;
      if (side === 'ours') requests = Math.max(requests, (await discord.requests(before.n)).length);
    }
    // 50 channels fill a category of Discord's, and both put theirs into the same.
    for (const channel of made) await discord.deleteChannel({ as: noor, in: channel });
    // Two presses of one member within three seconds are one ticket, and one member has only so many open.
    await sql.begin(async (transaction) => {
      // As the functions do it: the bot may be at the ticket, whose channel is gone.
      await transaction`select private.lock_ticket(id) from public.tickets
        where requester_id = ${person} and status <> 'closed' and subject like 'measured %' order by id`;
      await transaction`update public.tickets set opened_at = opened_at - interval '1 minute', status = 'closed', closed_at = now()
        where requester_id = ${person} and status <> 'closed' and subject like 'measured %'`;
    });
  }
  const [{ n: rows }] =
    (await sql`select count(*)::int as n from public.tickets where subject like 'measured %'`) as unknown as [
      { n: number },
    ];
  expectCount('Tickets stored', rows, count + warmUp);
  const [{ n: bound }] = (await sql`select count(*)::int as n from public.tickets
    where subject like 'measured %' and channel_id is not null and channel_error is null`) as unknown as [
    { n: number },
  ];
  expectCount('Tickets with a channel', bound, count + warmUp);
  window.close();
  await sql.end();

  return [
    ...compare(
      `modal submitted → opening message (${count})`,
      'ms',
      times.ours,
      'bare discord.js',
      times.bare,
      { p50: 2.5, p95: 2.5 },
    ),
    {
      metric: 'REST calls a ticket, button and form included',
      value: requests,
      unit: 'calls',
      bar: '≤ 5',
      holds: requests <= 5,
    },
    {
      metric: 'CPU of the bot a ticket',
      value: (cpu.ours / count) * 1000,
      unit: 'ms',
      against: `bare discord.js: ${((cpu.bare / count) * 1000).toFixed(1)} ms`,
      ratio: cpu.ours / cpu.bare,
      bar: '≤ 2.5×',
      holds: cpu.ours / cpu.bare <= 2.5,
    },
  ];
}
