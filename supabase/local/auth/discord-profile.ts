import { AuthError } from './auth-error.ts';
import type { AuthContext } from './context.ts';

export type Profile = {
  discordId: string;
  email: string;
  isEmailVerified: boolean;
  /** What GoTrue stores as identity_data and copies into the user's metadata. */
  data: Record<string, unknown>;
  accessToken: string;
  refreshToken: string;
};

type DiscordUser = {
  id: string;
  username: string;
  discriminator?: string;
  global_name?: string | null;
  avatar?: string | null;
  email?: string | null;
  verified?: boolean;
};

/** Turns the code that Discord sent the browser back with into the person's profile. Throws an AuthError if Discord refuses. */
export async function fetchProfile(code: string, context: AuthContext): Promise<Profile> {
  const tokens = await exchangeCode(code, context);
  const answer = await fetch(new URL('/api/users/@me', context.discord.url), {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  if (!answer.ok)
    throw new AuthError(500, 'unexpected_failure', 'Error getting user profile from external provider');
  const user = (await answer.json()) as DiscordUser;
  return {
    discordId: user.id,
    email: (user.email ?? '').toLowerCase(),
    isEmailVerified: user.verified ?? false,
    data: identityData(user, context.discord.url),
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? '',
  };
}

/** GoTrue's OAuth library sends its credentials in the header first and, when refused, in the form. */
async function exchangeCode(code: string, { discord, supabaseUrl }: AuthContext) {
  const address = new URL('/api/oauth2/token', discord.url);
  const form = { grant_type: 'authorization_code', code, redirect_uri: `${supabaseUrl}/auth/v1/callback` };
  const basic = Buffer.from(`${discord.clientId}:${discord.clientSecret}`).toString('base64');
  const attempts: [Record<string, string>, Record<string, string>][] = [
    [{ authorization: `Basic ${basic}` }, form],
    [{}, { ...form, client_id: discord.clientId, client_secret: discord.clientSecret }],
  ];
  for (const [headers, body] of attempts) {
    const answer = await fetch(address, { method: 'POST', headers, body: new URLSearchParams(body) });
    if (answer.ok) return (await answer.json()) as { access_token: string; refresh_token?: string };
    await answer.body?.cancel();
  }
  throw new AuthError(500, 'unexpected_failure', 'Unable to exchange external code');
}

/** Field by field as supabase/auth internal/api/provider/discord.go fills them. */
function identityData(user: DiscordUser, discordUrl: string): Record<string, unknown> {
  const avatar = avatarAddress(user);
  return {
    iss: new URL('/api', discordUrl).href,
    sub: user.id,
    name: `${user.username}#${user.discriminator ?? '0'}`,
    full_name: user.username,
    picture: avatar,
    avatar_url: avatar,
    provider_id: user.id,
    custom_claims: { global_name: user.global_name ?? '' },
    ...(user.email ? { email: user.email.toLowerCase() } : {}),
    email_verified: user.verified ?? false,
    phone_verified: false,
  };
}

function avatarAddress({ id, avatar, discriminator }: DiscordUser): string {
  if (!avatar) return `https://cdn.discordapp.com/embed/avatars/${Number(discriminator ?? 0) % 5}.png`;
  return `https://cdn.discordapp.com/avatars/${id}/${avatar}.${avatar.startsWith('a_') ? 'gif' : 'png'}`;
}
