import { z } from 'zod';

/** What GET /auth/v1/settings says, as far as it is asked here (supabase/auth internal/api/settings.go). */
export const AuthSettings = z.object({
  external: z.record(z.string(), z.boolean()),
  mailer_autoconfirm: z.boolean(),
  saml_enabled: z.boolean().default(false),
});

const providers = 'Authentication → Sign In / Providers';

/**
 * What of a project's settings would let somebody in by another way than Discord, a line each that says what to switch
 * where; empty when all is well. Manual linking cannot be read from here (README).
 */
export function authFaults({
  external,
  mailer_autoconfirm,
  saml_enabled,
}: z.infer<typeof AuthSettings>): string[] {
  const { discord, email, phone, anonymous_users: anonymous, ...others } = external;
  const faults: string[] = [];
  if (!discord)
    faults.push(
      `Discord login is off. Switch it on: ${providers} → Discord (config.toml: auth.external.discord.enabled).`,
    );
  if (email)
    faults.push(
      `Signing in by e-mail is on. Switch it off: ${providers} → Email (config.toml: auth.email.enable_signup).`,
    );
  if (phone)
    faults.push(
      `Signing in by phone is on. Switch it off: ${providers} → Phone (config.toml: auth.sms.enable_signup).`,
    );
  if (anonymous)
    faults.push(
      `Signing in without a name is on. Switch it off: ${providers} → Allow anonymous sign-ins (config.toml: auth.enable_anonymous_sign_ins).`,
    );
  for (const [name, isOn] of Object.entries(others))
    if (isOn)
      faults.push(
        `Signing in by ${name} is on. Switch it off: ${providers} → ${name} (config.toml: auth.external.${name}.enabled).`,
      );
  if (mailer_autoconfirm)
    faults.push(
      `E-mail addresses count as confirmed without a mail. Switch confirmations on: ${providers} → Confirm email (config.toml: auth.email.enable_confirmations).`,
    );
  if (saml_enabled) faults.push(`Single sign-on by SAML is on. Switch it off: ${providers} → SAML 2.0.`);
  return faults;
}
