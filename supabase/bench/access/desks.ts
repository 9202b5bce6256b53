import { parentPort, workerData } from 'node:worker_threads';
import { openDesk, type Counts, type Desk, type Project } from './desk.ts';

// All desks of a guild in a thread of their own, so that what they do is not done on the server's time. See measure-changes.ts.
export type DesksData = {
  project: Project;
  people: { token: string; userId: string }[];
  changes: SharedArrayBuffer;
  isInstant: boolean;
};
export type Question =
  { type: 'count' } | { type: 'level'; revisions: [string, number][]; ms: number } | { type: 'close' };
export type Answer =
  | { type: 'ready' }
  | { type: 'closed' }
  | { type: 'count'; counts: Counts }
  | { type: 'level'; level: number };

const { project, people, changes, isInstant } = workerData as DesksData;
const counts: Counts = { deliveries: 0, pulls: 0, empty: 0, late: 0, resets: 0 };
const desks: Desk[] = [];
const say = (answer: Answer) => parentPort!.postMessage(answer);

const waiting = [...people];
const open = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift())
    desks.push(await openDesk(project, next, counts, isInstant ? new Int32Array(changes) : null));
};
await Promise.all(Array.from({ length: 8 }, open));

parentPort!.on('message', async (question: Question) => {
  if (question.type === 'count') return say({ type: 'count', counts: { ...counts } });
  if (question.type === 'close') {
    for (const desk of desks) desk.stop();
    return say({ type: 'closed' });
  }
  const revisions = new Map(question.revisions);
  const countLevel = () => desks.filter((desk) => desk.isLevelWith(revisions)).length;
  for (const deadline = Date.now() + question.ms; countLevel() < desks.length && Date.now() < deadline;)
    await new Promise((resolve) => setTimeout(resolve, 100));
  say({ type: 'level', level: countLevel() });
});
say({ type: 'ready' });
