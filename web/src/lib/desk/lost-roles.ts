/** One of the person's own roles, by name as long as they may know it. */
export type MyRole = { id: string; name: string | null };

/** The names of the roles that were held before and are not now; none where that is not known. */
export function lostSince(before: readonly MyRole[] | null, after: readonly MyRole[] | null): string[] {
  if (!before || !after) return [];
  const held = new Set(after.map((role) => role.id));
  return before.flatMap((role) => (held.has(role.id) || !role.name ? [] : [role.name]));
}
