import { buildBot, buildClient, buildDesk } from '../../supabase/start/build-part.ts';

/** Builds once what the stacks of all workers run: two that build into one folder at once would spoil it. */
export default async function buildParts(): Promise<void> {
  const say = (line: string) => console.log(line);
  await Promise.all([buildDesk(say), buildClient(say), buildBot(say)]);
}
