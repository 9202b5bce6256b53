import { compiled } from '../../start/build-part.ts';
import { runPart, type Part } from '../../start/run-part.ts';
import type { StackInfo } from '../../start/stack.ts';

const getHelp = '1180000000000000404';
const ticketsParent = '1180000000000000406';

/** `panel` is the message with its button, `ms` what its start took. */
export type BareBot = { part: Part; ms: number; rss: number; panel: string };

/** Runs bare discord.js in the stack's Discord, with the same compile cache as our bot. */
export async function runBareBot({ discordApiUrl, discordCdnUrl, botToken }: StackInfo): Promise<BareBot> {
  let ready = '';
  const part = await runPart({
    name: 'The bare bot',
    file: 'bot/bench/bare-bot.ts',
    arguments: [discordApiUrl, discordCdnUrl, botToken, getHelp, ticketsParent],
    env: { NODE_COMPILE_CACHE: compiled },
    isReady: (line) => {
      ready = line;
      return line.includes('bare ready');
    },
    log: () => {},
  });
  return { part, ...(JSON.parse(ready) as { ms: number; rss: number; panel: string }) };
}
