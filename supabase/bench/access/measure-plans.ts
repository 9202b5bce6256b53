import { percentile, type Row } from '../report.ts';
import type { Database } from './database.ts';
import type { Page } from './pages.ts';
import { explain, type Plan } from './plans.ts';

const rounds = 15;
const barOfBuffers = 150;

/** What Postgres itself does for each page, as a person and as service_role. */
export async function measurePlans(database: Database, pages: Page[], userId: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, plan } of pages) {
    const [person, service]: [Plan[], Plan[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      person.push(await explain(database.sql, userId, plan(round).person));
      service.push(await explain(database.sql, null, plan(round).service));
    }
    rows.push(...compared(`${name}, in Postgres`, person, service, plan(0).isCall));
  }
  return rows;
}

function compared(name: string, person: Plan[], service: Plan[], isCall: boolean): Row[] {
  const buffers = (plans: Plan[]) =>
    percentile(
      plans.map((plan) => plan.buffers),
      0.5,
    );
  const indexes = (plans: Plan[]) => [...new Set(plans.map((plan) => plan.leadingIndex))].join(', ');
  const more = buffers(person) - buffers(service);
  const most = Math.max(...person.map((plan, round) => plan.buffers - service[round]!.buffers));
  const ms = (plans: Plan[], time: 'ms' | 'planningMs') =>
    percentile(
      plans.map((plan) => plan[time]),
      0.5,
    ).toFixed(2);
  const rows: Row[] = [
    {
      metric: `${name}: buffers more`,
      value: more,
      unit: 'buffers',
      against: `service_role: ${buffers(service)}; at most ${most} more; ${ms(person, 'ms')} + ${ms(person, 'planningMs')} ms of planning, ${ms(service, 'ms')} + ${ms(service, 'planningMs')}`,
      bar: `≤ ${barOfBuffers}`,
      holds: more <= barOfBuffers,
    },
  ];
  // The scans of a function are not part of its caller's plan.
  if (!isCall)
    rows.push({
      metric: `${name}: another leading index`,
      value: indexes(person) === indexes(service) ? 0 : 1,
      unit: 'others',
      against: `${indexes(person)}; service_role: ${indexes(service)}`,
      bar: 'the same',
      holds: indexes(person) === indexes(service),
    });
  return rows;
}
