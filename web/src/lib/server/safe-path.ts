/**
 * Where to go after signing in: only a path of this desk, never another site. `//host`, `/\host` and addresses are
 * refused, also where they come about only as the browser reads the path (`/.//host`), and so are the pages of signing in
 * itself.
 */
export function safePath(wanted: string | null | undefined): string {
  if (!wanted || !/^\/(?![/\\])/.test(wanted)) return '/';
  const here = 'http://desk.invalid';
  const url = URL.canParse(wanted, here) ? new URL(wanted, here) : null;
  if (!url || url.origin !== here || /^\/(\/|(sign-in|sign-out|auth)(\/|$))/.test(url.pathname)) return '/';
  return url.pathname + url.search;
}
