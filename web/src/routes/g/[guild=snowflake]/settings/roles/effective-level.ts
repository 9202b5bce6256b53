import type { Access, Role } from '@ticketflow/supabase/contracts/access.ts';
import type { Level } from '@ticketflow/supabase/contracts/person.ts';

/** What a cell of the table shows: a level set right here, one that comes from the whole guild or from Discord, or none. */
export type Cell =
  | { state: 'set'; level: Level }
  | { state: 'inherited'; level: Level }
  | { state: 'manages'; level: 'admin' }
  | { state: 'none' };

const ranks: Record<Level, number> = { viewer: 1, agent: 2, manager: 3, admin: 4 };

/** Greater is more; 0 is nothing. */
export const rankOf = (level: Level | null): number => (level ? ranks[level] : 0);

/**
 * A role's cell for the whole guild (category null) or one category. A level of the guild counts in each category, and the higher of
 * both counts; Manage Server makes an admin, whatever is set.
 */
export function cellOf(access: Access, role: Role, category: string | null): Cell {
  const set = (where: string | null) =>
    access.grants.find((grant) => grant.role_id === role.id && grant.category_id === where)?.level ?? null;
  if (role.can_manage_guild)
    return category ? { state: 'inherited', level: 'admin' } : { state: 'manages', level: 'admin' };
  const here = set(category);
  const above = category ? set(null) : null;
  if (here && rankOf(here) >= rankOf(above)) return { state: 'set', level: here };
  return above ? { state: 'inherited', level: above } : { state: 'none' };
}

/** Whether anything is set for a role, or Discord itself makes its holders admins. */
export const hasLevel = (access: Access, role: Role): boolean =>
  role.can_manage_guild || access.grants.some((grant) => grant.role_id === role.id);
