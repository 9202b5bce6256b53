import type { Client, Collection, Guild, GuildMember } from 'discord.js';
import type { Order } from '../access/keep-order.ts';
import { syncGuild } from '../access/sync-guild.ts';
import { call } from '../database/call.ts';
import { insist, type Database } from '../database/database.ts';
import { fromGuildMember } from '../discord/to-member.ts';

/** Ids that fit one gateway request (https://discord.com/developers/docs/events/gateway-events#request-guild-members). */
const idsPerRequest = 100;

/** A gateway takes 120 requests a minute (https://discord.com/developers/docs/events/gateway#rate-limiting); discord.js waits its turn. */
const patience = 90_000;

/**
 * Compares what decides access in a guild with Discord: the roles of all people who are mirrored, and the guild with its
 * roles. People come first: the guild's sync opens a verdict that had closed. Those whose tickets are open are asked for too:
 * they may have left.
 */
export async function resyncGuild(sql: Database, guild: Guild, order: Order): Promise<void> {
  const isKnown = await compareMembers(sql, guild, order);
  await order.inOrder(guild.id, async () => {
    // Left meanwhile, or in an outage: to write it now would bring it back.
    if (guild.client.guilds.cache.has(guild.id) && guild.available) await syncGuild(sql, guild, true);
  });
  if (!isKnown) await compareMembers(sql, guild, order);
}

type Compared = { person_id: string; is_staff: boolean };

/** False when the database does not know the guild yet. */
async function compareMembers(sql: Database, guild: Guild, order: Order): Promise<boolean> {
  const people = (await call(sql, 'people_to_compare', { guild: guild.id })) as Compared[];
  for (let from = 0; from < people.length; from += idsPerRequest) {
    const asked = people.slice(from, from + idsPerRequest);
    await order.watching(guild.id, async (touched) => {
      const found = await askGateway(
        guild,
        asked.map(({ person_id }) => person_id),
      );
      await order.inOrder(guild.id, async () => {
        for (const { person_id: id, is_staff: isStaff } of asked)
          if (!touched.has(id)) await writeMember(sql, guild, { id, isStaff }, found.get(id));
      });
    });
  }
  return people.length > 0;
}

async function writeMember(
  sql: Database,
  guild: Guild,
  { id, isStaff }: { id: string; isStaff: boolean },
  member: GuildMember | undefined,
): Promise<void> {
  if (member) {
    const mirrored = fromGuildMember(member);
    await insist(() =>
      call(sql, 'set_member_roles', { guild: guild.id, member: mirrored, is_staff: isStaff }),
    );
  } else {
    await insist(() => call(sql, 'remove_member', { guild: guild.id, person: id }));
  }
}

/** Members of a guild by id; who is not there is left out. A guild that is left does not answer any more. */
async function askGateway(guild: Guild, user: string[]): Promise<Collection<string, GuildMember>> {
  const { client } = guild;
  let onLeft = (_: Guild) => {};
  const left = new Promise<never>((_, reject) => {
    onLeft = (gone) => {
      if (gone.id === guild.id) reject(new Error('the guild is left'));
    };
    client.on('guildDelete', onLeft);
    client.on('guildUnavailable', onLeft);
  });
  try {
    // Left before anybody listened, while the database was asked.
    if (client.guilds.cache.get(guild.id) !== guild || !guild.available) throw new Error('the guild is left');
    return await Promise.race([guild.members.fetch({ user, time: patience }), left]);
  } finally {
    client.off('guildDelete', onLeft);
    client.off('guildUnavailable', onLeft);
  }
}

/** Guilds of this shard that removed the bot while it was away. */
export async function markAbsentGuilds(sql: Database, client: Client<true>): Promise<void> {
  const present = [...client.guilds.cache.keys()];
  const { shardCount = 1 } = client.options;
  const [shard = 0] = client.ws.shards.keys();
  await call(sql, 'mark_absent_guilds', { present, shard, count: shardCount });
}
