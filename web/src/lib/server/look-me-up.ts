import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '@ticketflow/supabase/contracts/database.types.ts';
import { DISCORD_API_URL } from '$app/env/private';
import { z } from 'zod';
import { Snowflake } from '@ticketflow/supabase/contracts/snowflake.ts';

const Guilds = z.array(z.object({ id: Snowflake }));

/**
 * Uses Discord's token once, for the ids of the person's guilds, and asks the bot to look up their roles in those that
 * TicketFlow serves. The token is not kept. When Discord does not answer, signing in goes on: the bot's own comparison
 * finds the roles later. 200 is the most guilds that a person can be in, and one page
 * (https://discord.com/developers/docs/resources/user#get-current-user-guilds).
 */
export async function lookMeUp(supabase: SupabaseClient<Database>, providerToken: string): Promise<void> {
  const answer = await fetch(`${DISCORD_API_URL}/v10/users/@me/guilds?limit=200`, {
    headers: { authorization: `Bearer ${providerToken}` },
    signal: AbortSignal.timeout(8000),
  }).catch(() => null);
  if (!answer?.ok) return;
  const guilds = Guilds.safeParse(await answer.json().catch(() => null));
  if (guilds.success) await supabase.rpc('look_me_up', { guild_ids: guilds.data.map((guild) => guild.id) });
}
