import { z } from 'zod';
import { Category } from './guild.ts';
import { Level, Person } from './person.ts';
import { Snowflake } from './snowflake.ts';

const time = z.iso.datetime({ offset: true });

export const Role = z.object({
  id: Snowflake,
  name: z.string(),
  color: z.number().int(),
  /** Its rank in Discord: greater is higher. */
  position: z.number().int(),
  /** Administrator or Manage Server: its holders are admins of the desk, whatever is set here. */
  can_manage_guild: z.boolean(),
  /** A bot's or an integration's own role. */
  is_managed: z.boolean(),
  /** As Discord counted at the last comparison; null before it. */
  member_count: z.number().int().nullable(),
});
export type Role = z.infer<typeof Role>;

/** A level set for a role: in the whole guild (category null) or in one category. */
export const Grant = z.object({ role_id: Snowflake, category_id: z.uuid().nullable(), level: Level });
export type Grant = z.infer<typeof Grant>;

/** What `read_access(guild)` answers to its admins: every role, highest first, and what is set. Null to anybody else. */
export const Access = z.object({
  compared_at: time.nullable(),
  is_comparing: z.boolean(),
  owner: Person.nullable(),
  roles: z.array(Role),
  categories: z.array(Category),
  grants: z.array(Grant),
});
export type Access = z.infer<typeof Access>;

/** What `view_as(guild, role)` answers: what a holder of this role alone would see, by the policies themselves. */
export const ViewAs = z.object({
  role_id: Snowflake,
  /** Open tickets that they would see, of all that are open. */
  open: z.number().int(),
  open_in_all: z.number().int(),
  /** For the whole guild. */
  level: Level.nullable(),
  categories: z.array(z.object({ id: z.uuid(), level: Level.nullable() })),
  sees_restricted: z.boolean(),
  /** Holders whom TicketFlow knows; `with_more` of them hold more by another role. `people`: up to six. */
  holders: z.object({ known: z.number().int(), with_more: z.number().int(), people: z.array(Person) }),
});
export type ViewAs = z.infer<typeof ViewAs>;

/** What `my_access(guild)` answers, for the words on a screen that has closed. */
export const MyAccess = z.object({
  state: z.enum(['open', 'stale', 'left', 'none']),
  /** When the roles were last seen; told where that is why. */
  seen_at: time.nullable(),
  /** The person's own roles; names as long as they may know them. */
  roles: z.array(z.object({ id: Snowflake, name: z.string().nullable() })),
});
export type MyAccess = z.infer<typeof MyAccess>;
