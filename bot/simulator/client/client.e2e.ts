import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect as expectPage, type Browser, type BrowserContext, type Page } from '@playwright/test';
import {
  ActionRowBuilder,
  ChannelSelectMenuBuilder,
  RoleSelectMenuBuilder,
  StringSelectMenuBuilder,
  UserSelectMenuBuilder,
  type Client,
  type MessageActionRowComponentBuilder,
} from 'discord.js';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../start-simulator.ts';
import { openBrowser } from './open-browser.ts';
import { panel, startPanelBot } from './panel-bot.ts';

const GUILD = '1180000000000000001';
const NOOR = '1180000000000000101';
const MARLOWE = '1180000000000000201';
const KESTREL = '1180000000000000202';
const CAPTAIN = '1180000000000000304';
const GET_HELP = '1180000000000000404';
const TAVERN = '1180000000000000405';

/** Waits for what the page must come to; two cores may be busy with other tests. */
const see = expectPage.configure({ timeout: 10_000 });

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let browser: Browser;
let simulator: Simulator;
let bot: Client<true>;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser] = await Promise.all([
    openBrowser(),
    build({ configFile: here('vite.config.ts'), logLevel: 'error' }),
  ]);
});

beforeEach(async () => {
  simulator = await startSimulator({ clientDir: here('dist'), settings: { attachmentBytes: 64_000 } });
  bot = await startPanelBot(simulator.apiUrl, simulator.botToken, GUILD);
});

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await bot.destroy();
  const uncovered = simulator.uncovered();
  await simulator.stop();
  expect(uncovered).toEqual([]);
});

afterAll(() => browser.close());

/** A window of its own, as if on another computer. */
async function open(person: string, channel: string, viewport = { width: 1280, height: 800 }): Promise<Page> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  contexts.push(context);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(`${simulator.webUrl}#/${person}/${GUILD}/${channel}`);
  await see(page.getByRole('log')).toBeVisible();
  return page;
}

const write = async (page: Page, text: string) => {
  const composer = page.getByRole('textbox', { name: /^Message #/ });
  await composer.fill(text);
  await composer.press('Enter');
};

const message = (page: Page, text: string) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });

