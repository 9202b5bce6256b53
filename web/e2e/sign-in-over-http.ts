import type { StackInfo } from '../../supabase/start/stack.ts';

/** A browser's cookies for one site, as far as signing in needs them. */
export class Cookies {
  readonly kept = new Map<string, string>();
  /** Each Set-Cookie line that came, as it was. */
  readonly lines: string[] = [];

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      this.lines.push(line);
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.kept.delete(name);
      else this.kept.set(name, value.join('='));
    }
  }

  get header(): string {
    return [...this.kept].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** Posts the desk's form of signing in, as its page does. */
export function beginSignIn(
  deskUrl: string,
  next: string,
  cookies: Cookies,
  headers: Record<string, string> = {},
) {
  return fetch(`${deskUrl}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', origin: deskUrl, cookie: cookies.header, ...headers },
    body: new URLSearchParams({ next }),
  }).then((response) => {
    cookies.take(response);
    return response;
  });
}

/**
 * Signs in at the desk without a browser, and returns what the callback answered: its Location is where the desk leads the
 * person. `meddle` may change the cookies before they come back from Discord.
 */
export async function signInOverHttp(
  info: StackInfo,
  person: string,
  {
    next = '/',
    cookies = new Cookies(),
    meddle,
  }: { next?: string; cookies?: Cookies; meddle?: (cookies: Cookies) => void } = {},
): Promise<{ callback: Response; cookies: Cookies; address: string }> {
  const begun = await beginSignIn(info.webUrl, next, cookies);
  const page = await follow(begun.headers.get('location') ?? '');
  const back = await follow(page, { person, answer: 'authorize' });
  const address = await follow(back);
  meddle?.(cookies);
  const callback = await fetch(address, { redirect: 'manual', headers: { cookie: cookies.header } });
  cookies.take(callback);
  return { callback, cookies, address };
}

async function follow(address: string, form?: Record<string, string>): Promise<string> {
  const response = await fetch(address, {
    redirect: 'manual',
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  const location = response.headers.get('location');
  if (!location)
    throw new Error(`${new URL(address).pathname} answered ${response.status} and leads nowhere`);
  return new URL(location, address).href;
}
