import {
  ButtonStyle,
  ComponentType,
  RESTJSONErrorCodes,
  Routes,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIMessage,
  type REST,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import { Panel } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import type { Reason } from '@ticketflow/supabase/contracts/reasons.ts';
import { call } from '../../database/call.ts';
import type { Database } from '../../database/database.ts';
import { openButtonId } from '../../discord/custom-ids.ts';
import { isRefusal } from '../../discord/is-refusal.ts';
import { toEmoji } from '../../discord/to-emoji.ts';
import type { Lease } from '../lease.ts';
import type { EntryOf, OutboxKind } from '../outbox-kind.ts';
import { sendOwnMessage } from '../send-own-message.ts';
import { settleEntry } from '../settle.ts';

type PanelEntry = EntryOf<'publish_panel'>;

export const publishPanel = {
  work: publish,
  giveUp: (sql, entry, reason) => settlePanel(sql, entry, null, reason),
} satisfies OutboxKind<'publish_panel'>;

type Given = {
  sql: Database;
  rest: REST;
  applicationId: string;
  /** A panel stands in this channel. */
  onPublished: (channelId: string) => void;
};

const styles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

/** Publishes a panel, or edits it where it stands; one that was deleted by hand is published again. Throws what REST throws. */
async function publish(given: Given, entry: PanelEntry, lease: Lease): Promise<void> {
  const found = await call(given.sql, 'panel_to_publish', { panel: entry.payload.panel_id });
  if (!found) return settleEntry(given.sql, entry, 'dropped', { code: 'panel_gone' });
  const panel = Panel.parse(found);
  if (panel.categories.length === 0) return settlePanel(given.sql, entry, null, { code: 'panel_empty' });
  const body = panelMessage(panel);
  given.onPublished(panel.channel_id);
  const edited = panel.message_id && (await edit(given.rest, panel.channel_id, panel.message_id, body));
  if (edited) return settlePanel(given.sql, entry, edited, null);
  const isIt = (message: APIMessage) => message.embeds[0]?.title === panel.title;
  const sent = await sendOwnMessage(given, entry, panel.channel_id, body, isIt, lease);
  await settlePanel(given.sql, entry, sent.id, null);
}

/** The panel's message stands, or why it does not. Idempotent. */
async function settlePanel(
  sql: Database,
  entry: PanelEntry,
  messageId: string | null,
  error: Reason | null,
): Promise<void> {
  await call(sql, 'settle_panel', {
    entry: entry.id,
    panel: entry.payload.panel_id,
    message_id: messageId,
    error,
  });
}

/** Null when there is no such message in the channel (any more). */
async function edit(
  rest: REST,
  channelId: string,
  messageId: string,
  body: RESTPostAPIChannelMessageJSONBody,
): Promise<string | null> {
  try {
    await rest.patch(Routes.channelMessage(channelId, messageId), { body });
    return messageId;
  } catch (error) {
    if (isRefusal(error, RESTJSONErrorCodes.UnknownMessage)) return null;
    throw error;
  }
}

function panelMessage(panel: Panel): RESTPostAPIChannelMessageJSONBody {
  const buttons: APIButtonComponent[] = panel.categories.map((category) => ({
    type: ComponentType.Button,
    style: styles[category.button_style],
    label: category.name.slice(0, 80),
    custom_id: openButtonId(category.id),
    ...(category.emoji ? { emoji: toEmoji(category.emoji) } : {}),
  }));
  // Five rows of five buttons fit one message (https://discord.com/developers/docs/components/reference#action-row).
  const rows: APIActionRowComponent<APIButtonComponent>[] = [];
  for (let from = 0; from < Math.min(buttons.length, 25); from += 5)
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(from, from + 5) });
  return {
    embeds: [
      {
        title: panel.title,
        description: panel.body,
        color: panel.color,
        ...(panel.image_url ? { image: { url: panel.image_url } } : {}),
      },
    ],
    components: rows,
    allowed_mentions: { parse: [] },
  };
}
