import type { PostgresConnection } from '@supabase/lite/postgres';
import type { Claims } from '../jwt.ts';
import { loadLite } from './load-lite.ts';

/** Answers a request of the Data API under the given claims, which have been checked before. */
export type Answer = (request: Request, claims: Claims) => Promise<Response>;

export type Lite = { answer: Answer; reloadSchema: () => Promise<void> };

/**
 * @supabase/lite over a corrected connection: the Data API (PostgREST's). Its auth and storage are left off (this stack's
 * are in auth/ and storage/), and so is its admin mode, which would serve requests without credentials as service_role.
 */
export async function startLite(connection: PostgresConnection, jwtSecret: string): Promise<Lite> {
  const { App } = await loadLite();
  const claimsOf = new WeakMap<Request, Claims>();
  const app = new App({
    connection,
    api: { enabled: true, schemas: ['public'] },
    auth: { enabled: false, jwt_secret: jwtSecret },
    options: {
      server: {
        apiKeys: false,
        admin: false,
        disableStudio: true,
        // The gateway has checked the token, so lite must neither check it again nor look the session up (PostgREST
        // does not): it is told that the credentials are settled.
        middlewares: [
          async (context, next) => {
            const claims = claimsOf.get(context.req.raw) ?? { role: 'anon' };
            context.set('jwt', claims);
            context.set('userId', claims.sub ?? '-');
            context.set('sessionId', claims.session_id ?? '-');
            context.set('ignoreAuthorization', true);
            context.set('apiKeyType', 'secret');
            await next();
          },
        ],
      },
    },
  });
  await app.init();
  return {
    answer: async (request, claims) => {
      claimsOf.set(request, claims);
      return app.fetch(request);
    },
    reloadSchema: async () => void (await connection.clearSchemaCache()),
  };
}
