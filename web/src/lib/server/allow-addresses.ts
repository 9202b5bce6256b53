/**
 * Fits a content security policy to addresses that are known only when the server runs: Supabase (http and its socket) and
 * Sentry may be asked, and the sign-in form may lead on to it and to Discord. Browsers hold `form-action` against redirects too.
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
  return policy
    .replace(
      /connect-src [^;]*/,
      (found) => `${found} ${supabase} ${supabase.replace(/^http/, 'ws')}${sentry}`,
    )
    .replace(/form-action [^;]*/, (found) => `${found} ${supabase} ${discord}`);
}
