import type { Blocks } from '@ticketflow/supabase/contracts/blocks.ts';
import type { Desk } from '#lib/desk/Desk.svelte.ts';

/** The member or role that is blocked, as people call it now; an account's id where it is not known; '' for neither. */
export function nameOfTarget(
  desk: Desk,
  roles: Blocks['roles'],
  { person_id, role_id }: { person_id: string | null; role_id: string | null },
): string {
  if (role_id) return roles.find(({ id }) => id === role_id)?.name ?? '';
  return person_id ? (desk.people.get(person_id)?.name ?? person_id) : '';
}
