import { chromium, type Page } from '@playwright/test';
import type postgres from 'postgres';
import { browserArguments, findChromium } from '../../web/e2e/find-chromium.ts';
import { signIn } from '../../web/e2e/sign-in.ts';
import type { Finding } from './check-history.ts';
import { markOf, type Ticket } from './history.ts';

export type Screen = { page: Page; ticket: Ticket };

/** A real browser with a page of the desk open on each of these tickets. */
export async function openScreens(webUrl: string, guild: string, person: string, tickets: Ticket[]) {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: browserArguments });
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  const screens: Screen[] = [];
  for (const ticket of tickets) {
    const page = await context.newPage();
    if (screens.length === 0) await signIn(page, webUrl, person);
    await page.goto(`${webUrl}/g/${guild}/t/${ticket.number}`);
    await page.getByRole('log').waitFor();
    screens.push({ page, ticket });
  }
  return { screens, close: () => browser.close() };
}

/** How many of the newest messages a screen is asked about: it shows at least so many. */
const looked = 30;

/** What stands on a screen against what stands in the database: each once, in order, with its words. */
export async function checkScreen({ page, ticket }: Screen, sql: postgres.Sql): Promise<Finding[]> {
  const rows = await sql<{ body: string }[]>`
    select body from public.messages
    where ticket_id = ${ticket.id} and kind in ('message', 'reply') and deleted_at is null order by position, id`;
  const shown = (await page.getByRole('log').getByRole('article').allInnerTexts())
    .map((text) => /\b[ra]\d+\.\d+ [^\n]*/.exec(text)?.[0].trim())
    .filter((text) => text !== undefined);
  const expected = rows.map((row) => row.body).filter((body) => /^[ra]\d+\.\d+ /.test(body));
  const [is, should] = [shown.slice(-looked), expected.slice(-looked)];
  const isSame = should.length === is.length && should.every((body, n) => is[n]!.startsWith(body));
  if (isSame) return [];
  const missing = should.filter((body) => !is.some((text) => text.startsWith(body))).map(markOf);
  const doubled = is
    .filter((text, n) => is.findIndex((other) => markOf(other) === markOf(text)) !== n)
    .map(markOf);
  const where = `the screen of #${ticket.number}: missing ${missing.join(' ') || 'nothing'}, twice ${doubled.join(' ') || 'nothing'}`;
  return [{ what: missing.length ? 'lost' : doubled.length ? 'doubled' : 'out of order', where }];
}
