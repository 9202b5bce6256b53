import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type DiscordPerson = {
  id: string;
  username: string;
  global_name?: string;
  avatar?: string | null;
  email?: string | null;
  verified?: boolean;
};

/** The little of Discord that a login sees: the page that asks, the token exchange, and who one is. */
export type DiscordLogin = {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Who says yes on the page from now on; null for somebody who declines. */
  signInAs: (person: DiscordPerson | null) => void;
  /** Queries with which the page was opened. */
  opened: URLSearchParams[];
  stop: () => Promise<void>;
};

export async function startDiscordLogin(): Promise<DiscordLogin> {
  const [clientId, clientSecret] = ['1180000000000000900', 'discord-secret'];
  const opened: URLSearchParams[] = [];
  const codes = new Map<string, DiscordPerson>();
  let person: DiscordPerson | null = null;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://discord');
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/oauth2/authorize') {
      opened.push(url.searchParams);
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      if (person) {
        const code = `code-${codes.size}`;
        codes.set(code, person);
        back.searchParams.set('code', code);
      } else {
        back.searchParams.set('error', 'access_denied');
        back.searchParams.set(
          'error_description',
          'The resource owner or authorization server denied the request',
        );
      }
      return response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === '/api/oauth2/token') {
      let text = '';
      request.on('data', (chunk) => (text += chunk));
      return request.on('end', () => {
        const code = new URLSearchParams(text).get('code') ?? '';
        const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
        if (request.headers.authorization !== expected) return json(401, { error: 'invalid_client' });
        return codes.has(code)
          ? json(200, {
              access_token: `token-${code}`,
              refresh_token: 'again',
              token_type: 'Bearer',
              expires_in: 604800,
            })
          : json(400, { error: 'invalid_grant' });
      });
    }
    if (url.pathname === '/api/users/@me') {
      const who = codes.get((request.headers.authorization ?? '').replace('Bearer token-', ''));
      return who ? json(200, { discriminator: '0', ...who }) : json(401, { message: '401: Unauthorized' });
    }
    return json(404, { message: '404: Not Found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId,
    clientSecret,
    signInAs: (who) => (person = who),
    opened,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
