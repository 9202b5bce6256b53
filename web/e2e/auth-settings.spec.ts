import { expect, test } from '@playwright/test';
import { buildDesk } from '../../supabase/start/build-part.ts';
import { startDesk, startSettings } from './start-desk.ts';

const well = {
  external: { discord: true, email: false, phone: false, anonymous_users: false, github: false },
  disable_signup: false,
  mailer_autoconfirm: false,
  saml_enabled: false,
};
const variables = (url: string) => ({
  PUBLIC_SUPABASE_URL: url,
  PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_desk',
});

test.beforeAll(() => buildDesk(() => {}));

/** Presses the desk's button, without a browser. */
const signIn = (url: string) =>
  fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'next=/',
  });

test('a desk does not start while Auth lets people in by other ways, and says line by line what to switch', async () => {
  const settings = await startSettings({
    ...well,
    external: { discord: false, email: true, phone: true, anonymous_users: true, github: true },
    mailer_autoconfirm: true,
    saml_enabled: true,
  });
  const words = await startDesk(variables(settings.url)).then(
    () => 'it started',
    (error: Error) => error.message,
  );
  await settings.stop();
  const lines = words.split('\n').filter((line) => line.startsWith('The desk does not start: '));
  expect(lines.map((line) => line.replace(/^[^:]*: |\. Switch.*$|\..*$/g, ''))).toEqual([
    'Discord login is off',
    'Signing in by e-mail is on',
    'Signing in by phone is on',
    'Signing in without a name is on',
    'Signing in by github is on',
    'E-mail addresses count as confirmed without a mail',
    'Single sign-on by SAML is on',
  ]);
  for (const line of lines) expect(line).toContain('Authentication → Sign In / Providers');
});

test('a desk starts before Auth answers, refuses to sign anybody in until it has, and asks only when somebody tries', async () => {
  const settings = await startSettings(well);
  settings.told.status = 503;
  const desk = await startDesk(variables(settings.url));
  expect(desk.said.join('\n')).toContain('cannot be checked: it answers 503');
  expect(settings.told.asked).toBe(1);
  expect((await fetch(`${desk.url}/sign-in`)).status).toBe(200);
  expect(settings.told.asked).toBe(1);

  const refused = await signIn(desk.url);
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('the service behind it does not answer');
  expect(settings.told.asked).toBe(2);

  // Twenty at once ask once, and once it is well nobody asks again for a while.
  settings.told.status = 200;
  const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(desk.url)));
  for (const answer of answers) {
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain(`${settings.url}/auth/v1/authorize?provider=discord`);
  }
  expect(settings.told.asked).toBeLessThan(6);
  const before = settings.told.asked;
  await signIn(desk.url);
  expect(settings.told.asked).toBe(before);
  await desk.stop();
  await settings.stop();
});

test('a desk that finds Auth at fault only later refuses to sign in, with words for the person and lines for the log', async () => {
  const settings = await startSettings({ ...well, external: { ...well.external, email: true } });
  settings.told.status = 500;
  const desk = await startDesk(variables(settings.url));
  settings.told.status = 200;
  const refused = await signIn(desk.url);
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('it is not set up safely');
  expect(desk.said.join('\n')).toContain('Signing in by e-mail is on. Switch it off');
  settings.told.settings = well;
  expect((await signIn(desk.url)).status).toBe(303);
  await desk.stop();
  await settings.stop();
});

test('a key that Auth does not know is told at the start', async () => {
  const settings = await startSettings(well);
  const desk = await startDesk({
    ...variables(settings.url),
    PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_other',
  });
  expect(desk.said.join('\n')).toContain('cannot be checked: it answers 401');
  await desk.stop();
  await settings.stop();
});
