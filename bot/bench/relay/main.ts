import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { connectControl } from '../../simulator/control.ts';
import { parseStartEnvironment } from '../../../supabase/start/start-environment.ts';
import { startStack } from '../../../supabase/start/start-stack.ts';
import { signInClient } from '../../../supabase/start/sign-in-client.ts';
import { report, type Row } from '../../../supabase/bench/report.ts';
import { addTickets } from './add-tickets.ts';
import { measureCatchUp } from './catch-up.ts';
import { measureGuilds } from './measure-guilds.ts';
import { measureManyChannels, measureOneChannel } from './measure-relay.ts';
import { measureTimers } from './measure-timers.ts';

// npm run bench:relay: how near the relay comes to what Discord allows, under the simulated Discord's own limits.
const channels = 60;
const noor = '1180000000000000101';

async function measureRelay(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketflow-relay-'));
  const stack = await startStack({
    folder,
    environment: parseStartEnvironment({}),
    hasFreePorts: true,
    without: ['bot', 'desk'],
    say: (line) => console.log(line),
    log: (part, line) => {
      if (part === 'bot' && /"level":(40|50|60)/.test(line)) console.log(line);
    },
  });
  const sql = postgres(stack.info.databaseUrl!, { max: 2, onnotice: () => {} });
  try {
    const discord = connectControl(stack.info.discordControlUrl!);
    const tickets = await addTickets(sql, discord, channels);
    await stack.startBot();
    const agent = await signInClient(stack.info, noor);
    const given = { sql, discord, agent, tickets };
    console.log(`${channels} channels at once …`);
    const rows = await measureManyChannels(given);
    console.log('One channel alone …');
    return [...rows, ...(await measureOneChannel(given))];
  } finally {
    await sql.end();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const rows = await measureRelay();
console.log('Catching up …');
rows.push(...(await measureCatchUp()));
console.log('A million timers …');
rows.push(...(await measureTimers()));
console.log('Two thousand guilds …');
rows.push(...(await measureGuilds()));
await report('relay', rows);
