import { randomUUID } from 'node:crypto';
import type { Control } from '../../../bot/simulator/control.ts';
import type { StackInfo } from '../../start/stack.ts';
import { signInClient } from '../../start/sign-in-client.ts';
import { followTicket } from './follow-ticket.ts';
import { openFloor } from './floor.ts';
import { openWindow } from './open-window.ts';
import { compare, expectCount, type Row } from '../report.ts';

const theo = '1180000000000000102';
const kestrel = '1180000000000000202';
const ticket = '5f0d0000-0000-4000-8000-000000002420';
const floorName = 'INSERT + NOTIFY + WebSocket';

/** Both ways through the whole stack, one message at a time, alternating with the floor. */
export async function measureLoop(
  info: StackInfo,
  discord: Control,
  channelId: string,
  count: number,
): Promise<Row[]> {
  const supabase = await signInClient(info, theo);
  const desk = await followTicket(supabase, ticket);
  const window = await openWindow(info.discordWebUrl, kestrel);
  const floor = await openFloor(info.databaseUrl!);
  const warmUp = 30;
  const [toDesk, toDiscord, bare]: [number[], number[], number[]] = [[], [], []];

  for (let n = -warmUp; n < count; n += 1) {
    const question = `question ${n} ${randomUUID()}`;
    const [shown, event] = await Promise.all([
      desk.shows(question),
      window.next((message) => message.content === question),
      discord.say({ as: kestrel, in: channelId, text: question }),
    ]);
    const answer = `answer ${n} ${randomUUID()}`;
    const arrived = window.next((message) => message.content === answer);
    const onDesk = desk.shows(answer);
    const from = performance.now();
    const posted = await supabase.rpc('post_reply', { ticket, message: randomUUID(), body: answer });
    if (posted.error) throw posted.error;
    const reply = await arrived;
    await onDesk;
    const floorSample = await floor.sample(question);
    if (n < 0) continue;
    toDesk.push(shown - event.at);
    toDiscord.push(reply.at - from);
    bare.push(floorSample);
  }

  const total = count + warmUp;
  const inDiscord = (await discord.messages(channelId)).map((message) => message.content);
  expectCount('Questions in Discord', inDiscord.filter((text) => text.startsWith('question ')).length, total);
  expectCount('Answers in Discord', inDiscord.filter((text) => text.startsWith('answer ')).length, total);
  const onDesk = [...desk.seen.values()].map((message) => message.body);
  expectCount('Questions on the desk', onDesk.filter((text) => text.startsWith('question ')).length, total);
  expectCount('Answers on the desk', onDesk.filter((text) => text.startsWith('answer ')).length, total);
  expectCount('Rows of the floor', await floor.count(), total);
  window.close();
  await desk.close();
  await floor.close();
  return [
    ...compare(`Discord event → visible on the open ticket (${count})`, 'ms', toDesk, floorName, bare, {
      p50: 5,
      p99: 10,
    }),
    ...compare(`desk reply → in Discord (${count})`, 'ms', toDiscord, floorName, bare, {}),
  ];
}
