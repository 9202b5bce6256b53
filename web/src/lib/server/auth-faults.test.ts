import { expect, test } from 'vitest';
import { authFaults } from './auth-faults.ts';

const good = {
  external: {
    discord: true,
    email: false,
    phone: false,
    anonymous_users: false,
    github: false,
    google: false,
  },
  mailer_autoconfirm: false,
  saml_enabled: false,
};
const external = (change: Record<string, boolean>) => ({
  ...good,
  external: { ...good.external, ...change },
});

test('Discord alone, with confirmed e-mails, is well', () => {
  expect(authFaults(good)).toEqual([]);
});

test.each([
  ['Discord login is off', external({ discord: false }), 'auth.external.discord.enabled'],
  ['Signing in by e-mail is on', external({ email: true }), 'auth.email.enable_signup'],
  ['Signing in by phone is on', external({ phone: true }), 'auth.sms.enable_signup'],
  ['Signing in without a name is on', external({ anonymous_users: true }), 'auth.enable_anonymous_sign_ins'],
  ['Signing in by github is on', external({ github: true }), 'auth.external.github.enabled'],
  ['Signing in by a_new_one is on', external({ a_new_one: true }), 'auth.external.a_new_one.enabled'],
  [
    'E-mail addresses count as confirmed',
    { ...good, mailer_autoconfirm: true },
    'auth.email.enable_confirmations',
  ],
  ['Single sign-on by SAML is on', { ...good, saml_enabled: true }, 'SAML 2.0'],
])('%s: one line, which says what to switch where', (words, settings, where) => {
  const faults = authFaults(settings);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(words);
  expect(faults[0]).toContain('Authentication → Sign In / Providers');
  expect(faults[0]).toContain(where);
});

test('each fault has a line of its own', () => {
  expect(authFaults({ ...external({ email: true, google: true }), saml_enabled: true })).toHaveLength(3);
});
