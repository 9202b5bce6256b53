import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import postgres from 'postgres';
import { expect, guild, noor, sam, test, theo, untilLive } from './demo.ts';

test('managers see jobs as they go, hear that one stopped answering, and cancel it; an agent is told whose they are', async ({
  stack,
  deskOf,
}) => {
  const jobsPage = `${stack.info.webUrl}/g/${guild}/settings/jobs`;
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const start = async (kind: string, job = randomUUID()) => {
    await sql`select private.start_job(${job}, ${guild}, ${kind}, ${noor.id}, '{}', 1200)`;
    return job;
  };
  const page = await deskOf(sam);
  await page.goto(jobsPage);
  await untilLive(page);
  await expect(page.getByText('No jobs yet')).toBeVisible();

  await test.step('one that the bot knows begins and ends while the page is open', async () => {
    await start('sweep_outbox');
    const row = page.getByRole('region', { name: 'Ended' }).getByRole('listitem');
    await expect(row).toContainText('Clearing old entries of the outbox');
    await expect(row).toContainText('Done');
    await expect(row).toContainText(noor.name);
  });

  await test.step('one whose bot is gone has stopped answering', async () => {
    // No bot knows this kind.
    const job = await start('wait_long');
    const row = page.getByRole('region', { name: 'Under way' }).getByRole('listitem');
    await expect(row).toContainText('Waits for its turn');
    await sql`update private.jobs set state = 'running', done = 400, leased_by = 'gone', lease_until = clock_timestamp(),
      beat_at = clock_timestamp() - interval '2 minutes', error = '{"code": "interrupted", "attempts": 3}'
      where id = ${job}`;
    await expect(row).toContainText('Stopped answering');
    await expect(row).toContainText('400 of 1,200');
    await expect(row).toContainText('last sign of life 2 min ago');
    await expect(row).toContainText('It was interrupted 3 times before a page ended.');
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
    await row.getByRole('button', { name: /^Cancel/ }).click();
    await row.getByRole('button', { name: 'Cancel the job' }).click();
    const ended = page.getByRole('region', { name: 'Ended' }).getByRole('listitem').first();
    await expect(ended).toContainText(`cancelled by ${sam.name}`);
    await expect(page.getByRole('region', { name: 'Under way' })).toHaveCount(0);
  });

  await test.step('what cannot be read again is said, and what is shown stays', async () => {
    await page.route('**/rpc/list_jobs', (route) => route.abort());
    await start('wait_longer');
    await expect(page.getByRole('alert').filter({ hasText: 'no longer current' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Ended' }).getByRole('listitem')).toHaveCount(2);
    await page.unroute('**/rpc/list_jobs');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('region', { name: 'Under way' })).toContainText('wait longer');
    await expect(page.getByText('no longer current')).toHaveCount(0);
  });

  const agent = await deskOf(theo);
  await agent.goto(jobsPage);
  await expect(
    agent.getByRole('heading', { name: 'The list of jobs is for managers and admins' }),
  ).toBeVisible();
  await expect(agent.getByText('wait longer')).toHaveCount(0);
  await sql`delete from private.jobs`;
  await sql.end();
});
