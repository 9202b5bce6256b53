import type { BrowserContext, Page } from '@playwright/test';
import postgres from 'postgres';
import type { Control } from '../../bot/simulator/control.ts';
import { setHidden } from './away.ts';
import { expireSession } from './expire-session.ts';
import { signIn } from './sign-in.ts';
import { expect, guild, noor, supportCrew, test, theo, untilLive } from './demo.ts';

const composer = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const log = (page: Page) => page.getByRole('log');
const mark = (page: Page) => page.locator('[data-connection]').first();

async function open(page: Page, webUrl: string, number: number): Promise<Page> {
  await page.goto(`${webUrl}/g/${guild}/t/${number}`);
  await expect(log(page)).toBeVisible();
  await untilLive(page);
  return page;
}
async function write(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await composer(page).fill(text);
    await composer(page).press('Enter');
    await expect(composer(page)).toHaveValue('');
  }
}
const channelOf = async (discord: Control, number: number) =>
  (await discord.channels(guild)).find(({ name }) => name === `ticket-${number}`)!.id;
/** What of these words stands in the ticket's channel in Discord, oldest first. */
const inDiscord = async (discord: Control, number: number, words: string) =>
  (await discord.messages(await channelOf(discord, number)))
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .map(({ content }) => content)
    .filter((content) => content.includes(words));
const expectOnce = async (discord: Control, number: number, words: string, expected: string[]) => {
  await expect.poll(() => inDiscord(discord, number, words)).toEqual(expected);
};

test('replies that wait outlive their tab: opened again in two, each is sent once, in order', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await open(await deskOf(noor), stack.info.webUrl, 2418);
  const context = page.context();
  await context.setOffline(true);
  const texts = ['first', 'second', 'third'].map((word) => `The ${word} for a closed tab`);
  await write(page, ...texts);
  await expect(log(page).getByText('Waits, 3rd')).toBeVisible();
  await page.close();
  await context.setOffline(false);

  const [one, two] = [await context.newPage(), await context.newPage()];
  await Promise.all([one, two].map((each) => open(each, stack.info.webUrl, 2418)));
  await expectOnce(discord, 2418, 'for a closed tab', texts);
  for (const each of [one, two])
    await expect.poll(() => log(each).getByText('for a closed tab').allInnerTexts()).toEqual(texts);
  expect(
    await one.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('outgoing'))),
  ).toEqual([]);
});

test('two tabs without a network keep one order; the one that stays sends what the closed one wrote', async ({
  stack,
  deskOf,
  discord,
}) => {
  const one = await open(await deskOf(noor), stack.info.webUrl, 2418);
  const two = await open(await one.context().newPage(), stack.info.webUrl, 2418);
  await one.context().setOffline(true);
  await write(one, 'One of two tabs');
  await expect(log(two).getByText('Waits, 1st')).toBeVisible();
  await write(two, 'Two of two tabs');
  await write(one, 'Three of two tabs');
  await one.close();
  await two.context().setOffline(false);
  await expectOnce(discord, 2418, 'of two tabs', ['One of two tabs', 'Two of two tabs', 'Three of two tabs']);
  await expect(log(two).getByText(/^Waits/)).toHaveCount(0);
});

test('a page that is loaded again before it heard that its reply was taken does not send it twice', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await open(await deskOf(noor), stack.info.webUrl, 2418);
  const taken = Promise.withResolvers<void>();
  await page.route('**/rest/v1/rpc/post_reply', async (route) => {
    await route.fetch();
    // The database has it; nobody hears of it.
    taken.resolve();
  });
  await write(page, 'An answer that was lost');
  await taken.promise;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await untilLive(page);
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('outgoing'))))
    .toEqual([]);
  await expectOnce(discord, 2418, 'that was lost', ['An answer that was lost']);
  await expect(log(page).getByText('An answer that was lost')).toHaveCount(1);
});

