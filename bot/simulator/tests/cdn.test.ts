import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BOT, HARBOR, MARLOWE, NOOR, start } from './start.ts';

test('everybody has a picture: a gradient of their own with their initials', async () => {
  const simulator = await start();
  const picture = async (path: string) => {
    const response = await fetch(`${simulator.cdnUrl}${path}`);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      path,
      200,
      'image/svg+xml',
    ]);
    return response.text();
  };
  expect(await picture(`/avatars/${NOOR}/abc.png?size=64`)).toContain('>NH<');
  expect(await picture(`/avatars/${MARLOWE}/abc.webp`)).toContain('>M<');
  expect(await picture(`/avatars/${BOT}/abc.png`)).toContain('<svg');
  expect(await picture(`/icons/${HARBOR}/abc.png`)).toContain('>HL<');
  expect(await picture('/embed/avatars/3.png')).toContain('<svg');
  expect((await fetch(`${simulator.cdnUrl}/nothing`)).status).toBe(404);
});

test('the built web client is served at /, and nothing beside its folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<h1>client</h1>');
  writeFileSync(join(folder, 'assets', 'a.js'), '1');
  const simulator = await start({ clientDir: folder });
  expect(await (await fetch(simulator.webUrl)).text()).toBe('<h1>client</h1>');
  expect((await fetch(`${simulator.webUrl}assets/a.js`)).headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${simulator.webUrl}..%2f..%2fetc%2fpasswd`)).status).toBe(404);
});

test('without a built client the page says so', async () => {
  const simulator = await start();
  expect(await (await fetch(simulator.webUrl)).text()).toContain('not built');
});