describe('talking', () => {
  test('what one writes, edits and deletes, the other sees at once', async () => {
    const [marlowe, kestrel] = [await open(MARLOWE, TAVERN), await open(KESTREL, TAVERN)];
    await write(marlowe, 'My **lantern** is gone');
    await see(message(kestrel, 'My lantern is gone')).toBeVisible();
    await see(message(kestrel, 'My lantern').getByText('lantern', { exact: true })).toHaveCSS(
      'font-weight',
      '650',
    );

    await message(marlowe, 'My lantern').hover();
    await marlowe.getByRole('button', { name: 'Edit', exact: true }).click();
    const box = marlowe.getByRole('textbox', { name: 'Edit message' });
    await box.fill('It was found');
    await box.press('Enter');
    await see(message(kestrel, 'It was found')).toContainText('(edited)');

    await message(marlowe, 'It was found').hover();
    await marlowe.getByRole('button', { name: 'Delete', exact: true }).click();
    await marlowe
      .getByRole('dialog', { name: 'Delete message' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await see(message(kestrel, 'It was found')).toHaveCount(0);
  });

  test('escape leaves an edit without a trace', async () => {
    const page = await open(MARLOWE, TAVERN);
    await write(page, 'As it was');
    await see(message(page, 'As it was')).toHaveAttribute('data-message-id', /\d+/);
    await page.getByRole('textbox', { name: /^Message #/ }).press('ArrowUp');
    const box = page.getByRole('textbox', { name: 'Edit message' });
    await box.fill('Something else');
    await box.press('Escape');
    await see(message(page, 'As it was')).toBeVisible();
    await see(message(page, 'As it was')).not.toContainText('(edited)');
  });

  test('an edit and a reply that were begun outlive what others write meanwhile', async () => {
    const page = await open(MARLOWE, TAVERN);
    await write(page, 'First');
    await see(message(page, 'First')).toHaveAttribute('data-message-id', /\d+/);
    await page.getByRole('textbox', { name: /^Message #/ }).press('ArrowUp');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('Second thoughts');
    const said = await simulator.control.say({ as: KESTREL, in: TAVERN, text: 'Hello' });
    await see(message(page, 'Hello')).toBeVisible();
    await see(page.getByRole('textbox', { name: 'Edit message' })).toHaveValue('Second thoughts');
    await page.getByRole('textbox', { name: 'Edit message' }).press('Enter');
    await see(message(page, 'Second thoughts')).toBeVisible();

    await message(page, 'Hello').focus();
    await page.keyboard.press('r');
    await simulator.control.edit({ as: KESTREL, in: TAVERN, message: said.id, text: 'Hello there' });
    await see(message(page, 'Hello there')).toBeVisible();
    await see(page.getByText('Replying to kestrel')).toBeVisible();
  });

  test('Shift deletes without asking, and what others may not delete is not offered', async () => {
    const [marlowe, kestrel] = [await open(MARLOWE, TAVERN), await open(KESTREL, TAVERN)];
    await write(marlowe, 'Gone soon');
    await message(kestrel, 'Gone soon').hover();
    await see(kestrel.getByRole('button', { name: 'More' })).toBeVisible();
    await see(kestrel.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
    await message(marlowe, 'Gone soon').hover();
    await marlowe.getByRole('button', { name: 'Delete', exact: true }).click({ modifiers: ['Shift'] });
    await see(message(kestrel, 'Gone soon')).toHaveCount(0);
  });

  test('a reply quotes, a reaction counts and is taken back, and who writes is named', async () => {
    const [marlowe, kestrel] = [await open(MARLOWE, TAVERN), await open(KESTREL, TAVERN)];
    await write(marlowe, 'Who is on deck?');
    await message(kestrel, 'Who is on deck?').click({ button: 'right' });
    await kestrel.getByRole('menuitem', { name: 'Reply' }).click();
    await kestrel.getByRole('textbox', { name: /^Message #/ }).pressSequentially('M');
    await see(marlowe.getByText('kestrel is typing')).toBeVisible();
    await write(kestrel, 'Me');
    await see(marlowe.getByTitle('Go to the message by Marlowe')).toHaveText('Who is on deck?');
    await see(marlowe.getByText('kestrel is typing')).toHaveCount(0);

    await message(kestrel, 'Me').last().hover();
    await kestrel.getByRole('button', { name: 'React with 👍' }).click();
    await see(marlowe.getByRole('button', { name: '👍, 1 reaction' })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    await kestrel.getByRole('button', { name: '👍, 1 reaction' }).click();
    await see(marlowe.getByRole('button', { name: '👍, 1 reaction' })).toHaveCount(0);
  });

  test('the list stays at its end while messages pour in, and loads older ones on scrolling up', async () => {
    const pour = async (from: number, to: number) => {
      for (let n = from; n < to; n++)
        await simulator.control.say({ as: KESTREL, in: TAVERN, text: `Number ${n}.` });
    };
    await pour(0, 80);
    const page = await open(MARLOWE, TAVERN);
    await see(message(page, 'Number 79.')).toBeInViewport();
    await see(message(page, 'Number 29.')).toHaveCount(0);
    await pour(80, 120);
    await see(message(page, 'Number 119.')).toBeInViewport();
    await page.getByRole('log').evaluate((log) => (log.scrollTop = 0));
    await see(message(page, 'Number 0.')).toHaveCount(1);
    await simulator.control.say({ as: KESTREL, in: TAVERN, text: 'One more' });
    await see(message(page, 'One more')).not.toBeInViewport();
    await page.getByRole('button', { name: 'Jump to the newest' }).click();
    await see(message(page, 'One more')).toBeInViewport();
  });

  test('a file that was chosen arrives with its name, and Discord refusing says why', async () => {
    const page = await open(MARLOWE, TAVERN);
    const file = { name: 'crash.log', mimeType: 'text/plain', buffer: Buffer.from('line 1') };
    await page.getByLabel('Files to send', { exact: true }).setInputFiles(file);
    await see(page.getByRole('list', { name: 'Files to send' })).toContainText('crash.log');
    await write(page, 'My log');
    await see(message(page, 'My log').getByRole('link', { name: 'crash.log', exact: true })).toBeVisible();

    const big = {
      name: 'huge.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(64_001),
    };
    await page.getByLabel('Files to send', { exact: true }).setInputFiles(big);
    await write(page, 'Too large');
    await see(message(page, 'Too large').getByRole('alert')).toContainText('Not sent.');
    await message(page, 'Too large').getByRole('button', { name: 'Discard' }).click();
    await see(message(page, 'Too large')).toHaveCount(0);
  });
});

describe('the panel', () => {
  beforeEach(async () => {
    const channel = await bot.channels.fetch(GET_HELP);
    if (channel?.isSendable()) await channel.send(panel());
  });

  test('a button, a form with a choice, words and a file, and the new private channel is one click away', async () => {
    const page = await open(MARLOWE, GET_HELP);
    await see(page.getByRole('textbox', { name: 'Message #get-help' })).toBeDisabled();
    await page.getByRole('button', { name: 'Purchases' }).click();
    const form = page.getByRole('dialog', { name: 'Purchases' });
    await form.getByRole('button', { name: 'Submit' }).click();
    await see(form.getByText('This field is required.')).toHaveCount(2);

    await form.getByRole('combobox', { name: 'What did you buy?' }).click();
    await page.getByRole('option', { name: 'Tideglass lantern' }).click();
    await form.getByLabel('What happened?').fill('Too short');
    await form.getByRole('button', { name: 'Submit' }).click();
    await see(form.getByText('At least 10 characters.')).toBeVisible();
    await form.getByLabel('What happened?').fill('It is gone since Saturday');
    const shot = {
      name: 'inventory.png',
      mimeType: 'image/png',
      buffer: Buffer.from('not really a picture'),
    };
    await form.getByLabel('Screenshot').setInputFiles(shot);
    await form.getByRole('button', { name: 'Submit' }).click();

    await see(form).toHaveCount(0);
    await see(page.getByRole('link', { name: 'ticket-1, unread' })).toBeVisible();
    const answer = message(page, 'Your ticket is open');
    await see(answer).toContainText('Only you can see this');
    await answer.getByRole('button', { name: '#ticket-1' }).click();
    await see(message(page, 'lantern: It is gone since Saturday [inventory.png]')).toBeVisible();
    await see(page).toHaveURL(/\/\d+$/);

    const other = await open(KESTREL, GET_HELP);
    await see(other.getByRole('button', { name: 'Purchases' })).toBeVisible();
    await see(other.getByRole('link', { name: /ticket-1/ })).toHaveCount(0);
    await see(message(other, 'Your ticket is open')).toHaveCount(0);
  });

  test('cancel closes the form and gives the focus back to the button', async () => {
    const page = await open(MARLOWE, GET_HELP);
    await page.getByRole('button', { name: 'Purchases' }).click();
    const form = page.getByRole('dialog', { name: 'Purchases' });
    await form.getByRole('button', { name: 'Cancel' }).click();
    await see(form).toHaveCount(0);
    await see(page.getByRole('button', { name: 'Purchases' })).toBeFocused();
  });

  test('a button that the bot leaves unanswered says that it failed', async () => {
    const page = await open(MARLOWE, GET_HELP);
    await page.getByRole('button', { name: 'Silent' }).click();
    await see(page.getByRole('button', { name: 'Silent' })).toHaveAttribute('aria-busy', 'true');
    await see(page.getByRole('alert')).toHaveText(/did not respond|failed/);
    await see(page.getByRole('button', { name: 'Silent' })).toHaveAttribute('aria-busy', 'false');
  });
});

describe('selects', () => {
  test('of words, people, roles and channels send what was chosen', async () => {
    const row = (select: MessageActionRowComponentBuilder) =>
      new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(select);
    const rows = [
      row(
        new StringSelectMenuBuilder()
          .setCustomId('kind')
          .setPlaceholder('A kind')
          .setOptions(
            { label: 'Purchases', value: 'p' },
            { label: 'Account', value: 'a', description: 'Sign-in' },
          ),
      ),
      row(
        new UserSelectMenuBuilder()
          .setCustomId('people')
          .setPlaceholder('Two people')
          .setMinValues(2)
          .setMaxValues(2),
      ),
      row(new RoleSelectMenuBuilder().setCustomId('role').setPlaceholder('A role')),
      row(new ChannelSelectMenuBuilder().setCustomId('channel').setPlaceholder('A channel')),
    ];
    const chosen: Record<string, string[]> = {};
    bot.on('interactionCreate', (interaction) => {
      if (!interaction.isAnySelectMenu()) return;
      chosen[interaction.customId] = interaction.values;
      void interaction.deferUpdate();
    });
    const channel = await bot.channels.fetch(TAVERN);
    if (channel?.isSendable()) await channel.send({ components: rows });

    const page = await open(MARLOWE, TAVERN);
    await page.getByRole('combobox', { name: 'A kind' }).click();
    await page.getByRole('option', { name: 'Account' }).click();
    await page.getByRole('combobox', { name: 'Two people' }).click();
    await page.getByRole('option', { name: 'kestrel' }).click();
    await page.getByRole('option', { name: 'Marlowe' }).click();
    await page.keyboard.press('Tab');
    await page.getByRole('combobox', { name: 'A role' }).press('ArrowDown');
    await page.keyboard.type('capt');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'A channel' }).click();
    await page.getByRole('option', { name: 'get-help' }).click();
    await see
      .poll(() => chosen)
      .toEqual({ kind: ['a'], people: [KESTREL, MARLOWE], role: [CAPTAIN], channel: [GET_HELP] });
  });
});

describe('commands', () => {
  test('typing / lists what the bot offers, Enter asks for the options and runs', async () => {
    const page = await open(MARLOWE, TAVERN);
    const composer = page.getByRole('textbox', { name: 'Message #tavern' });
    await see(page.getByRole('button', { name: 'Commands' })).toBeEnabled();
    await composer.fill('/');
    await see(page.getByRole('option')).toHaveCount(2);
    await composer.fill('/ec');
    await composer.press('Enter');
    await page.getByRole('textbox', { name: 'word' }).fill('ahoy');
    await page.keyboard.press('Enter');
    await see(message(page, 'You said ahoy')).toContainText('Only you can see this');
    await page.getByRole('button', { name: 'Dismiss message' }).click();
    await see(message(page, 'You said ahoy')).toHaveCount(0);
  });

  test('a command without options runs at the first Enter', async () => {
    const page = await open(MARLOWE, TAVERN);
    await see(page.getByRole('button', { name: 'Commands' })).toBeEnabled();
    await write(page, '/ping');
    await see(message(page, 'You said nothing')).toBeVisible();
  });

  test('a command of the message menu runs on that message', async () => {
    const page = await open(MARLOWE, TAVERN);
    await simulator.control.say({ as: KESTREL, in: TAVERN, text: 'Lost my key' });
    await message(page, 'Lost my key').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Quote this' }).click();
    await see(message(page, 'kestrel wrote: Lost my key')).toContainText('Only you can see this');
  });
});

describe('people', () => {
  test('an admin gives and takes a role, and every window shows it', async () => {
    const [noor, kestrel] = [await open(NOOR, TAVERN), await open(KESTREL, TAVERN)];
    await noor
      .getByRole('complementary', { name: 'Members' })
      .getByRole('button', { name: 'juniper' })
      .click();
    const card = noor.getByRole('dialog', { name: 'juniper' });
    await card.getByRole('button', { name: 'Edit roles' }).click();
    await card.getByRole('checkbox', { name: 'Support crew' }).check();
    await see(kestrel.getByRole('list', { name: 'Support crew' })).toContainText('juniper');
    await card.getByRole('checkbox', { name: 'Support crew' }).uncheck();
    await see(kestrel.getByRole('list', { name: 'Support crew' })).not.toContainText('juniper');
  });

  test('someone without the right sees roles but cannot change them', async () => {
    const page = await open(KESTREL, TAVERN);
    await page
      .getByRole('complementary', { name: 'Members' })
      .getByRole('button', { name: 'juniper' })
      .click();
    await see(page.getByRole('dialog', { name: 'juniper' })).toBeVisible();
    await see(page.getByRole('button', { name: 'Edit roles' })).toHaveCount(0);
  });

  test('the address carries who, where and what: picking a person changes it and a reload keeps it', async () => {
    const page = await open(MARLOWE, TAVERN);
    await page.getByRole('radio', { name: 'kestrel' }).check();
    await see(page).toHaveURL(new RegExp(`#/${KESTREL}/${GUILD}/${TAVERN}$`));
    await write(page, 'Ahoy');
    await see(message(page, 'Ahoy').getByRole('button', { name: 'kestrel' })).toBeVisible();
    await page.reload();
    await see(page.getByRole('radio', { name: 'kestrel' })).toBeChecked();
    await see(message(page, 'Ahoy')).toBeVisible();
  });

  test('an admin makes a channel and is in it, deletes it and is elsewhere, and kicks a member', async () => {
    const page = await open(NOOR, TAVERN);
    await page.getByRole('heading', { name: 'Harbor Lights' }).click();
    await page.getByRole('menuitem', { name: 'Create channel' }).click();
    await page.getByLabel('Channel name').fill('Night Watch');
    await page.getByLabel('Channel name').press('Enter');
    await see(page.getByRole('heading', { name: 'Welcome to #night-watch' })).toBeVisible();

    await page.getByRole('link', { name: 'night-watch' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Delete channel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete channel' }).click();
    await see(page.getByRole('link', { name: 'night-watch' })).toHaveCount(0);
    await see(page.getByRole('log', { name: 'Messages in #welcome' })).toBeVisible();

    const members = page.getByRole('complementary', { name: 'Members' });
    await members.getByRole('button', { name: 'salty bea' }).click();
    await page.getByRole('button', { name: 'Kick salty bea' }).click();
    await page.getByRole('button', { name: 'Kick salty bea now' }).click();
    await see(members.getByRole('button', { name: 'salty bea' })).toHaveCount(0);
  });

  test('unread channels stand out until they are opened', async () => {
    const [marlowe, kestrel] = [await open(MARLOWE, TAVERN), await open(KESTREL, GET_HELP)];
    await write(marlowe, 'Anybody?');
    await kestrel.getByRole('link', { name: 'tavern, unread' }).click();
    await see(message(kestrel, 'Anybody?')).toBeVisible();
    await see(kestrel.getByRole('link', { name: 'tavern', exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
  });
});

describe('the window', () => {
  test('dropping the gateway takes the bot away, and it returns by itself', async () => {
    const page = await open(MARLOWE, TAVERN);
    const told: boolean[] = [];
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        const frame = JSON.parse(String(payload)) as { t: string; d: { online: boolean } };
        if (frame.t === 'bot') told.push(frame.d.online);
      }),
    );
    await page.reload();
    await see(page.getByText('Bot online')).toBeVisible();
    await page.getByRole('button', { name: 'Drop the gateway' }).click();
    await see.poll(() => told).toEqual([false, true]);
    await see(page.getByText('Bot online')).toBeVisible();
    await write(page, '/ping');
    await see(message(page, 'You said nothing')).toBeVisible();
  });

  test('when the simulator goes away the window says so, and afterwards shows what it missed', async () => {
    const page = await open(MARLOWE, TAVERN);
    const port = Number(new URL(simulator.url).port);
    await bot.destroy();
    await simulator.stop();
    await see(page.getByText(/Not connected|Connecting/)).toBeVisible();
    await write(page, 'Written in vain');
    await see(message(page, 'Written in vain').getByRole('alert')).toContainText('cannot be reached');

    simulator = await startSimulator({ port, clientDir: here('dist') });
    await simulator.control.say({ as: KESTREL, in: TAVERN, text: 'Said meanwhile' });
    await see(message(page, 'Said meanwhile')).toBeVisible({ timeout: 12_000 });
    await see(page.getByText(/Not connected|Connecting/)).toHaveCount(0);
    await message(page, 'Written in vain').getByRole('button', { name: 'Retry' }).click();
    await see(message(page, 'Written in vain').getByRole('alert')).toHaveCount(0);
    const read = await simulator.control.read({ as: KESTREL, in: TAVERN });
    expect(read.map(({ content }) => content)).toEqual(['Written in vain', 'Said meanwhile']);
  });

  test('on a phone one pane at a time: channels, messages, members', async () => {
    const page = await open(MARLOWE, TAVERN, { width: 390, height: 844 });
    await see(page.getByRole('navigation', { name: 'Channels' })).toBeHidden();
    await page.getByRole('button', { name: 'Channels' }).click();
    await page.getByRole('link', { name: /^welcome/ }).click();
    await see(page.getByRole('textbox', { name: 'Message #welcome' })).toBeVisible();
    await page.getByRole('button', { name: 'Member list' }).click();
    await see(page.getByRole('complementary', { name: 'Members' })).toBeVisible();
    await page.getByRole('button', { name: 'Back to the messages' }).click();
    await see(page.getByRole('textbox', { name: 'Message #welcome' })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
  });

  test('axe finds nothing to mend in a channel with a panel, nor in the form', async () => {
    const channel = await bot.channels.fetch(GET_HELP);
    if (channel?.isSendable()) await channel.send(panel());
    const page = await open(MARLOWE, GET_HELP);
    await see(page.getByRole('button', { name: 'Purchases' })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: 'Purchases' }).click();
    await see(page.getByRole('dialog', { name: 'Purchases' })).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
});