test('a database that is away is said in words; what is written waits and goes out when it is back', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await open(await deskOf(noor), stack.info.webUrl, 2418);
  await page.route('**/rest/v1/rpc/*', (route) =>
    route.fulfill({ status: 503, json: { code: 'PGRST001', message: 'Database client error' } }),
  );
  await write(page, 'Written while the database was away');
  await expect(mark(page)).toHaveAttribute('data-connection', 'database-away');
  await expect(page.getByText('The desk’s database is away.')).toBeVisible();
  await expect(log(page).getByText('Waits, 1st')).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.getByRole('button', { name: 'Try now' }).click();
  await untilLive(page);
  await expect(page.getByText('The desk’s database is away.')).toHaveCount(0);
  await expectOnce(discord, 2418, 'database was away', ['Written while the database was away']);
});

test('Supabase and the desk’s own server, restarted: never called live meanwhile, and live again by itself', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await open(await deskOf(noor), stack.info.webUrl, 2418);
  const channel = await channelOf(discord, 2418);
  await stack.supabase!.stop();
  await write(page, 'Written while nothing answered');
  await expect(mark(page)).not.toHaveAttribute('data-connection', 'live');
  await expect(page.getByText('The desk cannot be reached.')).toBeVisible();
  await discord.say({ as: noor.id, in: channel, text: 'said while nothing answered' });
  await stack.supabase!.start();
  await untilLive(page);
  await expect(log(page).getByText('said while nothing answered')).toBeVisible();
  await expectOnce(discord, 2418, 'Written while nothing', ['Written while nothing answered']);

  // The page needs its own server for the session alone, which lasts.
  await stack.parts.desk!.stop();
  try {
    await discord.say({ as: noor.id, in: channel, text: 'said without the server of the desk' });
    await expect(log(page).getByText('said without the server of the desk')).toBeVisible();
    await write(page, 'Written without the server of the desk');
    await expectOnce(discord, 2418, 'without the server of the desk', [
      'said without the server of the desk',
      'Written without the server of the desk',
    ]);
    await untilLive(page);
  } finally {
    await stack.startDesk();
  }
});

test('the tabs of a browser share one socket: a closed one hands it over, and a lost role empties all of them', async ({
  stack,
  deskOf,
  discord,
}) => {
  const role = { guild, as: noor.id, role: supportCrew };
  const channel = await channelOf(discord, 2418);
  const one = await deskOf(theo);
  const context = one.context();
  const [two, three] = [await context.newPage(), await context.newPage()];
  const sockets: string[] = [];
  for (const [name, page] of Object.entries({ one, two, three })) {
    page.on('websocket', (socket) => socket.url().includes('/realtime/') && sockets.push(name));
    await open(page, stack.info.webUrl, name === 'three' ? 2420 : 2418);
  }
  // It was at the inbox before.
  expect(new Set(sockets.splice(0))).toEqual(new Set(['one']));

  // Well within the time after which a page pulls without any poke.
  const soon = { timeout: 3000 };
  await discord.say({ as: noor.id, in: channel, text: 'heard over one socket' });
  for (const page of [one, two]) await expect(log(page).getByText('heard over one socket')).toBeVisible(soon);
  await one.close();
  // Both go on saying that they are live before they notice.
  await expect.poll(() => sockets.length).toBe(1);
  await untilLive(two);
  await untilLive(three);
  await discord.say({ as: noor.id, in: channel, text: 'heard after it was handed over' });
  await expect(log(two).getByText('heard after it was handed over')).toBeVisible(soon);

  // A tab that is looked at takes it from one that is not.
  const [holder, other] = sockets[0] === 'two' ? [two, three] : [three, two];
  await setHidden(holder, true);
  await expect.poll(() => sockets.length).toBe(2);
  await untilLive(other);
  await setHidden(holder, false);
  await untilLive(holder);

  await discord.takeRole({ ...role, from: theo.id });
  for (const page of [two, three]) {
    await expect(page.getByRole('heading', { name: 'You can no longer see this server' })).toBeVisible({
      timeout: 5000,
    });
    await expect(log(page)).toHaveCount(0);
  }
  await discord.giveRole({ ...role, to: theo.id });
  for (const page of [two, three]) {
    await expect(log(page)).toBeVisible();
    await untilLive(page);
  }
  expect(sockets).toHaveLength(2);
  await discord.say({ as: noor.id, in: channel, text: 'heard with the role again' });
  await expect(log(two).getByText('heard with the role again')).toBeVisible(soon);
});

