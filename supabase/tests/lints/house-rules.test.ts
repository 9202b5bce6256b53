import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, '.config/eslint.config.js') });

/** The names of the rules that a file of this content would break. */
async function lint(file: string, code: string): Promise<(string | null)[]> {
  const isComponent = file.endsWith('.svelte');
  const text = isComponent ? `<script lang="ts">${code}</script>` : code;
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

test.each([
  ['supabase/contracts/new.ts', '../local/stack.ts'],
  ['supabase/contracts/new.ts', 'postgres'],
  ['supabase/local/auth/new.ts', '../../start/stack.ts'],
  ['bot/src/new.ts', '../simulator/control.ts'],
  ['bot/src/discord/new.ts', '../outbox/settle.ts'],
  ['bot/src/tickets/new.ts', '../resync/catch-up.ts'],
  ['bot/src/access/new.ts', '../start-bot.ts'],
  ['bot/src/outbox/new.ts', '../../../supabase/local/stack.ts'],
  ['bot/src/outbox/new.ts', '../../../supabase/tests/test-database.ts'],
  ['bot/src/new.ts', '../../web/src/scrub-event.ts'],
  ['bot/src/new.ts', '../tests/start-demo.ts'],
  ['bot/src/new.ts', '../bench/bare-bot.ts'],
  ['bot/src/new.ts', '@ticketflow/web/src/params.ts'],
  ['bot/src/new.ts', '@ticketflow/simulator/control.ts'],
  ['web/src/hooks.server.ts', '@ticketflow/local-stack/keys.ts'],
  ['bot/simulator/state/new.ts', '../../src/env.ts'],
  ['bot/simulator/tests/new.ts', '../../../supabase/contracts/snowflake.ts'],
  ['bot/simulator/client/src/ui/New.svelte', '../../../../src/env.ts'],
  ['web/src/lib/tickets/new.ts', '../../../../supabase/local/stack.ts'],
  ['web/src/lib/tickets/new.ts', '../../../../supabase/start/secrets.ts'],
  ['web/src/routes/New.svelte', '../../../bot/src/env.ts'],
  ['web/src/hooks.server.ts', 'postgres'],
  ['web/src/lib/ui/new.ts', 'postgres'],
  ['web/src/lib/ui/new.ts', '#lib/server/read.ts'],
  ['web/src/lib/ui/New.svelte', '../../routes/New.svelte'],
  ['web/src/lib/ui/new.ts', '@ticketflow/supabase/contracts/ticket.ts'],
  ['web/src/lib/discord/new.ts', '#lib/desk/inbox-rows.ts'],
  ['web/src/lib/realtime/new.ts', '../outgoing/send-queue.ts'],
  ['web/src/lib/outgoing/New.svelte.ts', '#lib/desk/Desk.svelte.ts'],
  ['web/src/lib/desk/new.ts', '#lib/tickets/ticket-words.ts'],
  ['web/src/lib/tickets/New.svelte', '../../routes/New.svelte'],
  ['web/src/lib/server/new.ts', '#lib/desk/Desk.svelte.ts'],
  ['web/server.js', '../bot/src/env.ts'],
])('%s may not import %s', async (file, specifier) => {
  expect(await lint(file, `import '${specifier}';`)).toContain('house/who-may-import-whom');
});

test.each([
  `import type { Guild } from '…';`,
  `export * from '…';`,
  `export { guild } from '…';`,
  `export const guild = await import('…');`,
  `export type Guild = import('…').Guild;`,
])('the same holds of %s', async (code) => {
  const forbidden = code.replace('…', '../simulator/protocol.ts');
  expect(await lint('bot/src/new.ts', forbidden)).toContain('house/who-may-import-whom');
});

test.each([
  ['supabase/contracts/new.ts', './snowflake.ts'],
  ['bot/src/new.ts', '@ticketflow/supabase/contracts/snowflake.ts'],
  ['bot/src/outbox/new.ts', '../discord/nonce.ts'],
  ['bot/tests/new.ts', '../simulator/start-simulator.ts'],
  ['bot/simulator/new.ts', '@ticketflow/simulator/control.ts'],
  ['supabase/start/new.ts', '../local/stack.ts'],
  ['supabase/bench/access/new.ts', '../../../web/src/lib/realtime/connect.ts'],
  ['supabase/chaos/new.ts', '../../web/e2e/sign-in.ts'],
  ['bot/bench/relay/new.ts', '../../../supabase/bench/report.ts'],
  ['web/e2e/new.ts', '../../bot/simulator/control.ts'],
  ['web/src/lib/tickets/New.svelte', '#lib/desk/desk-context.ts'],
  ['web/src/lib/desk/New.svelte.ts', '@ticketflow/supabase/contracts/ticket.ts'],
  ['web/src/routes/New.svelte', '#lib/ui/Button.svelte'],
])('%s may import %s', async (file, specifier) => {
  expect(await lint(file, `import '${specifier}';`)).toEqual([]);
});

test.each([
  `process.env['SUPABASE_SECRET_KEY']`,
  'process.env.SERVICE_ROLE_KEY',
  `({ role: 'service_role' })`,
])('the desk never names a secret key: %s', async (code) => {
  const file = 'web/src/hooks.server.ts';
  expect(await lint(file, `export const key = ${code};`)).toContain('no-restricted-syntax');
});

test.each([
  `document.querySelector('[aria-label="Quote"]')`,
  'document.querySelector(`[title="Close"]`)',
  `level === 'agent'`,
  `['manager', 'admin'].includes(level)`,
])('the desk finds nothing by its name and compares no level by hand: %s', async (code) => {
  const file = 'web/src/routes/New.svelte';
  expect(await lint(file, `export const found = ${code};`)).toContain('no-restricted-syntax');
});

test.each([
  'await sql`select private.beat_job(${1})`;',
  `await sql.unsafe('select * from private.claim_jobs ()');`,
])('the bot names no function of private but where the compiler knows it: %s', async (code) => {
  const text = `declare const sql: any;\n${code}`;
  expect(await lint('bot/src/new.ts', text)).toContain('no-restricted-syntax');
  expect(await lint('bot/tests/new.ts', text)).not.toContain('no-restricted-syntax');
});
