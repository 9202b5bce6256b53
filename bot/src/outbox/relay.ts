import type { Guild, REST } from 'discord.js';
import type { Order } from '../access/keep-order.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { Webhooks } from './webhooks.ts';

/** What delivering needs. */
export type Relay = {
  sql: Database;
  rest: REST;
  webhooks: Webhooks;
  applicationId: string;
  cdnUrl: string;
  /** Null: this bot has no key to the files. */
  bucket: Bucket | null;
  /** This process's name on leases. */
  worker: string;
  /** False once another process may work for this shard: nothing more is begun. */
  holdsShard: () => boolean;
  guild: (id: string) => Guild | undefined;
  order: Order;
  /** Compares a guild with Discord, as the timer does. False when Discord does not show it: it is left, or in an outage. */
  compareGuild: (guildId: string) => Promise<boolean>;
  /** A channel is a ticket's from now on, or again. With `isLate` something may have been said there before. */
  onBound: (guildId: string, channelId: string, isLate: boolean) => void;
  /** A panel stands in this channel. */
  onPublished: (channelId: string) => void;
  log: Log;
};
