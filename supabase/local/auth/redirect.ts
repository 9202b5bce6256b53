import type { AuthContext } from './context.ts';

/**
 * Where a login may return to: `wanted` if its host is the site's or it matches an allowed pattern, else the site itself
 * (supabase/auth internal/utilities/request.go: a foreign address is not refused aloud but replaced).
 */
export function allowedRedirect(wanted: string | null, { siteUrl, redirectUrls }: AuthContext): string {
  if (!wanted || !URL.canParse(wanted)) return siteUrl;
  if (new URL(wanted).hostname === new URL(siteUrl).hostname) return wanted;
  const bare = wanted.split('#')[0] ?? '';
  return redirectUrls.some((pattern) => globToRegExp(pattern).test(bare)) ? wanted : siteUrl;
}

/** Supabase's patterns: `*` and `?` stop at the separators `.` and `/`, `**` does not. */
function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|\*|\?|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^./]*';
    return part === '?' ? '[^./]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

/** An address with more parameters in its query. */
export function withQuery(address: string, parameters: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** A refused login returns with its reason both in the query and in the fragment, as GoTrue's does for PKCE. */
export function withRefusal(
  address: string,
  reason: { error: string; code: string; message: string },
): string {
  const parameters = { error: reason.error, error_code: reason.code, error_description: reason.message };
  const url = new URL(withQuery(address, parameters));
  url.hash = new URLSearchParams({ ...parameters, sb: '' }).toString();
  return url.href;
}
