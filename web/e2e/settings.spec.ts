import postgres from 'postgres';
import { expect, guild, noor, test, untilLive } from './demo.ts';
import { expectAccessible } from './expect-accessible.ts';

test('a list that does not load says so in its place, and loads again at one press', async ({
  stack,
  deskOf,
}) => {
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const page = await deskOf(noor);
  await page.goto(`${stack.info.webUrl}/g/${guild}/settings/roles`);
  await untilLive(page);
  await sql`revoke execute on function public.read_blocks from authenticated`;
  try {
    await page.getByRole('link', { name: 'Block list' }).click();
    await expect(page.getByRole('heading', { name: 'This page did not load' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Settings' })).toBeVisible();
    await expectAccessible(page, 'a list that does not load');
  } finally {
    await sql`grant execute on function public.read_blocks to authenticated`;
    await sql.end();
  }
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect(page.getByRole('heading', { name: 'Block list' })).toBeVisible();
});
