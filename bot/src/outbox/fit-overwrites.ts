import { PermissionFlagsBits as P, type APIOverwrite, type Guild, type OverwriteType } from 'discord.js';
import { deniedPermissions, type DeniedPermission } from '@ticketflow/supabase/contracts/reasons.ts';
import { isCurrent } from '../discord/known-refusals.ts';

/** Without these denials a channel is open to everybody, or a closed one to its requester: they are asked for in any case. */
const hiding = P.ViewChannel | P.SendMessages;

const all = -1n;

/** Where a channel stands, or is to stand: then without an id. */
export type Place = {
  guild: Guild | undefined;
  channelId: string | null;
  /** Its category in Discord. What the gateway told of a channel that stands is newer. */
  parentId: string | null;
};

export type Overwrite = { id: string; type: OverwriteType; allow: bigint; deny: bigint };

export type Overwrites = {
  /** What Discord shall answer: all that is to be denied, and of what is to be allowed what the bot may allow. */
  meant: APIOverwrite[];
  /** The same, but with permissions left as they stand that are not the bot's to change and open nothing. */
  sent: APIOverwrite[];
  /** The denials that the bot is known not to be able to write. */
  lacking: bigint;
};

/** Fits overwrites to what Discord lets the bot change in a place: it refuses all of them for one bit too many. */
export function fitOverwrites(place: Place, wishes: Overwrite[]): Overwrites {
  const standing = standingChannel(place);
  const own = held(place.guild, standing ? standing.parentId : place.parentId);
  // What an event on its way may have changed is left to Discord.
  const isSure = place.guild !== undefined && isCurrent(place.guild);
  const free = isSure ? own | hiding : all;
  let lacking = 0n;
  const fitted = wishes.map(({ id, type, allow, deny }) => {
    const before = standing?.permissionOverwrites.cache.get(id);
    const [allowed, denied] = [before?.allow.bitfield ?? 0n, before?.deny.bitfield ?? 0n];
    if (isSure) lacking |= deny & ~own & ~denied;
    const allowing = (allow & (own | allowed) & free) | (allowed & ~free);
    const denying = denied & ~free;
    const write = (a: bigint, d: bigint) => ({ id, type, allow: String(a), deny: String(d) });
    return {
      meant: write(allowing & ~deny, deny | denying),
      sent: write(allowing, (deny & free) | denying),
    };
  });
  return { meant: fitted.map(({ meant }) => meant), sent: fitted.map(({ sent }) => sent), lacking };
}

function standingChannel({ guild, channelId }: Place) {
  const channel = channelId ? guild?.channels.cache.get(channelId) : undefined;
  return channel && 'permissionOverwrites' in channel ? channel : undefined;
}

/**
 * What Discord lets the bot allow and deny in a channel: what it holds in the channel's category, or in the guild without one
 * (https://discord.com/developers/docs/resources/channel#edit-channel-permissions, discord-api-docs#3756). The owner and an
 * Administrator hold all. While it is not known, Discord decides, and refuses the whole request.
 */
function held(guild: Guild | undefined, parentId: string | null): bigint {
  const me = guild?.members.me;
  if (!me) return all;
  const parent = parentId ? guild.channels.cache.get(parentId) : null;
  const permissions = parent === null ? me.permissions : parent?.permissionsFor(me);
  return !permissions || permissions.has(P.Administrator) ? all : permissions.bitfield;
}

/** Whether Discord's overwrites are those that were meant, no more and no fewer. One that says nothing is none. */
export function isAsMeant(found: APIOverwrite[] | undefined, { meant }: Overwrites): boolean {
  const read = (overwrites: APIOverwrite[]) =>
    new Map(
      overwrites.flatMap(({ id, allow, deny }) => {
        const bits = `${BigInt(allow)} ${BigInt(deny)}`;
        return bits === '0 0' ? [] : [[id, bits] as const];
      }),
    );
  const [wanted, given] = [read(meant), read(found ?? [])];
  return wanted.size === given.size && [...wanted].every(([id, bits]) => given.get(id) === bits);
}

/** Denials by Discord's names. */
export const namesOf = (denials: bigint): DeniedPermission[] =>
  deniedPermissions.filter((name) => (denials & P[name]) !== 0n);
