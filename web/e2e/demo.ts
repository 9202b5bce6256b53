import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { connectControl, type Control } from '../../bot/simulator/control.ts';
import { parseStartEnvironment } from '../../supabase/start/start-environment.ts';
import { startStack } from '../../supabase/start/start-stack.ts';
import type { Stack } from '../../supabase/start/stack.ts';
import { signIn } from './sign-in.ts';
import { watchPolicy } from './watch-policy.ts';

export { expect };

export const guild = '1180000000000000001';
export const getHelp = '1180000000000000404';
export const noor = { id: '1180000000000000101', name: 'Noor Haddad' };
export const theo = { id: '1180000000000000102', name: 'Theo Lindqvist' };
export const ines = { id: '1180000000000000103', name: 'Inês Carvalho' };
export const sam = { id: '1180000000000000104', name: 'Sam Adeyemi' };
export const marlowe = { id: '1180000000000000201', name: 'Marlowe' };
export const juniper = { id: '1180000000000000208', name: 'juniper' };
export const supportCrew = '1180000000000000303';

/** Waits until the page hears of changes. That it says "Live" is not enough: these words come with the page, hearing a moment later. */
export const untilLive = (page: Page) =>
  expect(page.locator('[data-connection]').first()).toHaveAttribute('data-connection', 'live');

/** What the stack's parts printed, each line after the name of its part. */
export const said: string[] = [];

type Fixtures = {
  discord: Control;
  /** A browser of their own in which the person has signed in to the desk, and is at its inbox. */
  deskOf: (
    person: { id: string; name: string },
    options?: Parameters<Browser['newContext']>[0],
  ) => Promise<Page>;
};

/** The whole of TicketFlow on free ports and a folder of its own: what `npm start` starts, by the same function. */
export const test = base.extend<Fixtures, { stack: Stack }>({
  stack: [
    // Playwright reads a fixture's needs from this pattern; this one needs none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'ticketflow-e2e-'));
      const stack = await startStack({
        folder,
        environment: parseStartEnvironment({}),
        hasFreePorts: true,
        isDurable: false,
        say: () => {},
        log: (part, line) => {
          said.push(`${part}: ${line}`);
          if (process.env.E2E_LOG) console.log(`${part}: ${line}`);
        },
      });
      await use(stack);
      const uncovered = await stack.uncovered();
      await stack.stop();
      await rm(folder, { recursive: true, force: true });
      // A stand-in that was asked for something it does not do makes every result above it doubtful.
      expect(uncovered).toEqual([]);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  discord: async ({ stack }, use) => {
    await use(connectControl(stack.info.discordControlUrl!));
  },
  deskOf: async ({ browser, stack }, use) => {
    const contexts: Awaited<ReturnType<Browser['newContext']>>[] = [];
    const broken: string[][] = [];
    await use(async (person, options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      broken.push(await watchPolicy(context));
      const page = await context.newPage();
      await signIn(page, stack.info.webUrl, person.name);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    // Whatever a test is about: no page of the desk does what its own policy forbids.
    expect(broken.flat()).toEqual([]);
  },
});
