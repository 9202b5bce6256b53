import postgres from 'postgres';
import { AuthError } from './auth-error.ts';
import type { AuthContext, AuthRequest } from './context.ts';
import { fetchProfile, type Profile } from './discord-profile.ts';
import { withQuery, withRefusal } from './redirect.ts';
import { signInAccount } from './sign-in-account.ts';

type Flow = { id: string; auth_code: string; referrer: string; email_optional: boolean };

/**
 * GET /callback: Discord sends the browser back. Signs the person in and sends them on to where the login began, with a
 * code for the PKCE exchange, or with the refusal in query and fragment. Never throws an AuthError: a browser is waiting.
 */
export async function callback({ url }: AuthRequest, context: AuthContext): Promise<Response> {
  const flow = await findFlow(url.searchParams.get('state') ?? '', context);
  let location: string;
  try {
    if (!flow) throw new AuthError(400, 'bad_oauth_state', 'OAuth state is invalid or has expired');
    location = withQuery(flow.referrer, { code: await finishLogin(url.searchParams, flow, context) });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const { status, code, message } = error;
    location = withRefusal(flow?.referrer ?? context.siteUrl, {
      error: oauthWord(url, status),
      code,
      message,
    });
  }
  return new Response(null, { status: 302, headers: { location } });
}

/** A state lives five minutes and is good for one return. */
async function findFlow(state: string, { sql }: AuthContext): Promise<Flow | undefined> {
  const [flow] = await sql<Flow[]>`
    select id, auth_code, referrer, email_optional from auth.flow_state
    where id::text = ${state} and user_id is null and created_at > now() - interval '5 minutes'`;
  return flow;
}

async function finishLogin(query: URLSearchParams, flow: Flow, context: AuthContext): Promise<string> {
  if (query.get('error')) {
    throw new AuthError(
      400,
      'bad_oauth_callback',
      query.get('error_description') ?? query.get('error') ?? '',
    );
  }
  const code = query.get('code');
  if (!code)
    throw new AuthError(400, 'bad_oauth_callback', 'OAuth callback with missing authorization code missing');
  const profile = await fetchProfile(code, context);
  await saveLogin(flow, profile, context).catch((error: unknown) => {
    // A trigger of the project's own on auth.users may refuse; GoTrue says no more than this.
    if (!(error instanceof postgres.PostgresError)) throw error;
    context.log(`auth: saving the login of ${profile.discordId}: ${error.message}`);
    throw new AuthError(500, 'unexpected_failure', 'Database error saving new user');
  });
  return flow.auth_code;
}

async function saveLogin(flow: Flow, profile: Profile, context: AuthContext): Promise<void> {
  await context.sql.begin(async (sql) => {
    const userId = await signInAccount(sql, profile, flow.email_optional);
    await sql`
      update auth.flow_state set user_id = ${userId}, provider_access_token = ${profile.accessToken},
        provider_refresh_token = ${profile.refreshToken}, auth_code_issued_at = now(), updated_at = now()
      where id = ${flow.id}`;
  });
}

/** supabase/auth internal/api/errors.go names the OAuth error by the HTTP status; a provider's own error is passed on. */
function oauthWord(url: URL, status: number): string {
  const words: Record<number, string> = {
    400: 'invalid_request',
    401: 'unauthorized_client',
    403: 'access_denied',
    500: 'server_error',
  };
  return url.searchParams.get('error') ?? words[status] ?? 'server_error';
}
