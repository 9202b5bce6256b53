import {
  ButtonStyle,
  ComponentType,
  type APIEmbed,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { closeButtonId } from '../commands/custom-ids.ts';
import { plain, shorten } from '../escape.ts';
import { fillIn } from './channel-name.ts';

/** The first message in a ticket's channel: a greeting, the answers to the form, and the button that closes. */
export function openingMessage(ticket: OutboxTicket): RESTPostAPIChannelMessageJSONBody {
  const values = {
    name: plain(ticket.requester_name),
    number: String(ticket.number),
    category: plain(ticket.category.name),
  };
  const embed: APIEmbed = {
    color: hueToColor(ticket.category.hue),
    title: shorten(fillIn(ticket.category.opening_title, values), 256),
    description: shorten(fillIn(ticket.category.opening_text, values), 4096),
    fields: ticket.answers.filter(({ value }) => value.trim()).map(toField),
  };
  return {
    embeds: [embed],
    allowed_mentions: { parse: [] },
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.Button,
            style: ButtonStyle.Secondary,
            label: 'Close',
            emoji: { name: '🔒' },
            custom_id: closeButtonId(ticket.id),
          },
        ],
      },
    ],
  };
}

/** An embed holds 6,000 characters in all (https://discord.com/developers/docs/resources/message#embed-object-embed-limits); the desk shows the whole answer. */
function toField({ label, value }: { label: string; value: string }) {
  const text = plain(value);
  return { name: plain(label), value: shorten(text, 600), inline: text.length <= 40 && !text.includes('\n') };
}

/** A category's hue as the colour that the desk gives it. */
export function hueToColor(hue: number): number {
  const [saturation, lightness] = [0.75, 0.6];
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return (channel(0) << 16) | (channel(8) << 8) | channel(4);
}
