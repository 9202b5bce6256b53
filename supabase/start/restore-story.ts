import postgres from 'postgres';
import type { Restore, RestoredChannel, RestoredMessage } from '../../bot/simulator/control/restore.ts';
import { openingMessage } from '../../bot/src/outbox/opening-message.ts';
import { wordsFor } from '../../bot/src/words/words-for.ts';
import type { OutboxTicket } from '../contracts/outbox-entry.ts';
import { simulatedApplication } from './demo-people.ts';

type TicketRow = {
  id: string;
  guild_id: string;
  number: number;
  category: string;
  parent: string;
  channel_id: string;
  requester_id: string;
  assignee: string | null;
  staff_role_ids: string[];
  /** What the bot's opening message is made of. */
  opening: OutboxTicket;
};

type MessageRow = {
  discord_message_id: string;
  channel_id: string;
  kind: 'message' | 'reply';
  author_id: string;
  author_name: string;
  body: string;
  created_at: Date;
  edited_at: Date | null;
  reply_to_discord_id: string | null;
  attachments: { id: string; name: string; content_type: string }[];
  reactions: { emoji: string; count: number }[];
};

/**
 * Tells the simulated Discord what the seed tells the database: the channels of open tickets and what was said in them, with
 * the same ids. Channels that stand there already are left as they are. Returns how many channels were added.
 */
export async function restoreStory(databaseUrl: string, controlUrl: string): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const known = await knownChannels(controlUrl);
    const tickets = (await readTickets(sql)).filter((ticket) => !known.has(ticket.channel_id));
    if (tickets.length === 0) return 0;
    const avatars = await readAvatars(controlUrl);
    const webhookOf = (ticket: { channel_id: string }) => String(BigInt(ticket.channel_id) + 5n);
    const messages = await readMessages(
      sql,
      tickets.map((ticket) => ticket.channel_id),
    );
    const told: Restore = {
      channels: tickets.map(toChannel),
      webhooks: tickets.map((ticket) => ({
        id: webhookOf(ticket),
        channel_id: ticket.channel_id,
        name: 'TicketFlow',
      })),
      messages: [
        ...tickets.map(toOpening),
        ...messages.map((row) => toMessage(row, webhookOf(row), avatars)),
      ],
    };
    const response = await fetch(`${controlUrl}/restore`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(told),
    });
    if (!response.ok)
      throw new Error(`The simulated Discord does not take the story: ${await response.text()}`);
    return tickets.length;
  } finally {
    await sql.end();
  }
}

async function knownChannels(controlUrl: string): Promise<Set<string>> {
  const state = (await (await fetch(`${controlUrl}/state`)).json()) as {
    guilds: { channels: { id: string }[] }[];
  };
  return new Set(state.guilds.flatMap((guild) => guild.channels.map((channel) => channel.id)));
}

/** The picture of each person, by id. */
async function readAvatars(controlUrl: string): Promise<Map<string, string>> {
  const origin = new URL(controlUrl).origin;
  const people = (await (await fetch(`${origin}/client/people`)).json()) as {
    id: string;
    avatar_url: string;
  }[];
  return new Map(people.map((person) => [person.id, new URL(person.avatar_url, origin).href]));
}

function readTickets(sql: postgres.Sql): Promise<TicketRow[]> {
  return sql<TicketRow[]>`
    select t.id, t.guild_id, t.number, c.name as category, c.channel_parent_id as parent, t.channel_id, t.requester_id,
      (select p.display_name from public.people p where p.id = t.assignee_id) as assignee,
      array(select g.role_id::text from public.grants g where g.guild_id = t.guild_id
        and (not t.is_restricted or g.level in ('manager', 'admin'))) as staff_role_ids,
      jsonb_build_object('id', t.id, 'number', t.number, 'answers', t.answers, 'category', to_jsonb(c),
        'requester_name', (select p.display_name from public.people p where p.id = t.requester_id)) as opening
    from public.tickets t join public.categories c on c.id = t.category_id
    where t.channel_state = 'open' and t.status <> 'closed'
    order by t.number`.then((rows) => [...rows]);
}

function readMessages(sql: postgres.Sql, channels: string[]): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select m.discord_message_id, t.channel_id, m.kind, m.author_id, p.display_name as author_name, m.body, m.created_at,
      m.edited_at, m.reply_to_discord_id, m.attachments, m.reactions
    from public.messages m
    join public.tickets t on t.id = m.ticket_id
    join public.people p on p.id = m.author_id
    where t.channel_id = any (${channels}) and m.discord_message_id is not null and m.deleted_at is null
    order by m.position`.then((rows) => [...rows]);
}

function toChannel(ticket: TicketRow): RestoredChannel {
  const see = [
    'ViewChannel',
    'ReadMessageHistory',
    'SendMessages',
    'EmbedLinks',
    'AttachFiles',
    'AddReactions',
  ] as const;
  return {
    id: ticket.channel_id,
    guild_id: ticket.guild_id,
    name: `ticket-${ticket.number}`,
    topic: ticket.assignee
      ? `${ticket.category}, ${ticket.assignee.split(' ')[0]} is on it`
      : ticket.category,
    parent: ticket.parent,
    overwrites: [
      { id: ticket.guild_id, type: 'role', deny: ['ViewChannel'] },
      {
        id: simulatedApplication.clientId,
        type: 'member',
        allow: [...see, 'ManageChannels', 'ManageMessages', 'ManageWebhooks'],
      },
      { id: ticket.requester_id, type: 'member', allow: [...see] },
      ...ticket.staff_role_ids.map((id) => ({ id, type: 'role' as const, allow: [...see] })),
    ],
  };
}

/** What the bot said when it opened the channel. */
function toOpening(ticket: TicketRow): RestoredMessage {
  const { embeds, components } = openingMessage(ticket.opening, wordsFor('en').channel);
  return {
    id: String(BigInt(ticket.channel_id) + 6n),
    channel_id: ticket.channel_id,
    author: simulatedApplication.clientId,
    embeds: embeds ?? [],
    components: components ?? [],
  };
}

function toMessage(row: MessageRow, webhookId: string, avatars: Map<string, string>): RestoredMessage {
  const name = row.author_name;
  const avatar_url = avatars.get(row.author_id);
  return {
    id: row.discord_message_id,
    channel_id: row.channel_id,
    author: row.kind === 'reply' ? { webhook: { id: webhookId, name, avatar_url } } : row.author_id,
    content: row.body,
    timestamp: row.created_at.toISOString(),
    edited_timestamp: row.edited_at?.toISOString() ?? null,
    attachments: row.attachments.map((file) => ({
      // A copy is looked for by it. Replies name their files otherwise.
      ...(row.kind === 'message' ? { id: file.id } : {}),
      filename: file.name,
      content_type: file.content_type,
      base64: Buffer.from(`${file.name} of the demo`).toString('base64'),
    })),
    reactions: row.reactions.map(({ emoji, count }) => ({
      emoji,
      users: [...avatars.keys()].slice(0, count),
    })),
    ...(row.reply_to_discord_id ? { reply_to: row.reply_to_discord_id } : {}),
  };
}
