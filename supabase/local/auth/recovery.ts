import { randomBytes } from 'node:crypto';
import { json } from '../http/exchange.ts';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { readBody } from './grants.ts';
import { openSession } from './sessions.ts';

/** GoTrue's default life of a mailed link (`otp_expiry` in config.toml), in seconds. */
const linkLife = 3600;

/**
 * POST /recover: mails a link to an account's own address, also where signing in by e-mail is off. The same answer whether
 * there is such an account or not. This stack sends no mail: the link's token stands in auth.users alone.
 */
export async function recover({ request }: AuthRequest, { sql }: AuthContext): Promise<Response> {
  const { email } = await readBody(request);
  if (!email) throw new AuthError(400, 'validation_failed', 'Password recovery requires an email');
  await sql`update auth.users set recovery_token = ${randomBytes(28).toString('hex')}, recovery_sent_at = now()
    where email = ${String(email).toLowerCase()} and not is_sso_user`;
  return json(200, {});
}

/** POST /verify with `type: 'recovery'` and the mailed token, once: a session opened by `otp`. `undefined` for other types. */
export async function verify({ request }: AuthRequest, context: AuthContext): Promise<Response | undefined> {
  const { type, token_hash: token } = await readBody(request);
  if (type !== 'recovery') return undefined;
  return context.sql.begin(async (sql) => {
    const [user] = await sql<{ id: string }[]>`
      update auth.users set recovery_token = '', updated_at = now()
      where recovery_token = ${String(token ?? '')} and recovery_token <> ''
        and recovery_sent_at > now() - make_interval(secs => ${linkLife})
      returning id`;
    if (!user) throw new AuthError(403, 'otp_expired', 'Email link is invalid or has expired');
    return json(200, await openSession(sql, user.id, request, context, 'otp'));
  });
}
