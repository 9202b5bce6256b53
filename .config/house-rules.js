// Who may import whom (README, "Where things lie"). A folder that is named may not reach those that it must not know.
const never = (files, groups, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: groups, message }] }] },
});

export const houseRules = [
  never(
    ['supabase/contracts/**/*.ts'],
    ['../*', '!./*', 'postgres', 'discord.js', '@supabase/*'],
    'A contract knows zod alone.',
  ),
  never(
    ['bot/src/**/*.ts'],
    ['**/simulator/**', '**/supabase/local/**', '**/web/**', '@ticketflow/web*'],
    'The bot knows contracts, Discord and the database; never the stand-ins or the desk.',
  ),
  never(
    ['bot/simulator/**/*.{ts,svelte}'],
    ['**/bot/src/**', '../src/*', '../../src/*', '@ticketflow/*', '**/supabase/**'],
    'The simulated Discord is the outside world: it knows nothing of ours.',
    ['bot/simulator/client/src/**'],
  ),
  never(
    ['web/src/**/*.{ts,svelte}'],
    ['**/bot/**', '**/supabase/local/**', '@ticketflow/bot*', 'postgres'],
    'The desk acts as the signed-in person, through contracts and the Data API.',
  ),
  never(
    ['web/src/lib/ui/**/*.{ts,svelte}'],
    ['@ticketflow/*', '#lib/tickets/*', '#lib/realtime/*', '../tickets/*', '../realtime/*'],
    'Parts of the interface know nothing of tickets.',
  ),
];
