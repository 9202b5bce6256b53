import { RESTJSONErrorCodes, Routes } from 'discord.js';
import type { Database } from '../database/database.ts';
import { isRefusal } from '../discord/is-refusal.ts';
import type { ReadDiscord } from '../discord/read-discord.ts';
import type { Log } from '../log.ts';
import { recordPanelsGone, type StandingPanel } from '../panels/watch-panels.ts';

/** Looks whether the panels of a guild still stand in Discord, one request each. Those that do not say so from then on. */
export async function comparePanels(
  { sql, read, log }: { sql: Database; read: ReadDiscord; log: Log },
  guildId: string,
): Promise<void> {
  const panels = await sql<StandingPanel[]>`
    select guild_id, channel_id, message_id from public.panels where guild_id = ${guildId} and message_id is not null`;
  for (const panel of panels) {
    try {
      await read(Routes.channelMessage(panel.channel_id, panel.message_id));
    } catch (error) {
      if (isRefusal(error, RESTJSONErrorCodes.UnknownMessage))
        await recordPanelsGone(sql, guildId, [panel.message_id], null);
      else if (isRefusal(error, RESTJSONErrorCodes.UnknownChannel))
        await recordPanelsGone(sql, guildId, [], panel.channel_id);
      else if (isRefusal(error))
        log.warn(
          { guild: guildId, code: error.code },
          'a panel cannot be looked at: Discord refuses to show its channel',
        );
      else throw error;
    }
  }
}
