import { z } from 'zod';
import { languages } from './languages.ts';
import { Level, Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

/** What `my_guilds()` answers: the guilds that the signed-in person may work in. */
export const MyGuilds = z.array(
  z.object({ id: Snowflake, name: z.string(), icon_hash: z.string().nullable(), level: Level }),
);
export type MyGuilds = z.infer<typeof MyGuilds>;

export const Category = z.object({
  id: z.uuid(),
  name: z.string(),
  emoji: z.string().nullable(),
  icon: z.string(),
  hue: z.number().int(),
});
export type Category = z.infer<typeof Category>;

/** What `read_guild(guild, views)` answers: the frame around the inbox. */
export const Guild = z.object({
  id: Snowflake,
  name: z.string(),
  icon_hash: z.string().nullable(),
  /** Of what everybody sees in Discord. */
  language: z.enum(languages),
  status: z.enum(['active', 'unavailable', 'left']),
  access_seen_at: z.iso.datetime({ offset: true }).nullable(),
  /** When the guild closes to all but its owner, should the bot stay away. */
  access_closes_at: z.iso.datetime({ offset: true }).nullable(),
  catching_up: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  me: Person.extend({ level: Level, roles: z.array(z.object({ id: Snowflake, name: z.string() })) }),
  categories: z.array(Category),
  /** How many tickets each view has that was asked about; null where it reaches into what is closed, which is not counted. */
  counts: z.record(z.string(), z.number().int().nullable()),
});
export type Guild = z.infer<typeof Guild>;
