/**
 * Fits a content security policy to what is known only when the server runs. Addresses: Supabase (http and its socket) and
 * Sentry may be asked, and the sign-in form may lead on to it and to Discord. Browsers hold `form-action` against redirects too.
 * And the page's nonce, which its own sheet of first styles carries (fit-to-policy.ts).
 */
export function allowAddresses(
  policy: string,
  supabaseUrl: string,
  discordUrl: string,
  sentryDsn: string | undefined,
): string {
  const sentry = sentryDsn ? ` ${new URL(sentryDsn).origin}` : '';
  const supabase = new URL(supabaseUrl).origin;
  const discord = new URL(discordUrl).origin;
  const nonce = /'nonce-[^']+'/.exec(policy)?.[0];
  return policy
    .replace(/style-src [^;]*/, (found) =>
      // Vite's own sheets have none while developing; a nonce would switch their permission off.
      !nonce || found.includes(nonce) || found.includes('unsafe-inline') ? found : `${found} ${nonce}`,
    )
    .replace(
      /connect-src [^;]*/,
      (found) => `${found} ${supabase} ${supabase.replace(/^http/, 'ws')}${sentry}`,
    )
    .replace(/form-action [^;]*/, (found) => `${found} ${supabase} ${discord}`);
}
