import postgres from 'postgres';
import type { Control } from '../../../bot/simulator/control.ts';
import type { StackInfo } from '../../start/stack.ts';
import { cpuOf } from './cpu-of.ts';
import { openWindow } from './open-window.ts';
import { expectCount, percentile, type Row } from '../report.ts';

const noor = '1180000000000000101';
const getHelp = '1180000000000000404';
const account = '5f0c0000-0000-4000-8000-000000000002';

/** Modal submitted → opening message in the channel: ours and a bare bot making the same calls, in turn. */
export async function measureOpening(
  info: StackInfo,
  discord: Control,
  botPid: number,
  barePanel: string,
  count: number,
): Promise<Row[]> {
  const sql = postgres(info.databaseUrl!, { max: 1, onnotice: () => {} });
  const person = '1180000000000000208';
  const panel = (await discord.messages(getHelp)).find(
    (message) =>
      message.author.id === '1180000000000000900' && message.id !== barePanel && message.components?.length,
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
      if (Date.now() > deadline) throw new Error('The requester was not told where his ticket is');
    return { ms: at - from, channel: opening.channel_id };
  }

  const warmUp = 5;
  const [ours, bare]: [number[], number[]] = [[], []];
  let requests = 0;
  let cpu = 0;
  for (let n = -warmUp; n < count; n += 1) {
    const theirs = await open(barePanel, 'bare-open', 'story', n);
    const before = { n: (await discord.requests()).at(-1)?.n ?? 0, cpu: await cpuOf(botPid) };
    const own = await open(panel.id, `open:${account}`, 'story', n);
    const made = (await discord.requests(before.n)).length;
    const used = (await cpuOf(botPid)) - before.cpu;
    // 50 channels fill a category of Discord's, and both put theirs into the same.
    for (const { channel } of [theirs, own]) await discord.deleteChannel({ as: noor, in: channel });
    // Two presses of one member within three seconds are one ticket, and one member has only so many open.
    await sql.begin(async (transaction) => {
      // As the functions do it: the bot may be at the ticket, whose channel is gone.
      await transaction`select private.lock_ticket(id) from public.tickets
        where requester_id = ${person} and status <> 'closed' and subject like 'measured %' order by id`;
      await transaction`update public.tickets set opened_at = opened_at - interval '1 minute', status = 'closed', closed_at = now()
        where requester_id = ${person} and status <> 'closed' and subject like 'measured %'`;
    });
    if (n < 0) continue;
    bare.push(theirs.ms);
    ours.push(own.ms);
    requests = Math.max(requests, made);
    cpu += used;
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

  // Discord's own time is what the bare bot takes at the median: a slow moment of its own must not flatter ours.
  const discordsTime = percentile(bare, 0.5);
  const row = (metric: string, share: number, bar: number): Row => ({
    metric: `${metric} (${count})`,
    value: percentile(ours, share) - discordsTime,
    unit: 'ms',
    against: `${percentile(ours, share).toFixed(1)} ms less the ${discordsTime.toFixed(1)} of bare discord.js`,
    ratio: percentile(ours, share) / percentile(bare, share),
    bar: `≤ ${bar} ms`,
    holds: percentile(ours, share) - discordsTime <= bar,
  });
  return [
    row('modal submitted → opening message, own time, p50', 0.5, 10),
    row('modal submitted → opening message, own time, p95', 0.95, 16),
    {
      metric: 'REST calls a ticket, button and form included',
      value: requests,
      unit: 'calls',
      bar: '≤ 5',
      holds: requests <= 5,
    },
    {
      metric: 'CPU of the bot a ticket',
      value: (cpu / count) * 1000,
      unit: 'ms',
      bar: '≤ 25 ms',
      holds: (cpu / count) * 1000 <= 25,
    },
  ];
}