/** The person's refresh tokens of their newest session: how many were used, and how many can be. */
async function tokensOf(sql: postgres.Sql, discordId: string) {
  const [row] = await sql<{ used: number; usable: number }[]>`
    select count(*) filter (where revoked)::int as used, count(*) filter (where not revoked)::int as usable
    from auth.refresh_tokens where session_id = (
      select s.id from auth.sessions s join auth.identities i on i.user_id = s.user_id
      where i.provider_id = ${discordId} order by s.created_at desc limit 1)`;
  return row;
}
async function sleepLong(context: BrowserContext): Promise<void> {
  await expireSession(context);
  await Promise.all(context.pages().map((page) => page.clock.fastForward('02:00:00')));
}

test('a token that ended while the machine slept is refreshed once for all tabs, as soon as Auth answers', async ({
  stack,
  deskOf,
}) => {
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const one = await deskOf(theo);
  const two = await one.context().newPage();
  for (const page of [one, two]) {
    await page.clock.install();
    await open(page, stack.info.webUrl, 2418);
  }
  const before = await tokensOf(sql, theo.id);
  await stack.supabase!.stop();
  await sleepLong(one.context());
  await expect(mark(one)).toHaveAttribute('data-connection', 'offline', { timeout: 20_000 });
  // An Auth that is away ends nobody's session.
  await expect(one).toHaveURL(/\/t\/2418/);
  await stack.supabase!.start();
  for (const page of [one, two]) await untilLive(page);
  expect(await tokensOf(sql, theo.id)).toEqual({ used: before!.used + 1, usable: 1 });
  await sql.end();
});

test('a session that cannot be refreshed leads to signing in, with words, and back to the draft', async ({
  stack,
  deskOf,
}) => {
  const sql = postgres(stack.info.databaseUrl!, { max: 1, onnotice: () => {} });
  const page = await deskOf(theo);
  await page.clock.install();
  await open(page, stack.info.webUrl, 2418);
  await composer(page).fill('Not sent before the session ended');
  await sql`delete from auth.sessions where user_id in (
    select user_id from auth.identities where provider_id = ${theo.id})`;
  await sleepLong(page.context());
  await expect(page.getByRole('alert')).toContainText('what you have written is kept on this device');
  await page.getByRole('button', { name: 'Continue with Discord' }).click();
  await page.getByRole('radio', { name: theo.name }).check();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await expect(composer(page)).toHaveValue('Not sent before the session ended');
  await composer(page).fill('');
  await sql.end();
});

test('signing out reaches every tab; somebody else in the same browser neither sees nor sends what waits', async ({
  stack,
  deskOf,
  discord,
}) => {
  const page = await open(await deskOf(noor), stack.info.webUrl, 2418);
  const context = page.context();
  await context.route('**/rest/v1/rpc/post_reply', (route) => route.abort());
  await write(page, 'Under my own name only');
  await expect(log(page).getByText('Waits, 1st')).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${stack.info.webUrl}/g/${guild}/you`);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Continue with Discord' })).toBeVisible();

  await signIn(other, stack.info.webUrl, theo.name);
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await open(other, stack.info.webUrl, 2418);
  await write(other, 'Sent by somebody else');
  await expectOnce(discord, 2418, 'Sent by somebody else', ['Sent by somebody else']);
  await expect(log(other).getByText('Under my own name only')).toHaveCount(0);
  expect(await inDiscord(discord, 2418, 'Under my own name')).toEqual([]);

  await other.goto(`${stack.info.webUrl}/g/${guild}/you`);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, stack.info.webUrl, noor.name);
  await expectOnce(discord, 2418, 'Under my own name', ['Under my own name only']);
});
