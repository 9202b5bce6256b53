import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, guild, marlowe, noor, test, theo, untilLive } from './demo.ts';

const ticket = `/g/${guild}/t/2418`;
const picture = fileURLToPath(new URL('../../.github/desk.png', import.meta.url));

test('files go both ways: attached on the desk and seen in Discord, sent in Discord and seen on the desk, by those who may', async ({
  stack,
  browser,
  deskOf,
  discord,
}) => {
  const { webUrl, discordWebUrl } = stack.info;
  const desk = await deskOf(noor);
  await desk.goto(webUrl + ticket);
  await untilLive(desk);
  const channel = (await discord.channels(guild)).find(({ name }) => name === 'ticket-2418')!.id;
  const composer = desk.getByRole('textbox', { name: 'Reply', exact: true });
  const attached = desk.getByRole('list', { name: 'Attached files' });

  await test.step('what is too large or empty is refused in words; the rest is uploaded and kept over a reload', async () => {
    const choosing = desk.waitForEvent('filechooser');
    await desk.getByRole('button', { name: 'Attach files' }).first().click();
    await (
      await choosing
    ).setFiles([
      { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(10_485_761) },
      { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
      { name: 'steps to take.txt', mimeType: 'text/plain', buffer: Buffer.from('Restart, then look again') },
    ]);
    await expect(desk.getByText(/film\.mp4 is 10\.0 MB\. Discord takes/)).toBeVisible();
    await expect(desk.getByText(/nothing\.txt is empty/)).toBeVisible();
    await expect(attached.getByText('24 B', { exact: true })).toBeVisible();
    await desk.reload();
    await expect(attached.getByText('steps to take.txt')).toBeVisible();
  });

  await test.step('a pasted picture goes with it', async () => {
    const bytes = (await readFile(picture)).toString('base64');
    await composer.evaluate((area, base64) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      data.items.add(new File([content], 'desk.png', { type: 'image/png' }));
      area.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, bytes);
    await expect(attached.getByText('desk.png')).toBeVisible();
    await composer.fill('As we said');
    await expect(desk.getByRole('button', { name: 'Send', exact: true }).first()).toBeEnabled();
    await composer.press('Enter');
    await expect(attached).toHaveCount(0);
    const sent = desk.getByRole('article').filter({ hasText: 'As we said' });
    await expect(sent.getByText('Sent', { exact: true })).toBeVisible();
    await expect(sent.getByRole('img', { name: 'desk.png' })).toBeVisible();
  });

  await test.step('the requester has both in Discord', async () => {
    const member = await (await browser.newContext()).newPage();
    await member.goto(`${discordWebUrl}/#/${marlowe.id}/${guild}/${channel}`);
    await expect(member.getByRole('link', { name: 'steps_to_take.txt', exact: true })).toBeVisible();
    await expect(member.getByRole('img', { name: 'desk.png' })).toBeVisible();
    await member.context().close();
  });

  await test.step('a picture and a drawing from Discord: the one is shown, the other can only be saved', async () => {
    await discord.say({
      as: marlowe.id,
      in: channel,
      text: 'Here it is',
      files: [
        { name: 'lantern.png', type: 'image/png', bytes: await readFile(picture) },
        { name: 'lantern.svg', type: 'image/svg+xml', bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      ],
    });
    const said = desk.getByRole('article').filter({ hasText: 'Here it is' });
    const thumbnail = said.getByRole('img', { name: 'lantern.png' });
    await expect(thumbnail).toBeVisible();
    await expect
      .poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
    await thumbnail.click();
    const whole = desk.getByRole('dialog', { name: 'lantern.png' });
    await expect(whole.getByRole('img', { name: 'lantern.png' })).toBeVisible();
    await desk.keyboard.press('Escape');
    await expect(whole).toHaveCount(0);

    const saving = desk.waitForEvent('download');
    await said.getByRole('link', { name: 'lantern.svg' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('lantern.svg');
    expect(await readFile(await saved.path(), 'utf8')).toContain('<svg');
    const path = new URL(saved.url()).pathname;
    for (const address of [path, `${path}?save`]) {
      const { headers } = await headersOf(desk, webUrl + address);
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': "attachment; filename*=UTF-8''lantern.svg",
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      });
    }

    // By those who may, with their session, and at their next request no longer.
    const image = webUrl + (await thumbnail.getAttribute('src'))!;
    expect(await headersOf(desk, image)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/png' },
    });
    const colleague = await deskOf(theo);
    expect((await headersOf(colleague, image)).status).toBe(200);
    await discord.setMember(guild, theo.id, { roles: [] });
    await expect.poll(async () => (await headersOf(colleague, image)).status).toBe(404);
    await discord.setMember(guild, theo.id, { roles: ['1180000000000000303'] });
    expect((await fetch(image)).status).toBe(404);
    expect((await fetch(`${webUrl}/file/none`)).status).toBe(404);
  });
});

/** How the desk answers a page's person at an address. */
async function headersOf(page: Page, url: string) {
  const answer = await page.request.get(url);
  return { status: answer.status(), headers: answer.headers() };
}
