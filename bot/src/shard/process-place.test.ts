import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { hasEnded, placeOfProcess } from './process-place.ts';

const isLinux = process.platform === 'linux';

test.runIf(isLinux)('a process that lives has not ended, one that was killed has', async () => {
  const source = new URL('./process-place.ts', import.meta.url).href;
  const code = `import(${JSON.stringify(source)}).then(async (m) => console.log(await m.placeOfProcess())); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const place = String((await once(child.stdout, 'data'))[0]).trim();
  expect(place.split(' ')[2]).toBe(String(child.pid));
  expect(await hasEnded(place)).toBe(false);
  // Its id was given to another process meanwhile.
  expect(await hasEnded(place.replace(/\d+$/, '1'))).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await hasEnded(place)).toBe(true);
});

test('of another machine, of another space of ids and of what has no place nobody knows', async () => {
  const place = (await placeOfProcess()) ?? 'a b 1 2';
  expect(await hasEnded(null)).toBe(false);
  const [boot, space, pid, began] = place.split(' ');
  expect(await hasEnded([`${boot}x`, space, pid, '1'].join(' '))).toBe(false);
  expect(await hasEnded([boot, `${space}x`, pid, '1'].join(' '))).toBe(false);
  expect(await hasEnded([boot, space, pid, began].join(' '))).toBe(false);
});
