import { z } from 'zod';
import { Role } from './access.ts';
import { Kept, listOf, text } from './settings.ts';
import { Snowflake } from './snowflake.ts';

const target = { person_id: Snowflake.nullable(), role_id: Snowflake.nullable() };

/** Who may open no tickets, and why: a member or a role. */
export const BlockSetting = z
  .object({ ...target, reason: text(0, 300) })
  .refine(({ person_id, role_id }) => (person_id === null) !== (role_id === null), { path: ['person_id'] });
export type BlockSetting = z.infer<typeof BlockSetting>;

export const Block = Kept.extend({
  ...target,
  /** What the guild called them when this was saved. */
  name: z.string(),
  reason: z.string(),
  blocked_by: Snowflake.nullable(),
  blocked_at: z.iso.datetime({ offset: true }),
});
export type Block = z.infer<typeof Block>;

/** What `read_blocks(guild)` answers to managers: the list, latest first, and the roles that may be put on it. Null to anybody else. */
export const Blocks = listOf(Block).extend({
  roles: z.array(Role.pick({ id: true, name: true, color: true })),
});
export type Blocks = z.infer<typeof Blocks>;
