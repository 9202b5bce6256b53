import { join } from 'node:path';
import { simulatedApplication } from './demo-people.ts';
import { runPart } from './run-part.ts';
import type { StackOptions } from './stack.ts';

/** The simulated Discord as a process of its own; what was said in it is kept in the folder. */
export async function startSimulatedDiscord(options: StackOptions) {
  let url = '';
  const part = await runPart({
    name: 'The simulated Discord',
    file: 'bot/simulator/main.ts',
    env: {
      SIMULATOR_PORT: String(options.hasFreePorts ? 0 : options.environment.LOCAL_DISCORD_PORT),
      SIMULATOR_SNAPSHOT: join(options.folder, 'discord.json'),
      SIMULATOR_CLIENT_DIR: 'bot/simulator/client/dist',
    },
    isReady: (line) => {
      url = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? '';
      return url !== '';
    },
    log: (line) => options.log('discord', line),
    onExit: (code) => options.onExit?.('simulated Discord', code),
  });
  return {
    part,
    url,
    controlUrl: `${url}/control`,
    ...simulatedApplication,
    uncovered: async () => (await (await fetch(`${url}/control/uncovered`)).json()) as string[],
  };
}
