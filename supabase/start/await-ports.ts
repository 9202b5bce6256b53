import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../local/postgres/free-port.ts';
import { StackError } from '../local/stack-error.ts';
import type { StartEnvironment } from './start-environment.ts';

// Parts of a run that was killed end by themselves, within moments of their parent.
const patience = 6_000;

/** Waits until the ports that this start will take are free. Throws a StackError naming the port and its variable. */
export async function awaitPorts(environment: StartEnvironment): Promise<void> {
  const wanted = new Map<
    'PORT' | 'HEALTH_PORT' | 'LOCAL_DISCORD_PORT' | 'LOCAL_SUPABASE_PORT' | 'LOCAL_POSTGRES_PORT',
    number
  >();
  wanted.set('PORT', environment.PORT);
  wanted.set('HEALTH_PORT', environment.HEALTH_PORT);
  if (!environment.DISCORD_TOKEN) wanted.set('LOCAL_DISCORD_PORT', environment.LOCAL_DISCORD_PORT);
  if (!environment.PUBLIC_SUPABASE_URL) {
    wanted.set('LOCAL_SUPABASE_PORT', environment.LOCAL_SUPABASE_PORT);
    wanted.set('LOCAL_POSTGRES_PORT', environment.LOCAL_POSTGRES_PORT);
  }
  const deadline = Date.now() + patience;
  for (const [variable, port] of wanted) {
    while (!(await isFree(port))) {
      if (Date.now() > deadline)
        throw new StackError(
          `Port ${port} is taken by another program: stop it, or set ${variable} in .env to another port.`,
        );
      await wait(100);
    }
  }
}

const isFree = (port: number) =>
  freePort(port).then(
    () => true,
    () => false,
  );
