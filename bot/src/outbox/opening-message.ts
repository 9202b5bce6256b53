import {
  ButtonStyle,
  ComponentType,
  type APIEmbed,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js';
import type { OutboxTicket } from '@ticketflow/supabase/contracts/outbox-entry.ts';
import { closeButtonId } from '../discord/custom-ids.ts';
import { plain, shorten } from '../discord/escape.ts';
import type { Words } from '../words/words-for.ts';
import { fillIn } from './channel-name.ts';

/** The first message in a ticket's channel: a greeting, the answers to the form, and the button that closes. */
export function openingMessage(
  ticket: OutboxTicket,
  words: Words['channel'],
): RESTPostAPIChannelMessageJSONBody {
  const values = {
    name: plain(ticket.requester_name),
    number: String(ticket.number),
    category: plain(ticket.category.name),
  };
  const embed: APIEmbed = {
    color: hueToColor(ticket.category.hue),
    title: shorten(fillIn(ticket.category.opening_title || words.openingTitle, values), 256),
    description: shorten(fillIn(ticket.category.opening_text || words.openingText, values), 4096),
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
            label: words.close,
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

/**
 * A category's hue as the colour that the desk gives it: OKLCH with lightness 0.75 and chroma 0.14, in sRGB
 * (matrices: https://bottosson.github.io/posts/oklab).
 */
export function hueToColor(hue: number): number {
  const [L, a, b] = [0.75, 0.14 * Math.cos((hue * Math.PI) / 180), 0.14 * Math.sin((hue * Math.PI) / 180)];
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.reduce(
    (color, part) => color * 256 + Math.round(255 * toGamma(Math.min(Math.max(part, 0), 1))),
    0,
  );
}

const toGamma = (part: number) => (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);
